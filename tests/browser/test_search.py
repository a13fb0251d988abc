"""The search in a real browser: by keyboard, at once, and without a script as well."""

import pytest

from search.engines import indexing_engine
from tests import library

pytestmark = [
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
    pytest.mark.skipif(indexing_engine() is None, reason="no full text here"),
]


def test_suggestions_are_chosen_by_keyboard(visit, pair):
    policy, _ = pair
    window = visit()
    window.goto("/library/")
    field = window.get_by_role("combobox").or_(window.locator("#search"))

    window.locator("#search").press_sequentially("就业补贴")
    window.get_by_role("option", name=policy.title).wait_for()
    assert field.get_attribute("aria-expanded") == "true"
    window.keyboard.press("ArrowDown")
    assert window.locator(
        f"#{field.get_attribute('aria-activedescendant')}[aria-selected=true]"
    ).is_visible()

    window.keyboard.press("Escape")
    assert field.get_attribute("aria-expanded") == "false"
    assert window.get_by_role("option").count() == 0

    window.keyboard.type("发")
    window.get_by_role("option").wait_for()
    window.keyboard.press("ArrowUp")
    window.keyboard.press("Enter")
    window.wait_for_url(f"**{policy.get_url()}")


def test_facets_change_the_results_and_the_address_without_a_new_page(visit, pair):
    library.make_public_pair(
        library.make_agency_page("澜川市民政局", code="LC0000004"),
        title="澜川市民政局关于就业补贴的意见",
        document_number="澜民发〔2024〕5号",
        genre="opinion",
    )
    window = visit()
    window.goto("/library/?q=就业补贴")
    window.evaluate("document.body.dataset.same = 'yes'")

    window.get_by_role("link", name="澜川市民政局 1").click()
    window.locator(".chip").wait_for()

    assert window.locator(".items--wide > li").count() == 1
    assert "agency=" in window.url
    assert window.evaluate("document.body.dataset.same") == "yes"
    assert window.evaluate("document.activeElement.id").startswith("agency-")
    assert window.locator("style").count() == 0

    window.go_back()
    window.locator(".items--wide > li").nth(1).wait_for()


def test_on_a_phone_the_filters_are_folded_above_the_results(visit, pair):
    narrow, wide = visit(390, 844), visit(1280, 900)

    for window, is_open in ((narrow, False), (wide, True)):
        window.goto("/library/")
        assert window.locator("#year-2024, .days legend").count()
        facet = window.locator(".facet").first
        assert facet.is_visible() == is_open
        width = window.evaluate("document.documentElement.scrollWidth")
        assert width <= window.viewport_size["width"]

    narrow.get_by_text("筛选条件").first.click()
    assert narrow.locator(".facet").first.is_visible()
