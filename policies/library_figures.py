"""底数: how many policies there are, in force or not, of one level, in one year."""

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from policies.finding import find_policies
from policies.validity import ONE_DAY, Validity

if TYPE_CHECKING:
    from policies.models import Level


@dataclass(frozen=True)
class ValidityCount:
    """How many policies have which validity on one day."""

    in_force: int = 0
    not_yet_in_force: int = 0
    not_in_force: int = 0

    @property
    def total(self) -> int:
        """Return how many there are, in force or not."""
        return self.in_force + self.not_yet_in_force + self.not_in_force

    @classmethod
    def from_facet(cls, counts: Mapping[str, int]) -> "ValidityCount":
        """Return what a facet of the search says of validity."""
        return cls(**{value: counts.get(value, 0) for value in Validity.values})


@dataclass(frozen=True)
class AnnualFigures:
    """What the annual report states of one level (条例 art. 20 (一)).

    制发: issued in the year. 废止: ended in the year, for whatever reason. 现行有效: in
    force on its last day.
    """

    level: "Level"
    issued: int
    ended: int
    in_force: int


def count_level(level: "Level") -> ValidityCount:
    """Return how many public policies of this level have which validity today."""
    found = find_policies(level=level.value)
    return ValidityCount.from_facet(found.facets.get("validity", {}))


def annual_figures(
    policies, levels: Iterable["Level"], *, year: int, until: datetime.date
) -> list[AnnualFigures]:
    """Return the figures of the year for each of these levels, as of `until`.

    `policies` are those that are public.
    """
    ended_within = policies.filter(
        in_force_until__gte=datetime.date(year, 1, 1) - ONE_DAY,
        in_force_until__lt=until,
    )
    ended = list(ended_within.values_list("level", flat=True))
    return [
        AnnualFigures(
            level=level,
            issued=find_policies(
                level=level.value, issued=(datetime.date(year, 1, 1), until)
            ).total,
            ended=ended.count(level),
            in_force=find_policies(
                level=level.value, validity=Validity.IN_FORCE.value, on=until
            ).total,
        )
        for level in levels
    ]
