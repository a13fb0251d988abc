"""The library is used without a mouse, from the first key to the document."""

from playwright.sync_api import expect

from tests.pages.conftest import SampleSite


def tab_to(page, text: str, most: int = 80) -> None:
    """Press Tab until what bears this text is in focus; it must show that it is."""
    for _ in range(most):
        page.keyboard.press("Tab")
        focused = page.locator(":focus")
        if not focused.count():
            continue
        drawn = focused.evaluate(
            "each => { const style = getComputedStyle(each);"
            " return style.outlineStyle !== 'none' || style.boxShadow !== 'none' }"
        )
        assert drawn, f"nothing shows the focus on {focused.inner_text()[:40]}"
        if text in (focused.inner_text() or focused.get_attribute("aria-label") or ""):
            return
    raise AssertionError(f"Tab does not come to {text}")


def test_a_document_is_found_and_read_with_the_keyboard_alone(site: SampleSite, window):
    page = window()
    page.goto("/")

    page.keyboard.press("Tab")
    skip = page.locator(":focus")
    expect(skip).to_have_text("跳到正文")
    expect(skip).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page.locator("#content")).to_be_focused()

    page.keyboard.press("Tab")
    expect(
        page.get_by_role("combobox").or_(page.get_by_role("searchbox"))
    ).to_be_focused()
    page.keyboard.type("高校毕业生")
    page.keyboard.press("Enter")
    page.wait_for_url("**/library/?q=*")

    tab_to(page, "高校毕业生就业", most=200)
    page.keyboard.press("Enter")
    expect(page.locator("article h1")).to_contain_text("高校毕业生")
