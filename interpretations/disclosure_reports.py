"""公开属性: how many documents were determined to be open, year by year.

Documents that are not open are never public: these reports are for those alone who may
read every draft.
"""

from collections import Counter, defaultdict
from dataclasses import dataclass

import django_filters
from django.db.models import Count
from django.utils import timezone
from django.utils.functional import cached_property
from wagtail.admin.ui.tables import Column

from interpretations.charts import Bar, Chart, bar_chart
from interpretations.coverage import with_unit
from interpretations.reports import (
    STYLE,
    PageList,
    UnitFilterSet,
    YearReport,
    listing,
)
from interpretations.share import Share
from policies.disclosure import NEEDS_REASON, Disclosure
from policies.models import AgencyPage, PolicyPage

# In addresses, where an empty value is no choice.
UNDETERMINED = "undetermined"
KINDS = {
    **{each.value: each.label for each in Disclosure},
    UNDETERMINED: "尚未认定",
}


def counts_by_year() -> dict[int | None, Counter]:
    """Return how many policies of each year were determined how, drafts included.

    The year is that of 成文日期; None without one.
    """
    counts: dict[int | None, Counter] = defaultdict(Counter)
    rows = PolicyPage.objects.order_by().values_list("issued_on", "disclosure")
    for day, disclosure, number in rows.annotate(Count("pk")):
        counts[day and day.year][disclosure or UNDETERMINED] += number
    return dict(counts)


def counts_by_unit(year: int | None) -> dict[str, Counter]:
    """Return the same of one year for each path of an agency's page."""
    counts: dict[str, Counter] = defaultdict(Counter)
    rows = with_unit(of_year(PolicyPage.objects.order_by(), year))
    for unit, disclosure, number in rows.values_list("unit", "disclosure").annotate(
        Count("pk")
    ):
        counts[unit][disclosure or UNDETERMINED] += number
    return dict(counts)


def of_year(policies, year: int | None):
    """Return those with a 成文日期 of that year, or without any."""
    if year is None:
        return policies.filter(issued_on=None)
    return policies.filter(issued_on__year=year)


@dataclass(frozen=True)
class DisclosureRow:
    """How the documents of one year or agency were determined."""

    label: str
    counts: Counter
    query: dict

    @property
    def cells(self) -> list[tuple[int, str]]:
        """Return the number of each kind with the address of its list."""
        return [(self.counts[kind], self.url_of(kind)) for kind in KINDS]

    def url_of(self, kind: str) -> str:
        return listing("disclosure_list", self.query | {"disclosure": kind})

    @property
    def closed(self) -> Share:
        """Return the share of what is not 主动公开 of all that was determined."""
        determined = sum(self.counts[each.value] for each in Disclosure)
        return Share(sum(self.counts[each.value] for each in NEEDS_REASON), determined)


class DisclosureView(YearReport):
    """All years, and one of them by agency."""

    page_title = "公开属性"
    header_icon = "view"
    index_url_name = "disclosure"
    index_results_url_name = "disclosure_results"
    results_template_name = "interpretations/admin/disclosure.html"
    model = AgencyPage
    paginate_by = None
    list_export = ["label", *KINDS, "closed.percent"]
    export_headings = {
        "label": "范围",
        **KINDS,
        "closed.percent": "不主动公开的比例（%）",
    }

    @cached_property
    def of_years(self) -> dict[int | None, Counter]:
        """Return the counts of all years, the newest first, None last."""
        found = counts_by_year()
        return dict(sorted(found.items(), key=lambda each: -(each[0] or 0)))

    @cached_property
    def years(self) -> list[int | None]:
        """Return the years of the counts, None for what has no 成文日期."""
        return list(self.of_years)

    @cached_property
    def year(self) -> int | None:
        """Return the year asked for, or else the newest."""
        if self.request.GET.get("year") == "null" and None in self.years:
            return None
        return super().year

    def get_queryset(self) -> list[DisclosureRow]:
        """Return the rows by agency if asked for so, else by year."""
        if self.request.GET.get("by") == "unit":
            return self.rows_by_unit()
        return self.rows_by_year()

    def rows_by_year(self) -> list[DisclosureRow]:
        return [
            DisclosureRow(words_of(year), counts, {"year": year or "null"})
            for year, counts in self.of_years.items()
        ]

    def rows_by_unit(self) -> list[DisclosureRow]:
        found = counts_by_unit(self.year)
        units = AgencyPage.objects.order_by("path").values_list("path", "title", "pk")
        return [
            DisclosureRow(
                title, found[path], {"year": self.year or "null", "unit": key}
            )
            for path, title, key in units
            if path in found
        ]

    def to_row_dict(self, item):
        values = [
            item.label,
            *(item.counts[kind] for kind in KINDS),
            item.closed.percent,
        ]
        return self.made_harmless(dict(zip(self.list_export, values, strict=True)))

    def get_context_data(self, *args, **kwargs):
        context = super().get_context_data(*args, **kwargs)
        context["media"] += STYLE
        by_year = self.rows_by_year()
        return context | {
            "year": self.year,
            "year_in_words": words_of(self.year),
            "years": [(year or "null", words_of(year)) for year in self.of_years],
            "kinds": KINDS,
            "by_year": by_year,
            "by_unit": self.rows_by_unit() if by_year else [],
            "charts": self.charts(by_year),
            "printed_at": timezone.now(),
        }

    def charts(self, rows: list[DisclosureRow]) -> list[Chart]:
        """Return all that was determined, and apart from it what is not open.

        What is open is so much more that the rest could not be seen beside it.
        """
        dated = [row for row in rows if row.query["year"] != "null"]
        charts = (
            bar_chart(
                title,
                [kind.label for kind in kinds],
                [
                    (
                        row.label,
                        [
                            Bar(
                                row.counts[kind.value],
                                row.url_of(kind.value),
                                f"{row.label}{kind.label}："
                                f"{row.counts[kind.value]} 份文件",
                            )
                            for kind in kinds
                        ],
                    )
                    for row in dated
                    if any(row.counts[kind.value] for kind in kinds)
                ],
                kind=form,
                is_later=form == "rows",
            )
            for title, kinds, form in (
                ("历年认定", list(Disclosure), "stacks"),
                (
                    "其中不主动公开的",
                    [each for each in Disclosure if each in NEEDS_REASON],
                    "rows",
                ),
            )
        )
        return list(filter(None, charts))


def words_of(year: int | None) -> str:
    """Return the year in words."""
    return f"{year}年" if year else "未填成文日期"


class DisclosureFilterSet(UnitFilterSet):
    """Narrows policies to one year of 成文日期, and to how they were determined."""

    year = django_filters.CharFilter(label="成文年份", method="issued_in")
    disclosure = django_filters.ChoiceFilter(
        label="公开属性", choices=list(KINDS.items()), method="determined"
    )

    class Meta:
        model = PolicyPage
        fields: list[str] = []

    def issued_in(self, policies, name, asked):
        if asked == "null":
            return of_year(policies, None)
        if asked.isdecimal() and 0 < int(asked) < 10_000:
            return of_year(policies, int(asked))
        return policies.none()

    def determined(self, policies, name, kind):
        return policies.filter(disclosure="" if kind == UNDETERMINED else kind)


class DisclosureList(PageList):
    page_title = "按公开属性列出的文件"
    header_icon = "view"
    index_url_name = "disclosure_list"
    index_results_url_name = "disclosure_list_results"
    model = PolicyPage
    filterset_class = DisclosureFilterSet
    list_export = [
        "index_number",
        "get_admin_display_title",
        "document_number",
        "issued_on",
        "get_disclosure_display",
        "disclosure_basis",
        "disclosure_reason",
        "disclosure_determined_at",
    ]
    export_headings = {
        "get_admin_display_title": "标题",
        "get_disclosure_display": "公开属性",
        "disclosure_determined_at": "认定时间",
    }

    @cached_property
    def columns(self):
        return [
            self.title_column(),
            Column("document_number", label="发文字号"),
            Column("issued_on", label="成文日期"),
            Column(
                "disclosure",
                label="公开属性",
                accessor=lambda policy: policy.get_disclosure_display() or "尚未认定",
            ),
            Column("disclosure_basis", label="法律依据"),
        ]

    def get_queryset(self):
        return PolicyPage.objects.defer("body", "enclosed_body").order_by(
            "-issued_on", "-pk"
        )
