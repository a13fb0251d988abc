"""The page editor, as its scripts build it, speaks Chinese."""

import pytest
from playwright.sync_api import expect

from tests import library
from tests.admin import edit_url
from tests.english import english_in
from tests.people import make_people

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)

# Everything that is shown or read aloud at this moment, an entry a line.
VISIBLE = """() => {
    const texts = [];
    const isShown = (element) => element.checkVisibility({visibilityProperty: true});
    for (const element of document.querySelectorAll("body *")) {
        if (!isShown(element) || element.closest("iframe, script, style")) continue;
        for (const node of element.childNodes)
            if (node.nodeType === Node.TEXT_NODE) texts.push(node.textContent);
        for (const name of ["title", "aria-label", "placeholder", "alt"])
            texts.push(element.getAttribute(name) || "");
    }
    return texts.map((text) => text.trim()).filter(Boolean);
}"""
TEXT = "[data-contentpath=body] .public-DraftEditor-content:visible"
KNOWN = frozenset(["editor"])
SIDE_PANELS = ["status", "checks", "comments", "preview"]


@pytest.fixture
def editor(visit):
    """A window in which the editor of an agency edits a draft policy."""
    library.make_site()
    agency_page = library.make_agency_page()
    make_people(agency_page)
    policy = library.make_policy(agency_page)
    window = visit()
    window.goto("/admin/login/")
    window.fill("input[name=username]", "editor")
    window.fill("input[name=password]", "password")
    window.click("button[type=submit]")
    window.goto(edit_url(policy))
    window.get_by_role("tab", name="正文").click()
    expect(window.locator(TEXT).first).to_be_visible()
    return window


def english_on(window) -> list[str]:
    """Return the texts on this window's screen that contain English."""
    texts = dict.fromkeys(window.evaluate(VISIBLE))
    return [text for text in texts if english_in(text, KNOWN)]


def test_form_with_its_blocks_and_tools_is_chinese(editor, picture):
    found = english_on(editor)
    adders = editor.locator("button.c-sf-add-button:visible")
    adders.first.click()
    found += english_on(editor)
    picture(editor, "chinese-blocks", full_page=False)
    editor.get_by_role("option", name="表格").first.click()
    found += english_on(editor)
    editor.locator(TEXT).first.click()
    editor.keyboard.press("End")
    editor.keyboard.press("Enter")
    editor.keyboard.type("/")
    found += english_on(editor)
    picture(editor, "chinese-editor", full_page=False)

    assert found == []


def test_side_panels_are_chinese(editor, picture):
    found = []
    for panel in SIDE_PANELS:
        editor.locator(f"[data-side-panel-toggle={panel}]").first.click()
        editor.wait_for_timeout(500)
        picture(editor, f"chinese-{panel}", full_page=False)
        found += english_on(editor)

    assert found == []


def test_keyboard_shortcuts_and_autosave_are_chinese(editor, picture):
    editor.get_by_role("tab", name="公文").click()
    editor.fill("#id_document_number", "澜人社发〔2024〕13号")
    editor.wait_for_timeout(2500)
    found = english_on(editor)
    editor.get_by_role("button", name="帮助").click()
    editor.get_by_role("button", name="快捷键").click()
    expect(editor.get_by_role("dialog")).to_contain_text("撤销")
    found += english_on(editor)
    picture(editor, "chinese-shortcuts", full_page=False)

    assert found == []
