"""年报数据: what the annual report asks of 规章 and 行政规范性文件, by agency.

The public annual report prints the same figures for all agencies together. A document
counts for the agency below whose page it stands, which is the lead of a joint one, so
that the agencies add up to the whole (条例 art. 10).
"""

import datetime
from dataclasses import dataclass

import django_filters
from django.utils import timezone
from django.utils.functional import cached_property
from wagtail.admin.ui.tables import Column

from cms.changes import remembered
from interpretations.coverage import with_unit
from interpretations.reports import (
    STYLE,
    PageList,
    UnitFilterSet,
    YearReport,
    listing,
)
from policies.library_figures import (
    AnnualFigure,
    AnnualFigures,
    annual_figures_by,
    annual_q,
)
from policies.models import AgencyPage, PolicyPage
from policies.models.disclosure_column import STATUTORY


def last_day_of(year: int) -> datetime.date:
    """Return the day as of which a year is counted: its last, or today."""
    return min(datetime.date(year, 12, 31), timezone.localdate())


@dataclass(frozen=True)
class AnnualRow:
    """The figures of one agency, or of all; `query` narrows the list to them."""

    label: str
    of_levels: list[AnnualFigures]
    query: dict

    @property
    def cells(self) -> list[tuple[int, str]]:
        """Return each figure of each level with the address of its list."""
        return [
            (
                getattr(of_level, figure),
                listing(
                    "annual_list",
                    self.query | {"level": of_level.level.value, "figure": figure},
                ),
            )
            for of_level in self.of_levels
            for figure in AnnualFigure.values
        ]

    @property
    def numbers(self) -> list[int]:
        """Return the figures in the order of the columns."""
        return [number for number, _ in self.cells]


class AnnualView(YearReport):
    """One year's figures by agency, and of all agencies together."""

    page_title = "年报数据"
    header_icon = "calendar-check"
    index_url_name = "annual"
    index_results_url_name = "annual_results"
    results_template_name = "interpretations/admin/annual.html"
    model = AgencyPage
    paginate_by = None
    headings = [
        f"{level.label}{figure.label}" for level in STATUTORY for figure in AnnualFigure
    ]
    list_export = ["label", *headings]
    export_headings = {"label": "机关"}

    def get_queryset(self) -> list[AnnualRow]:
        if self.year is None:
            return []
        until = last_day_of(self.year)
        found = remembered(
            f"annual/by-unit/{self.year}/{until}",
            lambda: annual_figures_by(
                "unit",
                with_unit(PolicyPage.objects.live()),
                STATUTORY,
                year=self.year,
                until=until,
            ),
        )
        units = AgencyPage.objects.order_by("path").values_list("path", "title", "pk")
        rows = [
            AnnualRow(title, found[path], {"year": self.year, "unit": key})
            for path, title, key in units
            if path in found
        ]
        return [row for row in rows if any(row.numbers)]

    @cached_property
    def whole(self) -> AnnualRow:
        """Return the sum of all agencies."""
        rows = [row.of_levels for row in self.object_list]
        return AnnualRow(
            "合计",
            [
                AnnualFigures(
                    level,
                    **{
                        figure: sum(getattr(row[number], figure) for row in rows)
                        for figure in AnnualFigure.values
                    },
                )
                for number, level in enumerate(STATUTORY)
            ],
            {"year": self.year},
        )

    def to_row_dict(self, item):
        values = [item.label, *item.numbers]
        return self.made_harmless(dict(zip(self.list_export, values, strict=True)))

    def as_spreadsheet(self, rows, spreadsheet_format):
        return super().as_spreadsheet([*rows, self.whole], spreadsheet_format)

    def get_context_data(self, *args, **kwargs):
        context = super().get_context_data(*args, **kwargs)
        context["media"] += STYLE
        return context | {
            "year": self.year,
            "years": self.years,
            "until": self.year and last_day_of(self.year),
            "levels": STATUTORY,
            "figures": AnnualFigure,
            "whole": self.whole,
            "printed_at": timezone.now(),
        }


class AnnualFilterSet(UnitFilterSet):
    """Narrows policies to what one figure of one year counts."""

    level = django_filters.ChoiceFilter(
        label="效力层级", choices=[(level.value, level.label) for level in STATUTORY]
    )
    year = django_filters.NumberFilter(
        label="年份", method="with_figure", min_value=1949, max_value=2999
    )
    figure = django_filters.ChoiceFilter(
        label="统计项", choices=AnnualFigure.choices, method="with_figure"
    )

    class Meta:
        model = PolicyPage
        fields: list[str] = []

    def with_figure(self, policies, name, value):
        """Apply year and figure together, once."""
        year, figure = (self.form.cleaned_data.get(key) for key in ("year", "figure"))
        if name != "figure" or not year:
            return policies
        year = int(year)
        return policies.filter(annual_q(figure, year=year, until=last_day_of(year)))


class AnnualList(PageList):
    page_title = "年报统计的文件"
    header_icon = "calendar-check"
    index_url_name = "annual_list"
    index_results_url_name = "annual_list_results"
    model = PolicyPage
    filterset_class = AnnualFilterSet
    list_export = [
        "index_number",
        "title",
        "document_number",
        "get_level_display",
        "issued_on",
        "in_force_from",
        "in_force_until",
    ]
    export_headings = {
        "get_level_display": "效力层级",
        "in_force_from": "施行日期",
        "in_force_until": "有效的最后一天",
    }

    @cached_property
    def columns(self):
        return [
            self.title_column(),
            Column("document_number", label="发文字号"),
            Column("level", label="效力层级", accessor="get_level_display"),
            Column("issued_on", label="成文日期"),
            Column("in_force_until", label="有效的最后一天"),
        ]

    def get_queryset(self):
        return (
            PolicyPage.objects.live()
            .filter(level__in=STATUTORY)
            .defer("body", "enclosed_body")
            .newest_first()
        )
