"""The public pages in a real browser: without a script, by keyboard, in large type."""

import re

import pytest
from playwright.sync_api import expect

from tests import library
from tests.files import infographic_block, make_image

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)

QUESTIONS = {
    "type": "questions",
    "value": [
        {"question": "补贴多少？", "answer": "<p>每人一千元。</p>"},
        {"question": "向谁申请？", "answer": "<p>在网上申请。</p>"},
    ],
}


@pytest.fixture
def measures(agency_page):
    """Measures in articles, with an infographic and questions."""
    policy = library.make_policy(
        agency_page,
        body=library.paragraphs(
            "第一条　为了促进就业，制定本办法。", "第二条　每人一千元。" * 60
        ),
    )
    library.make_interpretation(
        policy, content=[infographic_block(make_image()), QUESTIONS]
    )
    return library.publish(policy)


def overflow(window) -> int:
    return window.evaluate("document.documentElement.scrollWidth - window.innerWidth")


@pytest.mark.parametrize("scripts", [True, False])
def test_on_a_phone_text_and_interpretation_are_tabs(visit, measures, scripts):
    window = visit(390, 844, scripts=scripts)
    window.goto(measures.url)
    text = window.get_by_text("为了促进就业，制定本办法。")
    explained = window.get_by_text("每名毕业生可领取一次性补贴")

    expect(text).to_be_visible()
    expect(explained).to_be_hidden()
    window.get_by_text("政策解读", exact=True).first.click()
    expect(explained).to_be_visible()
    expect(text).to_be_hidden()

    window.keyboard.press("ArrowLeft")
    expect(text).to_be_visible()


def test_on_a_wide_screen_they_stand_beside_each_other(visit, measures):
    window = visit(1280, 900)
    window.goto(measures.url)

    text = window.locator(".reading__text").bounding_box()
    beside = window.locator(".reading__beside").bounding_box()
    assert beside["x"] >= text["x"] + text["width"]
    assert abs(beside["y"] - text["y"]) < 5
    # No line of the text is longer than forty characters.
    paragraph = window.locator("#article-2")
    size = paragraph.evaluate(
        "element => parseFloat(getComputedStyle(element).fontSize)"
    )
    assert paragraph.bounding_box()["width"] <= 40 * size + 1


def test_a_clause_is_an_address(visit, measures):
    window = visit(scripts=False)
    window.goto(measures.url)

    window.get_by_role("link", name="第二条").click()

    assert window.url.endswith("#article-2")
    expect(window.locator("#article-2")).to_be_in_viewport()


@pytest.mark.parametrize("scripts", [True, False])
def test_an_infographic_is_enlarged(visit, measures, scripts):
    window = visit(scripts=scripts)
    window.goto(measures.interpretations.get().url)

    window.locator(".picture__open").click()

    if scripts:
        expect(window.get_by_role("dialog", name="大图")).to_be_visible()
        window.keyboard.press("Escape")
        expect(window.get_by_role("dialog")).to_be_hidden()
    else:
        expect(window).to_have_url(re.compile(r"\.webp$"))


def test_the_column_changes_its_form_at_once_and_its_cards_open(visit, measures):
    page = measures.interpretations.get()
    library.make_interpretation(measures, title="常见问题", form="q_and_a")
    measures.interpretations.get(form="q_and_a").get_latest_revision().publish()
    window = visit()
    window.goto("/interpretations/")
    window.evaluate("document.body.dataset.same = 'yes'")

    window.get_by_role("link", name="文字解读 1").click()
    expect(window.get_by_role("article")).to_have_count(1)
    assert window.url.endswith("?form=text")
    assert window.evaluate("document.body.dataset.same") == "yes"

    window.get_by_role("link", name=page.title).click()
    expect(window.get_by_role("heading", level=1)).to_have_text(page.title)


def test_questions_unfold_without_a_script(visit, measures):
    window = visit(scripts=False)
    window.goto(measures.interpretations.get().url)
    answer = window.get_by_text("在网上申请。", exact=True)

    expect(window.get_by_text("每人一千元。", exact=True)).to_be_visible()
    expect(answer).to_be_hidden()
    window.get_by_text("向谁申请？").click()
    expect(answer).to_be_visible()


def test_by_keyboard_the_first_step_leads_to_the_content(visit, measures):
    window = visit()
    window.goto(measures.url)

    window.keyboard.press("Tab")
    expect(window.get_by_role("link", name="跳到正文")).to_be_focused()
    expect(window.get_by_role("link", name="跳到正文")).to_be_in_viewport()
    window.keyboard.press("Enter")
    window.keyboard.press("Tab")
    here = "document.activeElement.closest('main') !== null"
    assert window.evaluate(here)


@pytest.mark.parametrize("width", [1280, 390])
def test_large_type_is_kept_and_fits_the_window(visit, measures, width):
    window = visit(width, 844, scripts=False)
    window.goto(measures.url)
    before = window.locator("#article-1").bounding_box()["height"]

    window.get_by_role("button", name="长者模式").click()

    assert window.url.endswith(measures.url)
    assert window.locator("#article-1").bounding_box()["height"] > before
    explained = measures.interpretations.get().url
    agency = measures.get_parent().url
    columns = ("/", "/interpretations/", "/library/", "/statistics/")
    for address in (measures.url, explained, agency, *columns):
        window.goto(address)
        expect(window.get_by_role("button", name="标准字号")).to_be_visible()
        assert window.locator("html.large-type").count() == 1
        assert overflow(window) <= 0, address


def test_what_is_printed_is_the_document(visit, measures):
    window = visit()
    window.goto(measures.url)

    window.emulate_media(media="print")

    for hidden in (".site-header", ".reading__beside", ".site-footer", ".as-of"):
        expect(window.locator(hidden).first).to_be_hidden()
    expect(window.locator("#article-1")).to_be_visible()
