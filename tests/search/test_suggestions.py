"""Suggestions while typing: titles and numbers, public ones only, at bounded cost."""

import pytest
from django.urls import reverse
from lxml import html

from search.engines import indexing_engine
from tests import library

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(indexing_engine() is None, reason="no full text here"),
]


def suggested(client, typed: str) -> list[str]:
    response = client.get(reverse("search_suggestions"), {"q": typed})
    assert response.status_code == 200
    if not response.content.strip():
        return []
    piece = html.fromstring(f"<ul>{response.content.decode()}</ul>")
    return [
        each.text_content()
        for each in piece.xpath("//span[@class='suggestion__title']")
    ]


@pytest.mark.parametrize(
    "typed", ["就业补", "毕业", "補貼", "澜人社发", "澜人社发〔2024", "2024年12号"]
)
def test_a_piece_of_title_or_number_suggests_its_document(pair, client, typed):
    assert suggested(client, typed) == [pair[0].title]


@pytest.mark.parametrize("typed", ["", "《", "由本人在网上申请", "\x00", "龘龘"])
def test_what_no_title_or_number_holds_suggests_nothing(pair, client, typed):
    assert suggested(client, typed) == []


def test_suggestions_may_be_kept_for_a_moment_and_lead_to_the_document(pair, client):
    response = client.get(reverse("search_suggestions"), {"q": "就业补贴"})

    assert response["Cache-Control"] == "public, max-age=60"
    assert f'data-address="{pair[0].get_url()}"' in response.content.decode()
    assert "Cookie" not in response.get("Vary", "")


def test_at_most_eight_are_suggested_at_a_constant_number_of_queries(
    agency_page, client, django_assert_max_num_queries
):
    for serial in range(1, 11):
        library.make_public_pair(
            agency_page,
            title=f"澜川市第{serial}批就业补贴名单的公告",
            document_number=f"澜人社发〔2024〕{serial}号",
        )

    with django_assert_max_num_queries(12):
        assert len(suggested(client, "就业补贴")) == 8
