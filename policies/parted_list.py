"""A long list in parts with their counts, one page of one part at a time.

Policies are parted by validity: what is in force, not yet, and not any more. The part
and the page stand in the address (`?list=not_in_force&page=2`), so that each can be
linked to, and the first part is at the address of the page itself.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import partial

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet

from policies.finding import find_policies
from policies.validity import Validity

PAGE_SIZE = 20
PARTS = {
    Validity.IN_FORCE: "现行有效",
    Validity.NOT_YET_IN_FORCE: "尚未施行",
    Validity.NOT_IN_FORCE: "废止和失效",
}


@dataclass(frozen=True)
class Part:
    """One part of the list: how many entries it has, and their keys in order.

    `rows` are the pages that may be shown, as a list needs them; `kind` says which
    component shows one.
    """

    key: str
    label: str
    count: int
    keys: Callable[[], Sequence[int]]
    rows: QuerySet
    kind: str = "policy"


@dataclass(frozen=True)
class PartedList:
    """The parts that hold something, the one that was asked for, and a page of it."""

    parts: list[Part]
    chosen: Part
    page: Page
    entries: list

    @property
    def total(self) -> int:
        """Return how many entries all parts hold."""
        return sum(part.count for part in self.parts)


def parts_by_validity(rows: QuerySet, **choice) -> list[Part]:
    """Return the public policies of a choice in the three parts of today's validity.

    Each part is the newest first. `rows` are loaded for a page of them.
    """
    in_force = find_policies(**choice, validity=Validity.IN_FORCE.value)
    counts = in_force.facets.get("validity", {})

    def keys(validity: Validity) -> Sequence[int]:
        if validity == Validity.IN_FORCE:
            return in_force.ids
        return find_policies(**choice, validity=validity.value).ids

    rows = rows.live().for_listing().defer("body", "enclosed_body")
    return [
        Part(
            validity.value,
            label,
            counts.get(validity.value, 0),
            partial(keys, validity),
            rows,
        )
        for validity, label in PARTS.items()
    ]


def parted_list(parts: Iterable[Part], asked) -> PartedList:
    """Return the list as `asked` (the parameters of an address) wants to see it.

    Parts without entries are left out. Whatever cannot be read leads to the first
    part and the first page.
    """
    every = list(parts)
    filled = [part for part in every if part.count] or every[:1]
    chosen = next((part for part in filled if part.key == asked.get("list")), filled[0])
    paginator = Paginator(chosen.keys(), PAGE_SIZE)
    page = paginator.get_page(asked.get("page"))
    rows = chosen.rows.in_bulk(list(page))
    return PartedList(filled, chosen, page, [rows[key] for key in page if key in rows])
