"""底数: how many policies there are, in force or not, of one level, in one year."""

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Count, Q, Value

from policies.finding import find_policies
from policies.validity import ONE_DAY, Validity, validity_q

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


class AnnualFigure(models.TextChoices):
    """What an annual report counts (国办公开办函〔2021〕30号, 条例 art. 20 (一))."""

    ISSUED = "issued", "本年制发件数"
    ENDED = "ended", "本年废止件数"
    IN_FORCE = "in_force", "现行有效件数"


@dataclass(frozen=True)
class AnnualFigures:
    """What the annual report states of one level; `annual_q` defines each figure."""

    level: "Level"
    issued: int = 0
    ended: int = 0
    in_force: int = 0


def annual_q(figure: str, *, year: int, until: datetime.date) -> Q:
    """Return which policies a figure of that year counts, as of the day `until`.

    制发: issued in the year. 废止: ended in the year, for whatever reason. 现行有效: in
    force on that day.
    """
    first = datetime.date(year, 1, 1)
    match AnnualFigure(figure):
        case AnnualFigure.ISSUED:
            return Q(issued_on__range=(first, until))
        case AnnualFigure.ENDED:
            return Q(in_force_until__gte=first - ONE_DAY, in_force_until__lt=until)
        case AnnualFigure.IN_FORCE:
            return validity_q(Validity.IN_FORCE, until)


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
    levels = list(levels)
    every = policies.annotate(every=Value(1))
    found = annual_figures_by("every", every, levels, year=year, until=until)
    return found.get(1) or [AnnualFigures(level) for level in levels]


def annual_figures_by(
    key: str, policies, levels: Iterable["Level"], *, year: int, until: datetime.date
) -> dict[object, list[AnnualFigures]]:
    """Return the same for each value that policies have under `key`; one query."""
    levels = list(levels)
    rows = (
        policies.filter(level__in=levels)
        .order_by()
        .values(key, "level")
        .annotate(
            **{
                f"is_{figure}": Count(
                    "pk", filter=annual_q(figure, year=year, until=until)
                )
                for figure in AnnualFigure.values
            }
        )
    )
    counted: dict[object, dict[str, AnnualFigures]] = {}
    for row in rows:
        counts = {figure: row[f"is_{figure}"] for figure in AnnualFigure.values}
        of_level = counted.setdefault(row[key], {})
        of_level[row["level"]] = AnnualFigures(row["level"], **counts)
    return {
        value: [
            replace(of_level.get(level.value, AnnualFigures(level)), level=level)
            for level in levels
        ]
        for value, of_level in counted.items()
    }
