"""解读台账 in the admin: figures against their targets, each the way to its list."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils import timezone
from django.utils.functional import cached_property

from interpretations.charts import Bar, Chart, bar_chart
from interpretations.definitions import definitions
from interpretations.figures import (
    Dimension,
    Figures,
    Kind,
    figures_by,
    figures_of,
    tally,
    total,
)
from interpretations.models import (
    Channel,
    FrozenMonth,
    InterpretationForm,
)
from interpretations.monthly_form import MonthForm
from interpretations.reports import STYLE, YearReport, listing
from interpretations.share import Share
from interpretations.targets import Measure
from policies.models import AgencyPage, Subject
from policies.working_days import known_years

POLICIES = "coverage_live"
INTERPRETATIONS = "coverage_interpretations"
# A chart of more agencies could not be read; the table has them all.
MOST_UNITS = 20


@dataclass(frozen=True)
class Cell:
    """One share with the list of what it counts, and of what it leaves out."""

    share: Share
    counted: str
    left_out: str


@dataclass(frozen=True)
class MeasureRow:
    """One measure of the year, with what would reach its target."""

    label: str
    unit: str
    cell: Cell
    remedy: str = ""


@dataclass(frozen=True)
class LedgerRow:
    """The figures of one unit, month, subject or year; `query` narrows lists to it."""

    label: str
    figures: Figures
    query: dict

    @property
    def cells(self) -> list[Cell]:
        """Return the shares in the order of the table's columns."""
        return [
            cell(getattr(self.figures, name), list_name, fact, self.query)
            for name, (list_name, fact, _) in COLUMNS.items()
        ]

    @property
    def policies_url(self) -> str:
        """Return where all its policies are listed."""
        return listing(POLICIES, self.query)

    @property
    def interpretations_url(self) -> str:
        """Return where all its interpretations are listed."""
        return listing(INTERPRETATIONS, self.query)


# Figure: the list that shows it, the fact it counts there, its heading.
COLUMNS = {
    "covered": (POLICIES, "covered", "有解读"),
    "fresh": (POLICIES, "fresh", "已随修改更新"),
    "diversified": (INTERPRETATIONS, "diversified", "多样化解读"),
    "other_channels": (INTERPRETATIONS, "released", "其他渠道发布"),
    "timely": (INTERPRETATIONS, "timely", "按时解读"),
    "full": (INTERPRETATIONS, "full", "九项要素齐全"),
}
BY_POLICY = {
    "diversified_by_policy": (POLICIES, "diversified", "多样化解读"),
    "other_channels_by_policy": (POLICIES, "released", "其他渠道发布"),
    "timely_by_policy": (POLICIES, "timely", "按时解读"),
}


class LedgerView(YearReport):
    """One year against its targets, and broken down by unit, month, subject or year."""

    page_title = "解读台账"
    index_url_name = "ledger"
    index_results_url_name = "ledger_results"
    results_template_name = "interpretations/admin/ledger.html"
    model = AgencyPage
    paginate_by = None
    list_export = [
        "label",
        "figures.policies",
        "figures.interpretations",
        *(
            f"figures.{name}.{part}"
            for name in (*COLUMNS, *BY_POLICY)
            for part in ("count", "percent")
        ),
        "figures.undecided",
    ]
    export_headings = {
        "label": "范围",
        "figures.policies": "政策文件",
        "figures.interpretations": "政策解读",
        **{
            f"figures.{name}.{part}": f"{heading}{counted}{words}"
            for columns, counted in ((COLUMNS, ""), (BY_POLICY, "（按文件）"))
            for name, (_, _, heading) in columns.items()
            for part, words in (("count", ""), ("percent", "（%）"))
        },
        "figures.undecided": "无法判定是否按时",
    }

    @cached_property
    def dimension(self) -> Dimension:
        """Return what the figures are broken down by, by unit unless asked."""
        asked = self.request.GET.get("by")
        return Dimension(asked) if asked in Dimension.values else Dimension.UNIT

    def get_queryset(self) -> list[LedgerRow]:
        return self.rows(self.dimension)

    def rows(self, dimension: Dimension) -> list[LedgerRow]:
        """Return the figures of the year by this, of all years by year."""
        if dimension == Dimension.YEAR:
            found = figures_by(dimension)
        else:
            found = figures_by(dimension, year=self.year)
        labels = labels_of(dimension)
        return [self.row(figures, dimension, labels) for figures in found]

    def row(self, figures: Figures, dimension: Dimension, labels: dict) -> LedgerRow:
        """Return figures with their words, and with what narrows a list to them."""
        key = figures.key
        match dimension:
            case Dimension.YEAR:
                return LedgerRow(f"{key}年", figures, {"year": key})
            case Dimension.MONTH:
                query = {"year": self.year, "month": key}
                return LedgerRow(f"{key}月", figures, query)
        words, value = labels.get(key, ("未分类", "null"))
        query = {"year": self.year, dimension.value: value}
        return LedgerRow(words, figures, query)

    def get_context_data(self, *args, **kwargs):
        context = super().get_context_data(*args, **kwargs)
        context["media"] += STYLE
        if not self.year:
            return context
        figures = figures_of(self.year)
        tallies = [self.tally_rows(kind) for kind in Kind]
        return context | {
            "year": self.year,
            "years": self.years,
            "dimension": self.dimension,
            "dimensions": Dimension,
            "whole": LedgerRow(f"{self.year}年", figures, {"year": self.year}),
            "measures": self.measures(figures),
            "columns_headings": [heading for _, _, heading in COLUMNS.values()],
            "tallies": tallies,
            "charts": list(filter(None, self.charts(tallies))),
            "definitions": definitions(),
            "month_form": MonthForm(),
            "year_is_known": self.year in known_years(),
            "frozen": FrozenMonth.objects.defer("content").last(),
            "printed_at": timezone.now(),
        }

    def charts(self, tallies: list[dict]) -> Iterator[Chart | None]:
        """Yield the year's charts; one that would show nothing is None."""
        units = sorted(
            self.rows(Dimension.UNIT), key=lambda row: -row.figures.policies
        )[:MOST_UNITS]
        for title, rows, kind in (
            ("各机关发布数量", units, "rows"),
            ("各月发布数量", self.months(), "columns"),
        ):
            yield bar_chart(
                title,
                ["政策文件", "政策解读"],
                [
                    (
                        row.label,
                        [
                            Bar(number, url, f"{row.label}：{number} {unit}")
                            for number, url, unit in (
                                (
                                    row.figures.policies,
                                    row.policies_url,
                                    "份政策文件",
                                ),
                                (
                                    row.figures.interpretations,
                                    row.interpretations_url,
                                    "篇政策解读",
                                ),
                            )
                        ],
                    )
                    for row in rows
                ],
                kind=kind,
            )
        for each in tallies:
            yield bar_chart(
                f"{each['label']}的解读数量",
                ["政策解读"],
                [
                    (
                        row["label"],
                        [
                            Bar(
                                row["interpretations"],
                                row["url"],
                                f"{row['label']}：{row['interpretations']} 篇解读",
                            )
                        ],
                    )
                    for row in each["rows"]
                ],
            )

    def months(self) -> list[LedgerRow]:
        """Return all months of the year, those that have begun."""
        today = timezone.localdate()
        last = today.month if self.year == today.year else 12
        filled = {row.query["month"]: row for row in self.rows(Dimension.MONTH)}
        return [
            filled.get(number) or self.row(total(number, []), Dimension.MONTH, {})
            for number in range(1, max(last, *filled) + 1)
        ]

    def measures(self, figures: Figures) -> list[MeasureRow]:
        """Return each measure of the year, with what would reach its target."""
        query = {"year": self.year}
        is_over = self.year < timezone.localdate().year
        rows = []
        for columns in (COLUMNS, BY_POLICY):
            for name, (list_name, fact, heading) in columns.items():
                share = getattr(figures, name)
                remedy = remedy_of(name, share, is_over=is_over)
                rows.append(
                    MeasureRow(
                        heading,
                        "份文件" if list_name == POLICIES else "篇解读",
                        cell(share, list_name, fact, query),
                        remedy,
                    )
                )
        return rows

    def tally_rows(self, kind: Kind) -> dict:
        """Return the forms or channels of the year, each with its list."""
        choices = InterpretationForm if kind == Kind.FORM else Channel
        counted = tally(kind, year=self.year)
        return {
            "label": kind.label,
            "rows": [
                {
                    "label": choices(key).label,
                    "interpretations": count,
                    "policies": policies,
                    "url": listing(
                        INTERPRETATIONS, {"year": self.year, kind.value: key}
                    ),
                }
                for key, (count, policies) in counted.items()
            ],
        }


def labels_of(dimension: Dimension) -> dict:
    """Return what the keys stand for: (words, key in the lists' addresses)."""
    match dimension:
        case Dimension.UNIT:
            units = AgencyPage.objects.values_list("path", "title", "pk")
            return {path: (title, pk) for path, title, pk in units}
        case Dimension.SUBJECT:
            classes = Subject.objects.filter(parent=None)
            return {each.pk: (each.name, each.pk) for each in classes}
    return {}


def cell(share: Share, list_name: str, fact: str, query: dict) -> Cell:
    """Return a share with its two lists."""
    return Cell(
        share,
        listing(list_name, query | {"has": fact}),
        listing(list_name, query | {"lacks": fact}),
    )


def remedy_of(name: str, share: Share, *, is_over: bool) -> str:
    """Return how much is missing to the target and what would do; empty if it is met.

    What was late stays late, so only new ones help there, and only while the year runs.
    """
    if not share.target or not share.of or share.is_met:
        return ""
    missing, new = share.shortfall, share.new_ones_needed
    publish = f"年底前再发布 {new} 篇" if new and not is_over else ""
    match name:
        case Measure.DIVERSIFIED:
            mend = f"把 {missing} 篇文字解读做成图解、问答、视频等形式"
            instead = f"，或者{publish}多样化解读"
        case Measure.OTHER_CHANNELS:
            mend = f"为 {missing} 篇解读在其他渠道发布并登记"
            instead = f"，或者{publish}并在其他渠道发布"
        case Measure.TIMELY:
            mend = "已经迟发的无法补救"
            instead = f"，{publish}按时的解读可以达到"
        case Measure.FRESH:
            return f"还差 {missing} 份：为 {missing} 份修改过的文件发布新的解读。"
        case _:
            return f"还差 {missing} 份。"
    return f"还差 {missing} 篇：{mend}{instead if publish else ''}。"
