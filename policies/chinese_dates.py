"""Dates as Chinese public documents write them."""

import datetime
import re
from dataclasses import dataclass

from policies.chinese_numerals import DIGIT_SIGNS, NUMBER_SIGNS, read_number
from policies.chinese_script import squeeze

# The first year of the Republic's calendar (民国元年) is 1912.
_REPUBLIC_OFFSET = 1911

_WRITTEN = (
    rf"(?:(?P<republic>(?:中[华華])?民[国國])(?P<era_year>元|[{NUMBER_SIGNS}]{{1,5}})"
    rf"|(?P<year>[{DIGIT_SIGNS}]{{4}}))年"
    rf"(?P<month>[{NUMBER_SIGNS}]{{1,3}})月"
    rf"(?P<day>[{NUMBER_SIGNS}]{{1,3}})[日号號]"
)
_FIGURES = (
    r"(?P<year>\d{4})(?P<dash>[-./\u2010-\u2015\u2212])"
    r"(?P<month>\d{1,2})(?P=dash)(?P<day>\d{1,2})"
)
_COMPACT = r"(?P<year>(?:19|20)\d{2})(?P<month>\d{2})(?P<day>\d{2})"

_WHOLE = tuple(re.compile(form) for form in (_WRITTEN, _FIGURES, _COMPACT))
# Eight figures in running text are more often a code than a day.
_INSIDE = (
    re.compile(rf"(?<![0-9]){_WRITTEN}"),
    re.compile(rf"(?<![-./\d]){_FIGURES}(?![-./]?\d)"),
)


@dataclass(frozen=True)
class FoundDate:
    """A whole date inside a text; `text[start:end]` is how it was written."""

    date: datetime.date
    start: int
    end: int


def parse_date(text: str) -> datetime.date | None:
    """Read a text that is a date and nothing else; None if it is not a whole, real one.

    2020年6月17日, 二〇二〇年一〇月一〇日, 2020-06-17 and 民国 years are read, with
    blanks and full-width figures anywhere.
    """
    squeezed, _ = squeeze(" ".join(text.split()))
    for form in _WHOLE:
        if match := form.fullmatch(squeezed):
            return _to_date(match)
    return None


def find_dates(text: str) -> list[FoundDate]:
    """Return the whole dates inside a text in their order, no parts of dates."""
    squeezed, places = squeeze(text)
    found = []
    for form in _INSIDE:
        for match in form.finditer(squeezed):
            if date := _to_date(match):
                start, end = places[match.start()], places[match.end() - 1] + 1
                found.append(FoundDate(date, start, end))
    return sorted(found, key=lambda hit: hit.start)


def _to_date(match: re.Match) -> datetime.date | None:
    parts = match.groupdict()
    if parts.get("republic"):
        year = read_number(parts["era_year"])
        year = year + _REPUBLIC_OFFSET if year else None
    else:
        year = read_number(parts["year"])
    month, day = read_number(parts["month"]), read_number(parts["day"])
    if not (year and month and day):
        return None
    try:
        return datetime.date(year, month, day)
    except ValueError:
        return None
