"""到期事项 in the admin: a list, a month, and sums by agency and by person."""

import calendar
import datetime
from collections import Counter
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from django import forms
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from wagtail.admin.widgets import AdminDateInput
from wagtail.models import Page
from wagtail.permissions import page_permission_policy

from interpretations.due import Due, DueKind, When, due_items, may_read
from interpretations.reports import CoverageReport
from policies.batch_view import MAY_CHANGE_MANY
from policies.calendar_months import months_later
from policies.disclosure_review_view import MAY_REVIEW
from policies.models import AgencyPage
from policies.validity import ONE_DAY

# What several documents can be decided on at once.
IN_BATCHES = (DueKind.VALIDITY, DueKind.REVIEW)


class DueFilterForm(forms.Form):
    """Narrows the list; a value that means nothing is said and left out."""

    unit = forms.ModelChoiceField(
        label="机关", queryset=None, required=False, empty_label="全部机关"
    )
    kind = forms.ChoiceField(
        label="事项", choices=[("", "全部事项"), *DueKind.choices], required=False
    )
    when = forms.ChoiceField(
        label="时间", choices=[("", "全部时间"), *When.choices], required=False
    )
    person = forms.CharField(label="经办人", required=False, max_length=60)
    on = forms.DateField(label="到期日", required=False, widget=AdminDateInput)

    def __init__(self, *args, units, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = units


@dataclass(frozen=True)
class Row:
    """One item as the list shows it."""

    item: Due
    when: When
    agency: str
    address: str = ""
    review_url: str = ""
    is_choosable: bool = False


@dataclass(frozen=True)
class Day:
    """One day of the month: how much of each kind is due, and where it is listed."""

    day: datetime.date
    is_in_month: bool
    is_today: bool
    total: int
    kinds: list[tuple[str, int]]
    address: str


class DueList(CoverageReport):
    """What is due of the pages that concern the reader."""

    page_title = "到期事项"
    header_icon = "calendar-check"
    index_url_name = "due"
    index_results_url_name = "due_results"
    results_template_name = "interpretations/admin/due.html"
    model = Page
    paginate_by = 50
    list_export = [
        "item.due_on",
        "when.label",
        "item.kind.label",
        "item.title",
        "agency",
        "item.person",
        "item.words",
    ]
    export_headings = {
        "item.due_on": "到期日",
        "when.label": "时间",
        "item.kind.label": "事项",
        "item.title": "标题",
        "agency": "机关",
        "item.person": "经办人",
        "item.words": "说明",
    }
    shows = {"list": "清单", "calendar": "月历", "unit": "按机关", "person": "按经办人"}

    def may_read(self, user) -> bool:
        return may_read(user)

    @cached_property
    def today(self) -> datetime.date:
        return timezone.localdate()

    @cached_property
    def items(self) -> list[Due]:
        return due_items(self.request.user, self.today)

    @cached_property
    def units(self) -> dict[str, AgencyPage]:
        """Return the agencies that have anything due, by path."""
        paths = {each.unit for each in self.items}
        pages = AgencyPage.objects.filter(path__in=paths).order_by("path")
        return {page.path: page for page in pages.only("path", "title", "depth")}

    @cached_property
    def form(self) -> DueFilterForm:
        units = AgencyPage.objects.filter(path__in=list(self.units)).order_by("path")
        form = DueFilterForm(self.request.GET, units=units, label_suffix="")
        form.is_valid()
        return form

    @cached_property
    def show(self) -> str:
        asked = self.request.GET.get("show")
        return asked if asked in self.shows else "list"

    def get_queryset(self) -> list[Row]:
        return [self.row(each) for each in self.narrowed(self.items)]

    def narrowed(self, items: list[Due], *, leave_out: str = "") -> list[Due]:
        """Return those that were asked for, whatever was asked by `leave_out`."""
        asked = {
            name: value
            for name, value in self.form.cleaned_data.items()
            if value and name != leave_out
        }
        unit, person = asked.get("unit"), asked.get("person")
        return [
            each
            for each in items
            if (not unit or each.unit == unit.path)
            and asked.get("kind") in (None, each.kind)
            and asked.get("when") in (None, When.of(each.due_on, self.today))
            and (not person or person in each.person)
            and asked.get("on") in (None, each.due_on)
        ]

    def row(self, item: Due) -> Row:
        unit = self.units.get(item.unit)
        when = When.of(item.due_on, self.today)
        return Row(item, when, unit.title if unit else "")

    def decorate_paginated_queryset(self, rows):
        """Add where each item is dealt with, for the rows that are shown alone."""
        if self.is_export:
            return rows
        user = self.request.user
        keys = {row.item.page_id for row in rows}
        pages = Page.objects.in_bulk(keys)
        own = page_permission_policy.instances_user_has_permission_for(user, "change")
        editable = set(own.filter(pk__in=keys).values_list("pk", flat=True))
        may_review = user.has_perm(MAY_REVIEW)
        may_change_many = user.has_perm(MAY_CHANGE_MANY)
        return [
            replace(
                row,
                address=self.address_of(pages[row.item.page_id], editable),
                review_url=self.review_url(row.item) if may_review else "",
                is_choosable=may_change_many and row.item.kind in IN_BATCHES,
            )
            for row in rows
        ]

    def address_of(self, page: Page, editable: set[int]) -> str:
        """Return where this person mends the page, or else reads it."""
        if page.pk in editable:
            return reverse("wagtailadmin_pages:edit", args=[page.pk])
        if page.live:
            return page.get_url(self.request)
        return reverse("wagtailadmin_pages:view_draft", args=[page.pk])

    def review_url(self, item: Due) -> str:
        if item.kind != DueKind.REVIEW:
            return ""
        address = reverse("disclosure_review", args=[item.page_id])
        return f"{address}?{urlencode({'next': self.link()})}"

    def link(self, **changes) -> str:
        """Return the address of this report as it is, but for these parameters."""
        asked = {
            name: value
            for name, value in self.request.GET.items()
            if name not in ("p", "export") and value
        }
        asked |= changes
        query = urlencode({name: value for name, value in asked.items() if value})
        return f"{self.index_url}?{query}"

    def get_context_data(self, *args, **kwargs):
        context = super().get_context_data(*args, **kwargs)
        css = {"all": ["site/admin-due.css"]}
        context["media"] += self.form.media + forms.Media(css=css)
        context |= {
            "form": self.form,
            "show": self.show,
            "views": [
                (label, self.link(show=name), name == self.show)
                for name, label in self.shows.items()
            ],
            "groups": self.groups(),
            "is_narrowed": any(self.form.cleaned_data.values()),
            "is_choosable": self.request.user.has_perm(MAY_CHANGE_MANY),
            "here": self.link(),
            "exports": [
                (kind.upper(), self.link(show="", export=kind))
                for kind in ("xlsx", "csv")
            ],
            "list_url": self.index_url,
        }
        if self.show == "calendar":
            context |= self.calendar()
        elif self.show != "list":
            context["sums"] = self.sums(self.show)
        return context

    def groups(self) -> list[tuple]:
        """Return the words, number and list of each group, as narrowed otherwise."""
        rest = self.narrowed(self.items, leave_out="when")
        number = Counter(When.of(each.due_on, self.today) for each in rest)
        asked = self.form.cleaned_data.get("when")
        return [
            (each.label, number[each], self.link(when=each, on=""), each == asked)
            for each in When
        ]

    def sums(self, by: str) -> list[tuple]:
        """Return how much of each group every agency, or person, has to do."""
        counts: dict[str, Counter] = {}
        for each in self.narrowed(self.items):
            key = each.unit if by == "unit" else each.person
            counts.setdefault(key, Counter())[When.of(each.due_on, self.today)] += 1
        rows = []
        for key, count in sorted(counts.items()):
            page = self.units.get(key)
            label, value = (
                (page.title, page.pk)
                if by == "unit" and page
                else (key or "没有写明", key)
            )
            cells = [
                (
                    count[when],
                    # No list is narrowed to what nobody is named for.
                    self.link(show="list", when=when, **{by: value}) if value else "",
                )
                for when in When
            ]
            rows.append((label, cells))
        return rows

    @cached_property
    def month(self) -> datetime.date:
        """Return the first day of the month asked for, or else of this one."""
        try:
            asked = f"{self.request.GET.get('month', '')}-01"
            first = datetime.date.fromisoformat(asked)
        except ValueError:
            return self.today.replace(day=1)
        # The first and the last year have no month before or behind them.
        return first if 1900 <= first.year <= 9000 else self.today.replace(day=1)

    def calendar(self) -> dict:
        """Return the weeks of the month, and the ways to the months beside it."""
        due: dict[datetime.date, Counter] = {}
        for each in self.narrowed(self.items):
            if each.due_on:
                due.setdefault(each.due_on, Counter())[each.kind.label] += 1
        first = self.month
        weeks = [
            [self.day(day, due.get(day, Counter())) for day in week]
            for week in calendar.Calendar().monthdatescalendar(first.year, first.month)
        ]
        last = months_later(first, 1) - ONE_DAY
        return {
            "month": first,
            "weeks": weeks,
            "earlier": self.month_link(months_later(first, -1)),
            "later": self.month_link(months_later(first, 1)),
            "this_month": self.month_link(self.today),
            "total": sum(
                count.total() for day, count in due.items() if first <= day <= last
            ),
            "undated": sum(each.due_on is None for each in self.narrowed(self.items)),
        }

    def month_link(self, day: datetime.date) -> str:
        return self.link(show="calendar", month=f"{day:%Y-%m}")

    def day(self, day: datetime.date, count: Counter) -> Day:
        return Day(
            day,
            day.month == self.month.month,
            day == self.today,
            count.total(),
            count.most_common(),
            self.link(show="list", on=f"{day}", month="") if count else "",
        )
