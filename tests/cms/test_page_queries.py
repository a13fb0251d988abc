"""What a public page asks the database does not grow with the library."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from search.engines import indexing_engine
from tests import library

pytestmark = pytest.mark.django_db

# Routing through the tree and the frame of every page are in it. Without an index the
# library reads titles and facts from the pages themselves.
MOST = 32
MOST_WITHOUT_INDEX = 48


def asked_by(client, address: str) -> int:
    client.get(address)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    return len(captured)


def test_every_page_asks_as_much_of_many_documents_as_of_few(agency_page, client):
    def one_more(number: int):
        return library.make_public_pair(
            agency_page,
            title=f"关于就业补贴的通知之{number}",
            document_number=f"澜人社发〔2024〕{number}号",
            published_on=datetime.date(2024, 1, number),
        )

    pairs = [one_more(1), one_more(2)]
    policy, interpretation = pairs[0]
    addresses = (
        "/",
        "/library/",
        "/library/?q=补贴",
        "/interpretations/",
        agency_page.url,
        policy.url,
        interpretation.url,
        "/sitemap-pages.xml",
    )
    of_few = {address: asked_by(client, address) for address in addresses}

    for number in range(3, 9):
        one_more(number)

    of_many = {address: asked_by(client, address) for address in addresses}
    more = {
        address: (of_few[address], count)
        for address, count in of_many.items()
        if count > of_few[address]
    }
    assert not more
    most = MOST if indexing_engine() else MOST_WITHOUT_INDEX
    assert max(of_many.values()) <= most, of_many
