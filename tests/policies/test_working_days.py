"""Working days: the yearly notices count, and the administrator has the last word."""

import datetime

import pytest
from django.core.management import call_command
from django.urls import reverse

from policies.models import CalendarDay
from policies.working_days import known_years, working_days_between

pytestmark = pytest.mark.django_db


def day(text: str) -> datetime.date:
    return datetime.date.fromisoformat(text)


@pytest.fixture
def calendar():
    call_command("seed_calendar")


@pytest.mark.parametrize(
    ("first", "last", "days"),
    [
        ("2024-03-11", "2024-03-14", 3),  # Monday to Thursday.
        ("2024-03-14", "2024-03-18", 2),  # Over a weekend.
        ("2024-09-30", "2024-10-08", 1),  # Over 国庆节, seven days.
        ("2024-10-11", "2024-10-12", 1),  # A Saturday worked for it.
        ("2024-12-31", "2025-01-02", 1),  # Over 元旦 and two years.
        ("2024-03-11", "2024-03-11", 0),
        ("2024-03-11", "2024-03-08", 0),
    ],
)
def test_holidays_and_weekends_do_not_count_and_make_up_days_do(
    first, last, days, calendar
):
    assert working_days_between(day(first), day(last)) == days


def test_year_that_is_not_announced_is_not_guessed(calendar):
    assert 2199 not in known_years()
    assert working_days_between(day("2199-03-01"), day("2199-03-02")) is None


def test_year_of_mondays_to_fridays_is_prepared_by_command(calendar):
    call_command("seed_calendar", year=2199)

    # 2199-03-01 is a Friday.
    assert working_days_between(day("2199-03-01"), day("2199-03-05")) == 2


def test_administrator_corrects_a_day_and_it_stays_corrected(calendar, admin_client):
    row = CalendarDay.objects.get(day=day("2024-03-12"))
    edit = reverse(row.snippet_viewset.get_url_name("edit"), args=[row.pk])

    admin_client.post(edit, {"day": "2024-03-12", "note": "全市停工一天"})
    call_command("seed_calendar")

    assert working_days_between(day("2024-03-11"), day("2024-03-14")) == 2


def test_days_are_listed_by_year(calendar, admin_client):
    listing = reverse(CalendarDay.snippet_viewset.get_url_name("list"))

    page = admin_client.get(listing, {"year": 2024, "is_working": "true"})

    rows = page.context["object_list"]
    assert {row.day.year for row in rows} == {2024}
    assert all(row.is_working for row in rows)
