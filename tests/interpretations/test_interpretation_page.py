"""What the public reads on the page of an interpretation."""

import pytest
from lxml import html

from tests import library
from tests.files import infographic_block, make_image

pytestmark = pytest.mark.django_db

TERMS = {
    "type": "key_terms",
    "value": [{"term": "灵活就业", "explanation": "没有固定单位。"}],
}
QUESTIONS = {
    "type": "questions",
    "value": [
        {"question": "补贴多少？", "answer": "<p>每人一千元。</p>"},
        {"question": "向谁申请？", "answer": "<p>在网上申请。</p>"},
    ],
}


def published(agency_page, **fields):
    policy = library.make_policy(agency_page)
    page = library.make_interpretation(policy, **fields)
    library.publish(policy)
    page.refresh_from_db()
    return page


def get(client, page):
    response = client.get(page.get_url())
    assert response.status_code == 200
    return html.fromstring(response.content.decode())


def order(page) -> list[str]:
    """Return the headings and pictures of the explanation, in order."""
    return [
        each.text_content() if each.tag == "h2" else "图"
        for each in page.xpath(
            "//div[@class='explanation']//*[self::h2 or self::figure]"
        )
    ]


def test_elements_come_in_reading_order_and_blocks_after_them(agency_page, client):
    page = published(
        agency_page,
        scope="<p>高校毕业生。</p>",
        objectives="<p>促进就业。</p>",
        content=[TERMS, infographic_block(make_image()), QUESTIONS],
    )

    assert order(get(client, page)) == [
        "背景依据",
        "目标任务",
        "主要内容",
        "适用对象",
        "关键词解释",
        "图",
        "问答",
    ]


def test_an_infographic_shows_its_picture_first(agency_page, client):
    page = published(
        agency_page,
        form="infographic",
        content=[infographic_block(make_image()), QUESTIONS],
    )

    assert order(get(client, page)) == ["图", "背景依据", "主要内容", "问答"]


def test_the_ways_within_the_page_lead_to_what_is_there(agency_page, client):
    page = published(agency_page, content=[TERMS, QUESTIONS])

    found = get(client, page)

    links = found.xpath("//nav[@aria-label='本文内容']//a")
    assert [link.text_content() for link in links] == [
        "背景依据",
        "主要内容",
        "关键词解释",
        "问答",
    ]
    for link in links:
        assert len(found.xpath(f"//*[@id='{link.get('href')[1:]}']")) == 1


def test_questions_unfold_without_a_script_the_first_is_open(agency_page, client):
    found = get(client, published(agency_page, content=[QUESTIONS]))

    questions = found.xpath("//details[@class='question']")
    assert [each.xpath("string(summary/h3)") for each in questions] == [
        "补贴多少？",
        "向谁申请？",
    ]
    assert [each.get("open") is not None for each in questions] == [True, False]


def test_a_picture_has_sizes_words_and_a_link_to_the_large_one(agency_page, client):
    image = make_image()
    found = get(client, published(agency_page, content=[infographic_block(image)]))

    [link] = found.xpath("//a[@class='picture__open']")
    [picture] = link.xpath("img")
    assert link.get("href").endswith(".webp")
    assert client.get(link.get("href")).status_code == 200
    assert picture.get("width")
    assert picture.get("height")
    # As small as it is, there is one size of it.
    assert picture.get("srcset") == f"{picture.get('src')} 40w"
    assert picture.get("alt") == "一图读懂，内容见图后的文字说明"
    assert "申请分三步。" in found.xpath("string(//figure//details)")


def test_the_policy_is_one_step_away_with_its_validity(agency_page, client):
    page = published(agency_page)

    found = get(client, page)

    [box] = found.xpath("//div[@class='counterpart']")
    assert page.policy.get_url() in box.xpath(".//a/@href")
    assert "有效" in box.text_content()


def test_other_interpretations_of_the_policy_are_named_drafts_are_not(
    agency_page, client
):
    page = published(agency_page)
    other = library.make_interpretation(page.policy, title="问答之一", form="q_and_a")
    other.get_latest_revision().publish()
    library.make_interpretation(page.policy, title="还是草稿")

    found = get(client, page)

    others = found.xpath("//section[@aria-labelledby='others']//a/@href")
    assert others == [other.get_url()]
    assert "还是草稿" not in found.text_content()


def test_the_page_carries_no_inline_script_or_style(agency_page, client):
    content = [TERMS, QUESTIONS, infographic_block(make_image())]
    found = get(client, published(agency_page, content=content))

    assert not found.xpath(
        "//script[not(@src or @type='application/ld+json')] | //style | //@style"
    )
