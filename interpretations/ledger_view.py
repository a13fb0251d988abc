"""解读台账 in the admin: figures against their targets, each the way to its list."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property

from interpretations.figures import (
    WORKING_DAYS,
    Dimension,
    Figures,
    Kind,
    figures_by,
    tally,
)
from interpretations.models import (
    Channel,
    CoverageTarget,
    FrozenMonth,
    InterpretationForm,
)
from interpretations.reports import CoverageReport
from interpretations.share import Share
from interpretations.targets import Measure
from policies.models import AgencyPage, Subject
from policies.working_days import known_years

POLICIES = "coverage_live"
INTERPRETATIONS = "coverage_interpretations"


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


class LedgerView(CoverageReport):
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
    def whole_years(self) -> dict[int, Figures]:
        return {each.key: each for each in figures_by(Dimension.YEAR)}

    @cached_property
    def year(self) -> int | None:
        """Return the year asked for, or else the newest that has figures."""
        asked = self.request.GET.get("year", "")
        if asked.isdecimal() and int(asked) in self.whole_years:
            return int(asked)
        return next(iter(self.whole_years), None)

    @cached_property
    def dimension(self) -> Dimension:
        """Return what the figures are broken down by, by unit unless asked."""
        asked = self.request.GET.get("by")
        return Dimension(asked) if asked in Dimension.values else Dimension.UNIT

    def get_queryset(self) -> list[LedgerRow]:
        if self.dimension == Dimension.YEAR:
            found = list(self.whole_years.values())
        else:
            found = figures_by(self.dimension, year=self.year)
        labels = self.labels()
        return [self.row(figures, labels) for figures in found]

    def labels(self) -> dict:
        """Return what the keys stand for: (words, key in the lists' addresses)."""
        match self.dimension:
            case Dimension.UNIT:
                units = AgencyPage.objects.values_list("path", "title", "pk")
                return {path: (title, pk) for path, title, pk in units}
            case Dimension.SUBJECT:
                classes = Subject.objects.filter(parent=None)
                return {each.pk: (each.name, each.pk) for each in classes}
        return {}

    def row(self, figures: Figures, labels: dict) -> LedgerRow:
        """Return figures with their words, and with what narrows a list to them."""
        key = figures.key
        match self.dimension:
            case Dimension.YEAR:
                return LedgerRow(f"{key}年", figures, {"year": key})
            case Dimension.MONTH:
                query = {"year": self.year, "month": key}
                return LedgerRow(f"{key}月", figures, query)
        words, value = labels.get(key, ("未分类", "null"))
        query = {"year": self.year, self.dimension.value: value}
        return LedgerRow(words, figures, query)

    def get_context_data(self, *args, **kwargs):
        context = super().get_context_data(*args, **kwargs)
        figures = self.whole_years.get(self.year)
        return context | {
            "year": self.year,
            "years": list(self.whole_years),
            "dimension": self.dimension,
            "dimensions": Dimension,
            "whole": LedgerRow(f"{self.year}年", figures, {"year": self.year})
            if figures
            else None,
            "measures": self.measures(figures) if figures else [],
            "columns_headings": [heading for _, _, heading in COLUMNS.values()],
            "tallies": [self.tally_rows(kind) for kind in Kind] if figures else [],
            "targets": CoverageTarget.objects.all(),
            "working_days": WORKING_DAYS,
            "year_is_known": self.year in known_years(),
            "frozen": FrozenMonth.objects.defer("content").last(),
        }

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
            "most": max((count for count, _ in counted.values()), default=0),
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


def cell(share: Share, list_name: str, fact: str, query: dict) -> Cell:
    """Return a share with its two lists."""
    return Cell(
        share,
        listing(list_name, query | {"has": fact}),
        listing(list_name, query | {"lacks": fact}),
    )


def listing(list_name: str, query: dict) -> str:
    """Return the address of a list narrowed by this."""
    return f"{reverse(list_name)}?{urlencode(query)}"


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
