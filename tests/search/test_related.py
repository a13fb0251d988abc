"""Policies like the one that is read stand below its text."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from lxml import html

from tests import library

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.usefixtures("any_engine"),
]

HOUSING = "关于印发《澜川市公共租赁住房管理办法》的通知"
RENT = "关于调整公共租赁住房租金标准的函"
CARE = "关于发展养老服务的意见"


@pytest.fixture
def housing(agency_page):
    policy, _ = library.make_public_pair(agency_page, title=HOUSING)
    library.make_public_pair(agency_page, title=CARE)
    return policy


def alike(client, policy) -> list[str]:
    page = html.fromstring(client.get(policy.get_url()).content.decode())
    return page.xpath(
        "//section[@aria-labelledby='alike']//p[@class='item__title']/a[1]/text()"
    )


def test_like_titles_are_related_and_a_policy_never_to_itself(housing, client):
    rent, _ = library.make_public_pair(title=RENT)

    assert alike(client, housing) == [RENT]
    assert alike(client, rent) == [HOUSING]


def test_what_is_not_public_is_not_related(housing, client):
    library.make_interpretation(library.make_policy(title=RENT))

    assert alike(client, housing) == []


def test_what_is_taken_down_is_related_no_more(housing, client):
    rent, _ = library.make_public_pair(title=RENT)
    rent.unpublish()

    assert alike(client, housing) == []


def test_related_policies_cost_the_same_queries_however_many(housing, client):
    def cost() -> int:
        client.get(housing.get_url())  # What is read once and kept.
        with CaptureQueriesContext(connection) as captured:
            client.get(housing.get_url())
        return len(captured)

    library.make_public_pair(title=RENT)
    client.get(housing.get_url())  # Writes who the site is.
    before = cost()
    for year in (2021, 2022, 2023):
        library.make_public_pair(title=f"关于{year}年公共租赁住房配租的公告")

    assert len(alike(client, housing)) == 4
    assert cost() == before
