"""工作日: clocks of the field count days that are worked, make-up days included.

Which these are stands in a table, seeded from `chinesecalendar` (the yearly notices of
国务院办公厅) and corrected by the administrator.
"""

import datetime

from chinese_calendar import Holiday, get_holiday_detail
from chinese_calendar.constants import holidays, workdays
from django.db.models import (
    BooleanField,
    Case,
    DateField,
    Exists,
    F,
    OuterRef,
    Subquery,
    Value,
    When,
)

from cms.changes import note_change
from policies.models import CalendarDay
from policies.validity import ONE_DAY

SATURDAY = 5


def working_days_between(first: datetime.date, last: datetime.date) -> int | None:
    """Return how many working days follow `first`, up to and including `last`.

    None where a year between them is not in the table, as it is not announced yet.
    """
    if last <= first:
        return 0
    if not set(range(first.year, last.year + 1)) <= known_years():
        return None
    days = CalendarDay.objects.filter(day__gt=first, day__lte=last)
    return days.filter(is_working=True).count()


def is_within(first: str, last: str, *, days: int) -> Case:
    """Return whether the date `last` is at most so many working days after `first`.

    For query sets, with names of their fields; null where the table cannot tell.
    """
    between = CalendarDay.objects.filter(
        day__gt=OuterRef(first), day__lte=OuterRef(last), is_working=True
    ).order_by("day")
    begins, ends = (
        Exists(CalendarDay.objects.filter(day=OuterRef(name))) for name in (first, last)
    )
    return Case(
        When(**{f"{last}__lte": F(first)}, then=Value(True)),
        When(Exists(between[days : days + 1]), then=Value(False)),
        When(begins & ends, then=Value(True)),
        default=Value(None),
        output_field=BooleanField(null=True),
    )


def deadline(first: str, *, days: int) -> Case:
    """Return the last day within so many working days after the date `first`.

    For query sets, with the name of a field; null where the table cannot tell.
    """
    following = CalendarDay.objects.filter(
        day__gt=OuterRef(first), is_working=True
    ).order_by("day")
    return Case(
        When(
            Exists(CalendarDay.objects.filter(day=OuterRef(first))),
            then=Subquery(following.values("day")[days - 1 : days]),
        ),
        output_field=DateField(null=True),
    )


def known_years() -> set[int]:
    """Return the years whose holidays are known."""
    days = CalendarDay.objects.order_by()
    return set(days.values_list("day__year", flat=True).distinct())


def seed_calendar() -> list[int]:
    """Add the announced years that the table lacks; return them.

    A year that is there is left alone: an administrator may have corrected it.
    """
    announced = {day.year for day in holidays}
    added = sorted(announced - known_years())
    for year in added:
        _add_year(year, {day: _name(day) for day in (*holidays, *workdays)})
    return added


def prepare_year(year: int) -> bool:
    """Add a year with Mondays to Fridays worked, to be corrected by its notice.

    Return False if the year is there already.
    """
    if year in known_years():
        return False
    _add_year(year, {})
    return True


def _name(day: datetime.date) -> str:
    is_free, name = get_holiday_detail(day)
    words = Holiday(name).chinese
    return words if is_free else f"{words}调休上班"


def _add_year(year: int, names: dict[datetime.date, str]) -> None:
    first = datetime.date(year, 1, 1)
    length = (datetime.date(year + 1, 1, 1) - first).days
    CalendarDay.objects.bulk_create(
        CalendarDay(
            day=day, is_working=_is_worked(day, day in names), note=names.get(day, "")
        )
        for day in (first + number * ONE_DAY for number in range(length))
    )
    note_change()  # Rows created in bulk send no signal, and figures rest on them.


def _is_worked(day: datetime.date, is_announced: bool) -> bool:
    if is_announced:
        return day in workdays
    return day.weekday() < SATURDAY
