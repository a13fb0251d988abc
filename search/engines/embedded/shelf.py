"""The facts of all policies, held in memory: narrowed, counted and put in order.

Reading a row of facts for each find costs ten times what finding it costs. So every
process keeps them, and before each answer takes over what has changed since: the
tables say in which generation a policy was last written. In a transaction, which may
have written itself, they are read anew.
"""

from bisect import insort
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import reduce
from itertools import compress, islice
from operator import or_
from threading import Lock

from django.db import connection

from search.engines.embedded import tables
from search.engines.embedded.tables import CHANGED, FACTS, fetch
from search.facts import (
    BETWEEN,
    COLUMNS,
    DAYS,
    FACETS,
    IN_KINDS,
    ISSUED,
    KINDS,
    ONE,
    POLICY,
    PUBLISHED,
    SEVERAL,
    SINCE,
    UNTIL,
    Choices,
    Facets,
    Row,
    narrow,
    validity_of,
)

# More finds than these are counted by bits, fewer one by one.
FEW = 500
# Fewer are put in order by sorting, more by going through all in order.
SORTED = 4000
# So few are put into a set, or taken out, faster one by one than as digits.
SINGLY = 50
# So many policies more fit before all is read again.
ROOM = 4096
# Validity is known for so many days: today, and what few people ask for.
DAYS_KNOWN = 4

_KINDS = f" || '{BETWEEN}' || ".join(IN_KINDS)
_ROWS = f"SELECT {', '.join(DAYS)}, {_KINDS} FROM {FACTS}"
VALIDITY = "validity"
_FLAGS = bytes.maketrans(b"01", b"\0\1")


class Shelf:
    """All policies in one state of the index; never changed once others see it.

    Each has a slot; a set of policies is a number whose digits, read as text, are the
    slots.
    """

    def __init__(self, rows: Sequence[Row], generation: int) -> None:
        self.generation = generation
        self.room = (len(rows) // ROOM + 2) * ROOM
        self.rows: list[Row | None] = list(rows)
        self.slots = {row[POLICY]: slot for slot, row in enumerate(rows)}
        digits: dict[tuple, bytearray] = {}
        for slot, row in enumerate(rows):
            for value in _values(row):
                if value not in digits:
                    digits[value] = bytearray(b"0") * self.room
                digits[value][slot] = 49
        self.bits: dict[str, dict] = {name: {} for name in FACETS if name != VALIDITY}
        for (name, value), text in digits.items():
            self.bits[name][value] = int(text, 2)
        self.every = self.set_of(self.slots)
        # What was found before: how many slots there were then, and the set.
        self.known: dict[str, tuple[int, int]] = {}
        # The newest of several slots is the one that is most by this.
        self.ages = {at: [_age(row, at) for row in rows] for at in (ISSUED, PUBLISHED)}
        self.order = {
            at: sorted(range(len(rows)), key=ages.__getitem__, reverse=True)
            for at, ages in self.ages.items()
        }
        self._validity: dict[int, dict[str, int]] = {}

    def bit(self, slot: int) -> int:
        """Return the set that holds this slot alone."""
        return 1 << (self.room - 1 - slot)

    def set_of(self, ids: Iterable[int]) -> int:
        """Return these policies as a set; those that are not here are left out."""
        slots = [slot for slot in map(self.slots.get, ids) if slot is not None]
        if len(slots) <= SINGLY:
            return reduce(or_, map(self.bit, slots), 0)
        digits = bytearray(b"0") * self.room
        for slot in slots:
            digits[slot] = 49
        return int(digits, 2)

    def slots_in(self, some: int) -> str:
        """Return the set as text: a 1 in the place of each slot that it holds."""
        return f"{some:0{self.room}b}"

    def ids_in(self, some: int) -> list[int]:
        """Return the policies of a set, in no order that means anything."""
        return [row[POLICY] for row in self.rows_in(some)]

    def rows_in(self, some: int) -> list[Row]:
        """Return the rows of a set, the first slot first."""
        if some.bit_count() > SINGLY:
            return [self.rows[slot] for slot in _ones(self.slots_in(some))]
        rows = []
        while some:
            slot = self.room - some.bit_length()
            rows.append(self.rows[slot])
            some ^= self.bit(slot)
        return rows

    def valid(self, on: int) -> dict[str, int]:
        """Return for each validity the policies that have it on this day."""
        if on not in self._validity:
            digits: dict[str, bytearray] = {}
            for slot, row in enumerate(self.rows):
                if row is not None:
                    which = validity_of(row[SINCE], row[UNTIL], on)
                    if which not in digits:
                        digits[which] = bytearray(b"0") * self.room
                    digits[which][slot] = 49
            known = dict(islice(reversed(self._validity.items()), DAYS_KNOWN - 1))
            known[on] = {which: int(text, 2) for which, text in digits.items()}
            self._validity = known
        return self._validity[on]

    def has_room_for(self, more: int) -> bool:
        """Tell whether so many changed policies could be taken over."""
        return len(self.rows) + more <= self.room

    def after(self, changed: Sequence[Row], gone: Iterable[int], generation: int):
        """Return the shelf with these rows in place of those that it had."""
        after = object.__new__(Shelf)
        after.generation, after.room = generation, self.room
        after.every, after.known = self.every, self.known
        after.rows, after.slots = list(self.rows), dict(self.slots)
        after.bits = {name: dict(of) for name, of in self.bits.items()}
        after.ages = {at: list(ages) for at, ages in self.ages.items()}
        after.order = {at: list(slots) for at, slots in self.order.items()}
        after._validity = {on: dict(of) for on, of in self._validity.items()}
        for policy_id in gone:
            after._take_out(policy_id)
        for row in changed:
            after._take_out(row[POLICY])
            after._put_in(row)
        return after

    def _take_out(self, policy_id: int) -> None:
        slot = self.slots.pop(policy_id, None)
        if slot is None:
            return
        for slots in self.order.values():
            slots.remove(slot)
        others = ~self.bit(slot)
        self.every &= others
        for name, value in _values(self.rows[slot]):
            self.bits[name][value] &= others
        for of in self._validity.values():
            for which in of:
                of[which] &= others
        self.rows[slot] = None

    def _put_in(self, row: Row) -> None:
        slot = len(self.rows)
        self.rows.append(row)
        self.slots[row[POLICY]] = slot
        for at, slots in self.order.items():
            ages = self.ages[at]
            ages.append(_age(row, at))
            insort(slots, slot, key=lambda each, ages=ages: -ages[each])
        bit = self.bit(slot)
        self.every |= bit
        for name, value in _values(row):
            self.bits[name][value] = self.bits[name].get(value, 0) | bit
        for on, of in self._validity.items():
            which = validity_of(row[SINCE], row[UNTIL], on)
            of[which] = of.get(which, 0) | bit

    # --- What is asked of it

    def narrow(self, some: int, choices: Choices) -> "Few | Many":
        """Return those of these policies that fit, with their facets."""
        if some.bit_count() <= FEW:
            return Few(*narrow(self.rows_in(some), choices), self)
        for name, (first, last) in choices.days.items():
            some &= self._between(some, COLUMNS.index(name), first, last)
        bits = self.bits | {VALIDITY: self.valid(choices.on)}
        fitting = {
            name: bits[name].get(value, 0) for name, value in choices.chosen.items()
        }
        facets = {}
        for name, of in bits.items():
            fit = some
            for other, those in fitting.items():
                if other != name:
                    fit &= those
            counts = ((value, (fit & those).bit_count()) for value, those in of.items())
            facets[name] = {value: count for value, count in counts if count}
        for those in fitting.values():
            some &= those
        return Many(some, facets, self)

    def _between(self, some: int, at: int, first: int | None, last: int | None) -> int:
        digits = bytearray(b"0") * self.room
        for slot, digit in enumerate(self.slots_in(some)):
            if digit == "1":
                day = self.rows[slot][at]
                if (
                    day is not None
                    and (first is None or day >= first)
                    and (last is None or day <= last)
                ):
                    digits[slot] = 49
        return int(digits, 2)


def _age(row: Row, at: int) -> int:
    return (row[at] or 0) << 64 | row[POLICY]


def _values(row: Row) -> Iterable[tuple]:
    """Yield (facet, value) for all that the row counts for, but for validity."""
    kinds = row[KINDS].split(BETWEEN)
    for name, at in ONE.items():
        yield name, kinds[at]
    for name, at in SEVERAL.items():
        for value in kinds[at].split(",")[1:-1]:
            yield name, int(value) if value.isdigit() else value
    if row[ISSUED] is not None:
        yield "year", row[ISSUED] // 10000


@dataclass(frozen=True)
class Few:
    """Policies that fit, one by one."""

    rows: Sequence[Row]
    facets: Facets
    shelf: Shelf = field(repr=False)

    def __len__(self) -> int:
        return len(self.rows)

    def newest(
        self,
        at: int,
        most: int,
        *,
        among: int | None = None,
        in_force_on: int | None = None,
    ) -> list[int]:
        """Return the newest of them, by this day; only of this set or in force then."""
        rows = self.rows
        if among is not None:
            those = set(self.shelf.ids_in(among))
            rows = [row for row in rows if row[POLICY] in those]
        if in_force_on is not None:
            rows = [
                row
                for row in rows
                if validity_of(row[SINCE], row[UNTIL], in_force_on) == "in_force"
            ]
        ordered = sorted(
            rows, key=lambda row: (row[at] or 0, row[POLICY]), reverse=True
        )
        return [row[POLICY] for row in ordered[:most]]

    def of(self, ids: Iterable[int]) -> list[int]:
        """Return those of these policies that fit, in the given order."""
        fit = {row[POLICY] for row in self.rows}
        return [policy_id for policy_id in ids if policy_id in fit]


@dataclass(frozen=True)
class Many:
    """Policies that fit, as a set of slots of a shelf; see `Few`."""

    some: int
    facets: Facets
    shelf: Shelf = field(repr=False)

    def __len__(self) -> int:
        return self.some.bit_count()

    def newest(
        self,
        at: int,
        most: int,
        *,
        among: int | None = None,
        in_force_on: int | None = None,
    ) -> list[int]:
        """Return the newest of them, by this day; only of this set or in force then."""
        shelf, some = self.shelf, self.some
        if among is not None:
            some &= among
        if in_force_on is not None:
            some &= shelf.valid(in_force_on).get("in_force", 0)
        digits = shelf.slots_in(some)
        if some.bit_count() <= SORTED:
            slots = sorted(_ones(digits), key=shelf.ages[at].__getitem__, reverse=True)
        else:
            order = shelf.order[at]
            flags = digits.encode().translate(_FLAGS)
            slots = compress(order, map(flags.__getitem__, order))
        return [shelf.rows[slot][POLICY] for slot in islice(slots, most)]

    def of(self, ids: Iterable[int]) -> list[int]:
        """Return those of these policies that fit, in the given order."""
        slots, digits = self.shelf.slots, self.shelf.slots_in(self.some)
        return [each for each in ids if each in slots and digits[slots[each]] == "1"]


@dataclass(frozen=True)
class Newest(Sequence):
    """The keys of all that fit, the newest first; only what is looked at is sought."""

    fit: Few | Many
    at: int

    def __len__(self) -> int:
        return len(self.fit)

    def __getitem__(self, where: int | slice):
        if isinstance(where, slice):
            begin, end, step = where.indices(len(self))
            return self.fit.newest(self.at, max(begin, end))[begin:end:step]
        return self.fit.newest(self.at, where + 1 if where >= 0 else len(self))[where]


def _ones(digits: str) -> Iterator[int]:
    slot = digits.find("1")
    while slot >= 0:
        yield slot
        slot = digits.find("1", slot + 1)


# --- The one of this process -----------------------------------------------

_shelf: Shelf | None = None
_database = ""
_lock = Lock()


def shelf() -> Shelf:
    """Return the shelf as the tables now are."""
    global _shelf, _database
    if connection.in_atomic_block:
        return _read()
    generation = tables.state("generation") or 0
    database = connection.settings_dict["NAME"]
    known = _shelf
    if known is None or known.generation != generation or database != _database:
        with _lock:
            known = _brought_up(_shelf if database == _database else None, generation)
            _shelf, _database = known, database
    return known


def _brought_up(shelf: Shelf | None, generation: int) -> Shelf:
    if (
        shelf is None
        or shelf.generation > generation
        or shelf.generation < (tables.state("made_at") or 0)
    ):
        return _read()
    if shelf.generation == generation:
        return shelf
    changed = [
        policy_id
        for (policy_id,) in fetch(
            f"SELECT policy_id FROM {CHANGED} WHERE generation > ?", shelf.generation
        )
    ]
    if not shelf.has_room_for(len(changed)):
        return _read()
    rows = [
        row
        for policy_id in changed
        for row in fetch(f"{_ROWS} WHERE policy_id = ?", policy_id)
    ]
    gone = set(changed).difference(row[POLICY] for row in rows)
    return shelf.after(rows, gone, generation)


def _read() -> Shelf:
    # First the generation: what is written meanwhile is taken over next time.
    generation = tables.state("generation") or 0
    return Shelf(fetch(_ROWS), generation)
