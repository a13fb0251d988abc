"""The facts by which an answer is narrowed and counted, one narrow row a policy."""

import datetime
from collections import Counter, defaultdict
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
# As engines hand them on: the days each, all the rest as one text `notice|other|…`,
# since it is the same for many policies and is counted once for all of them.
POLICY, ISSUED, PUBLISHED, EFFECTIVE, SINCE, UNTIL, KINDS = range(7)
DAYS, IN_KINDS = COLUMNS[:KINDS], COLUMNS[KINDS:]
BETWEEN = "|"
ONE = {"genre": 0, "level": 1}
SEVERAL = {"agency": 2, "subject": 3, "tag": 4, "audience": 5, "form": 6}
FACETS = ("year", "validity", *ONE, *SEVERAL)

# Enumerations are slow to read thousands of times.
_ENDED = Validity.NOT_IN_FORCE.value
_NOT_BEGUN = Validity.NOT_YET_IN_FORCE.value
_IN_FORCE = Validity.IN_FORCE.value

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


def row_of(facts: tuple) -> Row:
    """Return the stored facts of a policy as `narrow` reads them."""
    return (*facts[:KINDS], BETWEEN.join(facts[KINDS:]))


def validity_of(since: int | None, until: int | None, on: int) -> str:
    """Return the validity on a day, as `policies.validity.Period` does."""
    if until is not None and on > until:
        return _ENDED
    if since is None or on < since:
        return _NOT_BEGUN
    return _IN_FORCE


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
        return rows, _count(rows, choices.on)
    passed: list[Row] = []
    missed_one: dict[str, list[Row]] = {name: [] for name in fits}
    for row in rows:
        missed = [name for name, fit in fits.items() if not fit(row)]
        if not missed:
            passed.append(row)
        elif len(missed) == 1:
            missed_one[missed[0]].append(row)
    facets = _count(passed, choices.on)
    for name, further in missed_one.items():
        facets[name] = _count(passed + further, choices.on)[name]
    return passed, facets


def _fits(name: str, value, on: int) -> Callable[[Row], bool]:
    if name in SEVERAL:
        at, asked = SEVERAL[name], f",{value},"
        return lambda row: asked in row[KINDS].split(BETWEEN)[at]
    if name in ONE:
        at = ONE[name]
        return lambda row: row[KINDS].split(BETWEEN)[at] == value
    if name == "year":
        first, last = value * 10000, value * 10000 + 9999
        return lambda row: row[ISSUED] is not None and first <= row[ISSUED] <= last
    return lambda row: validity_of(row[SINCE], row[UNTIL], on) == value


def _count(rows: Iterable[Row], on: int) -> Facets:
    counted: Facets = {name: Counter() for name in FACETS}
    # Once for each text as it is; what it holds is told apart afterwards.
    by_text: list[dict[str, int]] = [defaultdict(int) for _ in IN_KINDS]
    for kinds, count in Counter(map(itemgetter(KINDS), rows)).items():
        for counts, text in zip(by_text, kinds.split(BETWEEN), strict=True):
            counts[text] += count
    for name, at in ONE.items():
        counted[name].update(by_text[at])
    for name, at in SEVERAL.items():
        for text, count in by_text[at].items():
            for value in text.split(",")[1:-1]:
                counted[name][int(value) if value.isdigit() else value] += count
    for day, count in Counter(map(itemgetter(ISSUED), rows)).items():
        if day is not None:
            counted["year"][day // 10000] += count
    for period, count in Counter(map(itemgetter(SINCE, UNTIL), rows)).items():
        counted["validity"][validity_of(*period, on)] += count
    return {name: dict(values) for name, values in counted.items()}
