"""What the yearly targets measure: coverage, diversified interpretation, channels.

A policy or interpretation counts in the year of its 发布日期, so that what was brought
in later counts in its own years. Diversified (多样化解读) is every form but plain text;
other channels are releases outside this site. Targets: 长治 2020 (S4).
"""

from dataclasses import dataclass

from django.db.models import Count, Exists, F, OuterRef, Q

from cms.changes import remembered
from interpretations.coverage import live_policies
from interpretations.models import (
    ChannelRelease,
    InterpretationForm,
    InterpretationPage,
)

# From which year on what share is asked for.
DIVERSIFIED_TARGETS = {2020: 70, 2021: 90}
CHANNEL_TARGETS = {2020: 50}


@dataclass(frozen=True)
class Share:
    """Some of all, with the target of that year, if there is one."""

    count: int
    of: int
    target: int | None = None

    @property
    def percent(self) -> int | None:
        """Return the share in whole per cent, rounded down; None of nothing."""
        return self.count * 100 // self.of if self.of else None

    @property
    def is_met(self) -> bool:
        """Tell whether the target is reached."""
        return bool(self.of) and self.count * 100 >= (self.target or 0) * self.of


@dataclass(frozen=True)
class YearlyFigures:
    """The figures of one year; those `by_policy` count policies that have one such."""

    year: int
    policies: int
    covered: Share
    interpretations: int
    diversified: Share
    other_channels: Share
    diversified_by_policy: Share
    other_channels_by_policy: Share


def target_of(year: int, targets: dict[int, int]) -> int | None:
    """Return the share asked for in that year, None before there was a target."""
    since = max((first for first in targets if first <= year), default=None)
    return targets[since] if since else None


def yearly_figures() -> list[YearlyFigures]:
    """Return the figures of all years that have any, the newest first.

    Counting goes through the whole library, so it is done anew only after the public
    is shown otherwise.
    """
    return remembered("yearly_figures", _count_years)


def _count_years() -> list[YearlyFigures]:
    policies = {row["year"]: row for row in _policies_by_year()}
    interpretations = {row["year"]: row for row in _interpretations_by_year()}
    years = sorted(set(policies) | set(interpretations), reverse=True)
    return [
        _figures(year, policies.get(year, {}), interpretations.get(year, {}))
        for year in years
    ]


def interpretations_by_form() -> dict[str, int]:
    """Return how many public interpretations have which form, in order of the forms."""
    return remembered("interpretations_by_form", _count_forms)


def _count_forms() -> dict[str, int]:
    counted = dict(
        public_interpretations().order_by().values_list("form").annotate(Count("pk"))
    )
    return {form.value: counted[form] for form in InterpretationForm if form in counted}


def public_interpretations():
    """Return the interpretations that everybody can read."""
    return InterpretationPage.objects.live().public()


def _policies_by_year():
    own = public_interpretations().filter(policy_id=OuterRef("pk"))
    released = ChannelRelease.objects.filter(
        interpretation__policy_id=OuterRef("pk"), interpretation__live=True
    )
    return (
        live_policies()
        .order_by()
        .annotate(
            year=F("public_on__year"),
            is_diversified=Exists(own.exclude(form=InterpretationForm.TEXT)),
            is_released=Exists(released),
        )
        .values("year")
        .annotate(
            policies=Count("pk"),
            covered=Count("pk", filter=Q(is_covered=True)),
            diversified=Count("pk", filter=Q(is_diversified=True)),
            released=Count("pk", filter=Q(is_released=True)),
        )
    )


def _interpretations_by_year():
    released = ChannelRelease.objects.filter(interpretation_id=OuterRef("pk"))
    return (
        public_interpretations()
        .order_by()
        .annotate(year=F("public_on__year"), is_released=Exists(released))
        .values("year")
        .annotate(
            interpretations=Count("pk"),
            diversified=Count("pk", filter=~Q(form=InterpretationForm.TEXT)),
            released=Count("pk", filter=Q(is_released=True)),
        )
    )


def _figures(year: int, of_policies: dict, of_interpretations: dict) -> YearlyFigures:
    policies = of_policies.get("policies", 0)
    interpretations = of_interpretations.get("interpretations", 0)
    diversified = target_of(year, DIVERSIFIED_TARGETS)
    channels = target_of(year, CHANNEL_TARGETS)
    return YearlyFigures(
        year=year,
        policies=policies,
        covered=Share(of_policies.get("covered", 0), policies, 100),
        interpretations=interpretations,
        diversified=Share(
            of_interpretations.get("diversified", 0), interpretations, diversified
        ),
        other_channels=Share(
            of_interpretations.get("released", 0), interpretations, channels
        ),
        diversified_by_policy=Share(of_policies.get("diversified", 0), policies),
        other_channels_by_policy=Share(of_policies.get("released", 0), policies),
    )
