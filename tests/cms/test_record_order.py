"""Lists come newest first: by 发布日期, or else by the day of going live."""

import datetime
import importlib

import pytest
from django.apps import apps
from django.utils import timezone

from interpretations.models import InterpretationPage
from policies.models import PolicyPage
from tests import library

pytestmark = pytest.mark.django_db


def test_without_a_day_of_publication_a_record_is_as_new_as_its_going_live(
    agency_page, client
):
    dated, _ = library.make_public_pair(
        agency_page, title="有日期", published_on=datetime.date(2020, 1, 1)
    )
    undated, _ = library.make_public_pair(
        agency_page, title="无日期", published_on=None
    )

    assert undated.public_on == timezone.localdate(undated.first_published_at)
    assert list(PolicyPage.objects.live().newest_first()) == [undated, dated]
    column = client.get("/interpretations/").context_data["interpretations"]
    assert [page.policy for page in column] == [undated, dated]


def test_the_order_follows_a_corrected_day_and_no_draft(pair):
    policy, _ = pair
    policy.published_on = datetime.date(2023, 5, 6)
    policy.save_revision()
    policy.refresh_from_db()
    assert policy.public_on == datetime.date(2024, 3, 11)

    policy.get_latest_revision().publish()

    policy.refresh_from_db()
    assert policy.public_on == datetime.date(2023, 5, 6)


def test_what_was_there_before_gets_its_day(agency_page):
    dated, first = library.make_public_pair(
        agency_page, published_on=datetime.date(2020, 1, 1)
    )
    undated, second = library.make_public_pair(agency_page, published_on=None)
    for model in (PolicyPage, InterpretationPage):
        model.objects.update(public_on=None)

    for name in (
        "policies.migrations.0011_fill_day_of_going_public",
        "interpretations.migrations.0006_fill_day_of_going_public",
    ):
        importlib.import_module(name).fill(apps, None)

    for page in (dated, undated, first, second):
        page.refresh_from_db()
        assert page.public_on == page.public_since
