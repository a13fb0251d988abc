"""政策解读情况月报: what is reported by the fifth of the next month.

The same figures as in the ledger, of one month and of its year so far, with what is
still missing. Counted when it is made: `frozen` tells what was kept at the month's end.
"""

import datetime
from dataclasses import dataclass

from django.utils import timezone

from interpretations.coverage import awaiting_interpretation, days_since, with_unit
from interpretations.definitions import definitions
from interpretations.figures import (
    Dimension,
    Figures,
    Kind,
    figures_by,
    figures_of,
    measured_interpretations,
    measured_policies,
    tally,
    total,
)
from interpretations.ledger_view import BY_POLICY, COLUMNS, labels_of, remedy_of
from interpretations.models import Channel, FrozenMonth, InterpretationForm
from interpretations.share import Share
from policies.models import AgencyPage
from policies.validity import ONE_DAY

CHOICES = {Kind.FORM: InterpretationForm, Kind.CHANNEL: Channel}


@dataclass(frozen=True)
class Measure:
    """One measure of the year so far."""

    label: str
    share: Share
    remedy: str

    @property
    def target(self) -> str:
        """Return the target in words."""
        return f"{self.share.target}%" if self.share.target else "—"

    @property
    def verdict(self) -> str:
        """Return whether the target is reached, or what is missing to it."""
        if not self.share.target or not self.share.of:
            return "—"
        return self.remedy or "已达到"


@dataclass(frozen=True)
class Shortcoming:
    """One document that something is missing of."""

    kind: str
    unit: str
    title: str
    words: str


@dataclass(frozen=True)
class MonthlyReport:
    """All that the report of one month says."""

    month: datetime.date
    until: datetime.date
    made_on: datetime.date
    of_month: Figures
    of_year: Figures
    measures: list[Measure]
    units: list[tuple[str, Figures]]
    tallies: dict[Kind, list[tuple[str, int, int]]]
    shortcomings: list[Shortcoming]
    definitions: list[str]
    frozen: FrozenMonth | None

    @property
    def name(self) -> str:
        """Return the month in words."""
        return f"{self.month.year}年{self.month.month}月"

    @property
    def frozen_in_words(self) -> str:
        """Return what was kept of this month, and whether the figures are still so."""
        if self.frozen is None:
            return "本月没有存证。"
        digest = f"本月存证的摘要为 {self.frozen.digest}"
        if self.frozen.figures == counts_of(self.of_year):
            return f"{digest}。本报告的数字与存证一致。"
        return (
            f"{digest}。存证以后，有的文件或者解读发生了变化，"
            "本报告按制作当天的记录统计，与存证的数字不同。"
        )


def counts_of(figures: Figures) -> dict[str, int]:
    """Return the counts under the names that a frozen month keeps them by."""
    values = {name: getattr(figures, name) for name in figures.__dataclass_fields__}
    return {
        name: value.count if isinstance(value, Share) else value
        for name, value in values.items()
        if name != "key"
    }


def monthly_report(month: datetime.date) -> MonthlyReport:
    """Return the report of the month that begins on that day."""
    year, number = month.year, month.month
    after = datetime.date(year + number // 12, number % 12 + 1, 1)
    of_months = figures_by(Dimension.MONTH, year=year)
    of_year = figures_of(year, until=number)
    labels = labels_of(Dimension.UNIT)
    is_over = year < timezone.localdate().year
    return MonthlyReport(
        month=month,
        until=after - ONE_DAY,
        made_on=timezone.localdate(),
        of_month=total(year, [each for each in of_months if each.key == number]),
        of_year=of_year,
        measures=[
            Measure(
                f"{heading}（按{counted}）",
                getattr(of_year, name),
                remedy_of(name, getattr(of_year, name), is_over=is_over),
            )
            for name, heading, counted in measured()
        ],
        units=[
            (labels[figures.key][0], figures)
            for figures in figures_by(Dimension.UNIT, year=year, until=number)
        ],
        tallies={
            kind: [
                (choices(key).label, explained, policies)
                for key, (explained, policies) in tally(
                    kind, year=year, until=number
                ).items()
            ]
            for kind, choices in CHOICES.items()
        },
        shortcomings=shortcomings(datetime.date(year, 1, 1), after - ONE_DAY),
        definitions=definitions(),
        frozen=FrozenMonth.objects.filter(month=month).first(),
    )


def measured() -> list[tuple[str, str, str]]:
    """Return (figure, heading, 解读 or 文件) of each measure, as in the ledger."""
    return [
        (name, heading, "文件" if list_name == "coverage_live" else "解读")
        for columns in (COLUMNS, BY_POLICY)
        for name, (list_name, _, heading) in columns.items()
    ]


def shortcomings(first: datetime.date, last: datetime.date) -> list[Shortcoming]:
    """Return what was late between these days, is not renewed, or waits as a draft."""
    units = dict(AgencyPage.objects.values_list("path", "title"))
    late = with_unit(
        measured_interpretations().filter(
            is_timely=False, public_on__range=(first, last)
        )
    )
    stale = with_unit(measured_policies().filter(is_fresh=False))
    waiting = with_unit(awaiting_interpretation())
    return [
        *(
            Shortcoming("迟发的解读", units.get(unit, ""), title, f"{public_on}发布")
            for unit, title, public_on in late.order_by("public_on", "pk").values_list(
                "unit", "title", "public_on"
            )
        ),
        *(
            Shortcoming("修改后没有更新解读", units.get(unit, ""), title, "")
            for unit, title in stale.order_by("path").values_list("unit", "title")
        ),
        *(
            Shortcoming(
                "待解读的草稿",
                units.get(unit, ""),
                title,
                f"已等待 {days_since(drafted_at) or 0} 天",
            )
            for unit, title, drafted_at in waiting.values_list(
                "unit", "draft_title", "drafted_at"
            )
        ),
    ]
