"""The facts by which an answer is narrowed and counted, one narrow row a policy."""

import datetime
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from operator import itemgetter

from policies.validity import Validity

# A day is the integer YYYYMMDD, or None; several values are one text `,3,7,`.
COLUMNS = (
    "policy_id",
    "issued",
    "published",
    "effective",
    "since",
    "until",
    "genre",
    "level",
    "agencies",
    "subjects",
    "tags",
    "audiences",
    "forms",
)
POLICY, ISSUED, PUBLISHED, EFFECTIVE, SINCE, UNTIL = range(6)
SEVERAL = {
    "agency": COLUMNS.index("agencies"),
    "subject": COLUMNS.index("subjects"),
    "tag": COLUMNS.index("tags"),
    "audience": COLUMNS.index("audiences"),
    "form": COLUMNS.index("forms"),
}
ONE = {"genre": COLUMNS.index("genre"), "level": COLUMNS.index("level")}
FACETS = (
    "agency",
    "year",
    "validity",
    "subject",
    "genre",
    "level",
    "tag",
    "audience",
    "form",
)

Row = tuple
Facets = dict[str, dict]


def day_number(day: datetime.date | None) -> int | None:
    """Return the day as YYYYMMDD, which sorts and compares as days do."""
    return day.year * 10000 + day.month * 100 + day.day if day else None


def joined(values: Iterable) -> str:
    """Return several values as one text, `,3,7,`; empty for none."""
    found = sorted({str(value) for value in values})
    return f",{','.join(found)}," if found else ""


@dataclass(frozen=True)
class Choices:
    """What narrows an answer; an empty value means any.

    `chosen` holds a value for some of FACETS; `days` for some of issued, published and
    effective the first and the last day, either of them None. `on` is the day whose
    validity counts.
    """

    on: int
    chosen: dict = field(default_factory=dict)
    days: dict[str, tuple[int | None, int | None]] = field(default_factory=dict)

    @property
    def key(self) -> tuple:
        """Return what tells these choices from others."""
        return (
            self.on,
            tuple(sorted(self.chosen.items())),
            tuple(sorted(self.days.items())),
        )


def validity_of(since: int | None, until: int | None, on: int) -> str:
    """Return the validity on a day, as `policies.validity.Period` does."""
    if until is not None and on > until:
        return Validity.NOT_IN_FORCE.value
    if since is None or on < since:
        return Validity.NOT_YET_IN_FORCE.value
    return Validity.IN_FORCE.value


def narrow(rows: Sequence[Row], choices: Choices) -> tuple[Sequence[Row], Facets]:
    """Return the rows that fit all choices, and for each facet how many have what.

    A facet is counted over the rows that fit all other choices, so that a reader sees
    what another value would give.
    """
    for name, (first, last) in choices.days.items():
        at = COLUMNS.index(name)
        rows = [
            row
            for row in rows
            if row[at] is not None
            and (first is None or row[at] >= first)
            and (last is None or row[at] <= last)
        ]
    fits = {
        name: _fits(name, value, choices.on) for name, value in choices.chosen.items()
    }
    if not fits:
        return rows, {name: _counted(name, rows, choices.on) for name in FACETS}
    passed: list[Row] = []
    missed_one: dict[str, list[Row]] = {name: [] for name in fits}
    for row in rows:
        missed = [name for name, fit in fits.items() if not fit(row)]
        if not missed:
            passed.append(row)
        elif len(missed) == 1:
            missed_one[missed[0]].append(row)
    return passed, {
        name: _counted(name, passed + missed_one.get(name, []), choices.on)
        for name in FACETS
    }


def _fits(name: str, value, on: int) -> Callable[[Row], bool]:
    if name in SEVERAL:
        at, asked = SEVERAL[name], f",{value},"
        return lambda row: asked in row[at]
    if name in ONE:
        at = ONE[name]
        return lambda row: row[at] == value
    if name == "year":
        first, last = value * 10000, value * 10000 + 9999
        return lambda row: row[ISSUED] is not None and first <= row[ISSUED] <= last
    return lambda row: validity_of(row[SINCE], row[UNTIL], on) == value


def _counted(name: str, rows: Iterable[Row], on: int) -> dict:
    if name in ONE:
        return dict(Counter(map(itemgetter(ONE[name]), rows)))
    counted: Counter = Counter()
    if name in SEVERAL:
        for values, count in Counter(map(itemgetter(SEVERAL[name]), rows)).items():
            for value in values.split(",")[1:-1]:
                counted[int(value) if value.isdigit() else value] += count
    elif name == "year":
        for day, count in Counter(map(itemgetter(ISSUED), rows)).items():
            if day is not None:
                counted[day // 10000] += count
    else:
        for period, count in Counter(map(itemgetter(SINCE, UNTIL), rows)).items():
            counted[validity_of(*period, on)] += count
    return dict(counted)
