"""What people do in the admin, as the browser sees it."""

import re

from playwright.sync_api import expect


def log_in(window, name: str, password: str) -> None:
    window.goto("/admin/login/")
    window.fill("input[name=username]", name)
    window.fill("input[name=password]", password)
    window.click("button[type=submit]")
    expect(window).to_have_url(re.compile("/admin/$"))


def type_into(window, field: str, text: str) -> None:
    """Type into one of the page's rich text editors."""
    editor = window.locator(
        f"[data-contentpath={field}] .public-DraftEditor-content"
    ).first
    editor.click()
    window.keyboard.type(text)
    # The editor hands its text over to the form a moment later.
    handed_over = window.locator(f"input[name={field}], input[name={field}-0-value]")
    expect(handed_over).to_have_value(re.compile(text))


def press(window, name: str) -> None:
    """Press a button of the editor's footer, opening its menu if need be."""
    button = window.locator(
        f"footer button[name={name}], footer button[data-workflow-action-name={name}]"
    ).first
    if not button.is_visible():
        window.locator("footer [data-w-dropdown-target=toggle]").click()
    button.click()
