"""解读专栏: all interpretations, by form."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from lxml import html

from interpretations import column
from tests import library
from tests.files import infographic_block, make_image

pytestmark = pytest.mark.django_db

COLUMN = "/interpretations/"


def get(client, query: str = ""):
    response = client.get(COLUMN + query)
    assert response.status_code == 200
    return html.fromstring(response.content.decode())


def titles(page) -> list[str]:
    return [each.text_content() for each in page.xpath("//*[@class='card__title']/a")]


def forms(page) -> dict[str, int]:
    return {
        link.xpath("string(text())"): int(link.xpath("string(span/text())"))
        for link in page.xpath("//nav[@aria-label='解读形式']//a")
    }


@pytest.fixture
def two(agency_page):
    """A policy explained in words and by questions."""
    policy = library.make_policy(agency_page)
    library.make_interpretation(policy, title="文字说明")
    library.make_interpretation(policy, title="常见问题", form="q_and_a")
    library.publish(policy)
    return policy


def test_forms_stand_above_with_their_counts(two, client):
    assert forms(get(client)) == {"全部": 2, "文字解读": 1, "问答": 1}


def test_a_form_narrows_the_column(two, client):
    page = get(client, "?form=q_and_a")

    assert titles(page) == ["常见问题"]
    assert page.xpath("string(//a[@aria-current='true']/text())") == "问答"
    assert forms(page)["全部"] == 2


@pytest.mark.parametrize("query", ["?form=video", "?form=%00", "?page=x", "?page=99"])
def test_what_cannot_be_shown_shows_all(two, client, query):
    assert sorted(titles(get(client, query))) == ["常见问题", "文字说明"]


def test_pages_follow_one_another_from_the_newest_to_the_oldest(
    two, agency_page, client, monkeypatch
):
    library.make_public_pair(agency_page, title="新近的通知")
    whole = titles(get(client))
    monkeypatch.setattr(column, "PAGE_SIZE", 1)

    leafed = [titles(get(client, f"?page={number}")) for number in range(1, 4)]

    assert leafed == [[title] for title in whole]
    assert len(whole) == 3


def test_each_card_leads_to_interpretation_and_policy(two, client):
    page = get(client)

    for card in page.xpath("//article[@class='card']"):
        links = card.xpath(".//a/@href")
        assert two.get_url() in links
        assert len(links) == 2


def test_drafts_are_neither_listed_nor_counted(two, agency_page, client):
    library.make_interpretation(library.make_policy(agency_page), form="case")

    assert forms(get(client)) == {"全部": 2, "文字解读": 1, "问答": 1}


def test_queries_are_the_same_for_few_and_many(two, agency_page, client):
    def cost() -> int:
        with CaptureQueriesContext(connection) as captured:
            client.get(COLUMN)
        return sum(each["sql"].startswith("SELECT") for each in captured)

    def more(numbers) -> None:
        for number in numbers:
            policy = library.make_policy(agency_page, title=f"第{number}份办法")
            image = make_image(f"tujie-{number}.png")
            library.make_interpretation(policy, content=[infographic_block(image)])
            library.publish(policy)

    more([0])
    cost()
    before = cost()
    more(range(1, 10))
    cost()

    assert cost() == before
    assert before <= 20
