"""A list longer than what the server gives at once is read to its end."""

import datetime

import pytest

from search.engines.elasticsearch import listing, schema
from search.engines.elasticsearch.connection import client as servers
from search.query import SearchQuery
from search.results import find
from tests import library

WINDOW = 5
PAGE = 4
EARLY, LATE = datetime.date(2023, 5, 6), datetime.date(2024, 3, 8)


@pytest.mark.elasticsearch
@pytest.mark.django_db(transaction=True, serialized_rollback=True)
@pytest.mark.parametrize("sort", ["published", "issued"])
def test_every_page_of_a_list_beyond_the_window_can_be_read(
    sort, on_elasticsearch, agency_page, monkeypatch
):
    policies = [
        library.make_public_pair(
            agency_page,
            title=f"关于调整第{at}项补贴标准的通知",
            slug=f"n-{at}",
            issued_on=(EARLY, LATE, None)[at % 3],
            issued_on_unknown=at % 3 == 2,
            published_on=(EARLY, LATE)[at % 2],
        )[0]
        for at in range(3 * WINDOW)
    ]
    narrow = {"index.max_result_window": WINDOW}
    servers().indices.put_settings(index=schema.live(), settings=narrow)
    monkeypatch.setattr(listing, "WINDOW", WINDOW)
    query = SearchQuery(sort=sort)

    pages = [find(query, page_number=at, page_size=PAGE) for at in range(1, 5)]

    assert [page.notice for page in pages] == [""] * 4
    assert not pages[-1].page.has_next()
    read = [hit.policy for page in pages for hit in page.hits]
    assert len(read) == len(policies)
    assert set(read) == set(policies)
    days = [getattr(policy, f"{sort}_on") for policy in read]
    assert days == sorted(days, key=lambda day: day or datetime.date.min, reverse=True)
