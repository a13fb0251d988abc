"""An Atom feed of any search, for readers that come back often."""

import datetime

import pytest
from django.urls import reverse
from lxml import etree

from search.engines import indexing_engine
from tests import library

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(indexing_engine() is None, reason="no full text here"),
]

ATOM = {"a": "http://www.w3.org/2005/Atom"}


def entries(response) -> list:
    assert response.status_code == 200
    assert response["Content-Type"].startswith("application/atom+xml")
    return etree.fromstring(response.content).xpath("//a:entry", namespaces=ATOM)


def links(response) -> list[str]:
    return [
        entry.xpath("string(a:link/@href)", namespaces=ATOM)
        for entry in entries(response)
    ]


def test_the_page_leads_to_the_feed_of_its_search(pair, client):
    page = client.get("/library/?q=补贴&page=1&sort=issued").content.decode()

    address = f"{reverse('search_feed')}?q=%E8%A1%A5%E8%B4%B4"
    assert page.count(f'href="{address}"') == 2
    assert len(entries(client.get(address))) == 1


def test_entries_lead_to_permanent_addresses_newest_first(agency_page, client):
    old, _ = library.make_public_pair(
        agency_page, published_on=datetime.date(2020, 1, 1)
    )
    new, _ = library.make_public_pair(
        agency_page, published_on=datetime.date(2022, 1, 1)
    )

    response = client.get(reverse("search_feed"), {"q": "就业补贴"})

    assert links(response) == [
        f"http://testserver{each.permanent_path}" for each in (new, old)
    ]
    [updated, _] = etree.fromstring(response.content).xpath(
        "//a:entry/a:updated/text()", namespaces=ATOM
    )
    new.refresh_from_db()
    assert datetime.datetime.fromisoformat(updated) == new.last_published_at


def test_a_feed_narrows_as_its_page_does(pair, client):
    assert len(links(client.get(reverse("search_feed")))) == 1
    assert links(client.get(reverse("search_feed"), {"year": "1999"})) == []


@pytest.mark.parametrize("query", ["补贴", "龘龘"])
def test_an_unchanged_feed_is_not_sent_again(pair, client, query):
    first = client.get(reverse("search_feed"), {"q": query})
    again = {"HTTP_IF_NONE_MATCH": first["ETag"]}

    assert client.get(reverse("search_feed"), {"q": query}, **again).status_code == 304

    library.make_public_pair(
        title="关于龘龘补贴的通知", document_number="澜发〔2024〕7号"
    )

    assert client.get(reverse("search_feed"), {"q": query}, **again).status_code == 200


def test_a_feed_says_when_it_last_changed(pair, client):
    first = client.get(reverse("search_feed"))
    since = {"HTTP_IF_MODIFIED_SINCE": first["Last-Modified"]}

    assert client.get(reverse("search_feed"), **since).status_code == 304


def test_a_title_with_a_line_break_of_a_word_processor_is_read(db, client):
    library.make_public_pair(title="关于发放补贴\x0b的通知")

    [entry] = entries(client.get(reverse("search_feed")))

    assert entry.xpath("string(a:title)", namespaces=ATOM) == "关于发放补贴 的通知"
