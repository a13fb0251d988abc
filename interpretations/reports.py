"""The reviewers' reports: 解读覆盖 by agency, and the lists behind its figures."""

from urllib.parse import urlencode

import django_filters
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Q
from django.forms import Media
from django.urls import reverse
from django.utils.functional import cached_property
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.views.reports import ReportView
from wagtail.admin.views.reports.page_types_usage import PageTypesUsageReportView
from wagtail.coreutils import multigetattr
from wagtail.models import Page
from wagtail.permissions import page_permission_policy

from interpretations import coverage
from interpretations.addresses import reading_url
from interpretations.figures import (
    measured_interpretations,
    measured_policies,
    years,
)
from interpretations.models import Channel, ChannelRelease, InterpretationPage
from interpretations.schedules import schedule_of, scheduled_revisions
from policies.draft_readers import READS_EVERY_DRAFT, readable
from policies.models import (
    AgencyPage,
    NoticePage,
    NoticeReason,
    PolicyPage,
    Subject,
)

STYLE = Media(css={"all": ["site/ledger.css"]})
LIST_STYLE = Media(css={"all": ["site/admin-lists.css"]})


def listing(list_name: str, query: dict) -> str:
    """Return the address of a list narrowed by this."""
    return f"{reverse(list_name)}?{urlencode(query)}"


class FigureColumn(TitleColumn):
    """A number that opens the list of pages behind it; zero opens nothing."""

    def __init__(
        self, name: str, list_name: str, *, reason: str = "", **kwargs
    ) -> None:
        super().__init__(name, classname="figure", **kwargs)
        self.list_name = list_name
        self.reason = reason

    def get_link_url(self, row, parent_context) -> str | None:
        if not self.get_value(row):
            return None
        reason = f"&reason={self.reason}" if self.reason else ""
        return f"{reverse(self.list_name)}?unit={row.page.pk}{reason}"


class CoverageReport(ReportView):
    """What all reports here share: who may read them, and how they are exported."""

    paginate_by = 100
    header_icon = "tasks"

    def dispatch(self, request, *args, **kwargs):
        if not self.may_read(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def may_read(self, user) -> bool:
        """Tell whether this person may read it: other units' drafts are in it."""
        return user.has_perm(READS_EVERY_DRAFT)

    def get_filename(self) -> str:
        return self.index_url_name

    def get_context_data(self, *args, **kwargs):
        context = super().get_context_data(*args, **kwargs)
        context["media"] += LIST_STYLE
        return context

    def to_row_dict(self, item):
        """Return what is exported, harmless where a spreadsheet would calculate."""
        return self.made_harmless(super().to_row_dict(item))

    def made_harmless(self, row: dict) -> dict:
        """Return a row without cells that a spreadsheet takes for formulas."""
        return {name: harmless(value) for name, value in row.items()}


class YearReport(CoverageReport):
    """A report on one of the years that have figures."""

    @cached_property
    def years(self) -> list[int | None]:
        """Return the years that can be asked for, the newest first."""
        return years()

    @cached_property
    def year(self) -> int | None:
        """Return the year asked for, or else the newest."""
        asked = self.request.GET.get("year", "")
        if asked.isdecimal() and int(asked) in self.years:
            return int(asked)
        return next(iter(self.years), None)


def harmless(value):
    """Return a cell that no spreadsheet takes for a formula."""
    if isinstance(value, str) and value.startswith(("=", "+", "-", "@", "\t", "\r")):
        return f"'{value}"
    return value


class CoverageOverview(CoverageReport):
    """解读覆盖 by agency; each figure opens its list."""

    page_title = "解读覆盖"
    page_subtitle = "后四列是无需解读的一般公文，按原因分列；点数字看清单"
    index_url_name = "coverage"
    index_results_url_name = "coverage_results"
    model = AgencyPage
    list_export = [
        "page.title",
        "live",
        "covered",
        "share",
        "waiting",
        "oldest_days",
        *(f"notice_{reason}" for reason in NoticeReason.values),
    ]
    export_headings = {
        "page.title": "机关",
        "live": "已发布政策文件",
        "covered": "其中有解读",
        "share": "解读覆盖率",
        "waiting": "待解读草稿",
        "oldest_days": "最长等待（天）",
        **{
            f"notice_{reason.value}": f"一般公文：{reason.label}"
            for reason in NoticeReason
        },
    }

    @cached_property
    def columns(self):
        return [
            Column("agency", label="机关", accessor="page.title", classname="title"),
            FigureColumn("live", "coverage_live", label="政策文件"),
            FigureColumn("covered", "coverage_live", label="有解读"),
            Column("share", label="覆盖率"),
            FigureColumn("waiting", "coverage_waiting", label="待解读"),
            Column("oldest_days", label="最长天数"),
            *(
                FigureColumn(
                    reason.value,
                    "coverage_notices",
                    reason=reason.value,
                    label=reason.label,
                    accessor=lambda row, reason=reason: row.notices[reason],
                )
                for reason in NoticeReason
            ),
        ]

    def get_queryset(self):
        return coverage.coverage_by_unit()

    def to_row_dict(self, item):
        names = [name for name in self.list_export if not name.startswith("notice_")]
        return {
            **{name: harmless(multigetattr(item, name)) for name in names},
            **{
                f"notice_{reason.value}": item.notices[reason]
                for reason in NoticeReason
            },
        }


class UnitFilterSet(WagtailFilterSet):
    """Narrows a list to one unit."""

    unit = django_filters.ModelChoiceFilter(
        label="机关",
        queryset=AgencyPage.objects.order_by("path"),
        method="below",
        empty_label="全部机关",
    )

    def below(self, pages, name, unit):
        return pages.child_of(unit)


class MeasuredFilterSet(UnitFilterSet):
    """Narrows a list to what one figure counts, or to what it leaves out."""

    year = django_filters.NumberFilter("public_on", "year", label="发布年份")
    month = django_filters.NumberFilter("public_on", "month", label="月份")
    subject = django_filters.ModelChoiceFilter(
        label="主题分类",
        queryset=Subject.objects.filter(parent=None),
        method="of_subject",
        null_label="未分类",
    )
    # From the listed pages to the policy.
    policy = ""

    def of_subject(self, pages, name, subject):
        field = f"{self.policy}subject"
        if subject == "null":
            return pages.filter(**{field: None})
        return pages.filter(Q(**{field: subject}) | Q(**{f"{field}__parent": subject}))

    def having(self, pages, name, fact):
        return pages.filter(**{f"is_{fact}": name == "has"})


OF_POLICIES = [
    ("covered", "有解读"),
    ("fresh", "解读已随修改更新"),
    ("diversified", "有多样化解读"),
    ("released", "有其他渠道发布"),
    ("timely", "有按时解读"),
]
OF_INTERPRETATIONS = [
    ("diversified", "多样化解读"),
    ("released", "其他渠道发布"),
    ("timely", "按时解读"),
    ("full", "九项要素齐全"),
]


class PolicyFilterSet(MeasuredFilterSet):
    has = django_filters.ChoiceFilter(
        label="符合", choices=OF_POLICIES, method="having"
    )
    lacks = django_filters.ChoiceFilter(
        label="不符合", choices=OF_POLICIES, method="having"
    )

    class Meta:
        model = PolicyPage
        fields: list[str] = []


class InterpretationFilterSet(MeasuredFilterSet):
    has = django_filters.ChoiceFilter(
        label="符合", choices=OF_INTERPRETATIONS, method="having"
    )
    lacks = django_filters.ChoiceFilter(
        label="不符合", choices=OF_INTERPRETATIONS, method="having"
    )
    channel = django_filters.ChoiceFilter(
        label="其他渠道", choices=Channel.choices, method="released_by"
    )
    policy = "policy__"

    class Meta:
        model = InterpretationPage
        fields = ["form"]

    def released_by(self, pages, name, channel):
        releases = ChannelRelease.objects.filter(channel=channel)
        return pages.filter(pk__in=releases.values("interpretation"))


class NoticeFilterSet(UnitFilterSet):
    reason = django_filters.ChoiceFilter(label="原因", choices=NoticeReason.choices)

    class Meta:
        model = NoticePage
        fields: list[str] = []


class KeyPaginator(Paginator):
    """Finds the keys of a page first, and then reads these rows alone.

    Rows are wide, and what is measured of each costs questions of its own: a database
    that has to sort would read and measure all of them.
    """

    def page(self, number):
        number = self.validate_number(number)
        first = (number - 1) * self.per_page
        keys = self.object_list.values_list("pk", flat=True)
        chosen = list(keys[first : first + self.per_page])
        return self._get_page(self.object_list.filter(pk__in=chosen), number, self)


class PageList(CoverageReport):
    """A list of documents behind a figure; titles lead where the reader may go."""

    paginate_by = 50
    paginator_class = KeyPaginator

    def title_column(self) -> TitleColumn:
        return TitleColumn("title", label="标题", get_url=self.address_of)

    def address_of(self, page) -> str:
        return reading_url(page, self.request)


class LivePolicyList(PageList):
    page_title = "已发布政策文件"
    index_url_name = "coverage_live"
    index_results_url_name = "coverage_live_results"
    model = PolicyPage
    filterset_class = PolicyFilterSet
    list_export = [
        "index_number",
        "title",
        "document_number",
        "public_since",
        "covered",
    ]
    export_headings = {"public_since": "发布日期", "covered": "有解读"}

    @cached_property
    def columns(self):
        return [
            self.title_column(),
            Column("document_number", label="发文字号"),
            Column("public_since", label="发布日期"),
            Column("covered", label="有解读", accessor=covered_in_words),
        ]

    def get_queryset(self):
        return measured_policies().newest_first()

    def decorate_paginated_queryset(self, pages):
        for page in pages:
            page.covered = covered_in_words(page)
        return pages


def covered_in_words(policy) -> str:
    """Return 是 or 否 for a policy of `figures.measured_policies`."""
    return "是" if policy.is_covered else "否"


class InterpretationList(PageList):
    page_title = "已发布解读"
    index_url_name = "coverage_interpretations"
    index_results_url_name = "coverage_interpretations_results"
    model = InterpretationPage
    filterset_class = InterpretationFilterSet
    list_export = [
        "title",
        "policy.title",
        "policy.public_on",
        "public_on",
        "get_form_display",
        "element_count",
    ]
    export_headings = {
        "policy.title": "政策文件",
        "policy.public_on": "文件发布日期",
        "public_on": "解读发布日期",
        "get_form_display": "解读形式",
        "element_count": "九项要素中已有",
    }

    @cached_property
    def columns(self):
        return [
            self.title_column(),
            Column("form", label="解读形式", accessor="get_form_display"),
            Column("policy", label="文件发布日期", accessor="policy.public_on"),
            Column("public_on", label="解读发布日期"),
            Column("element_count", label="九项要素中已有"),
        ]

    def get_queryset(self):
        return (
            measured_interpretations()
            .select_related("policy")
            .order_by("-public_on", "-pk")
        )


class WaitingPolicyList(PageList):
    page_title = "待解读草稿"
    index_url_name = "coverage_waiting"
    index_results_url_name = "coverage_waiting_results"
    model = PolicyPage
    filterset_class = PolicyFilterSet
    list_export = ["index_number", "title", "document_number", "drafted_at", "days"]
    export_headings = {"drafted_at": "起草时间", "days": "已等待（天）"}

    @cached_property
    def columns(self):
        return [
            self.title_column(),
            Column("document_number", label="发文字号"),
            Column("drafted_at", label="起草时间"),
            Column("days", label="已等待（天）", accessor=days_waiting),
        ]

    def get_queryset(self):
        return coverage.awaiting_interpretation()

    def decorate_paginated_queryset(self, pages):
        for page in pages:
            page.days = days_waiting(page)
        return pages


def days_waiting(policy) -> int | None:
    """Return the age in days of a draft of `coverage.awaiting_interpretation`."""
    return coverage.days_since(policy.drafted_at)


class NoticeList(PageList):
    page_title = "无需解读的一般公文"
    index_url_name = "coverage_notices"
    index_results_url_name = "coverage_notices_results"
    model = NoticePage
    filterset_class = NoticeFilterSet
    list_export = ["index_number", "title", "document_number", "get_reason_display"]
    export_headings = {"get_reason_display": "无需解读的原因"}

    @cached_property
    def columns(self):
        return [
            self.title_column(),
            Column("document_number", label="发文字号"),
            Column("reason", label="原因", accessor="get_reason_display"),
            Column("public_since", label="发布日期"),
        ]

    def get_queryset(self):
        return coverage.live_notices().order_by("-public_on", "-pk")


class ScheduleList(PageList):
    """定时发布: what is to go live when, and what will be refused as things stand."""

    page_title = "定时发布"
    paginator_class = Paginator  # Of schedules, which are no rows.
    header_icon = "calendar"
    index_url_name = "schedules"
    index_results_url_name = "schedules_results"
    model = Page
    list_export = ["moment", "page.title", "forecast"]
    export_headings = {"moment": "发布时间", "page.title": "标题", "forecast": "预测"}

    def may_read(self, user) -> bool:
        return True  # Everybody of the admin, their own pages: see get_queryset.

    @cached_property
    def columns(self):
        return [
            Column("moment", label="发布时间"),
            TitleColumn(
                "title",
                label="标题",
                accessor="page.title",
                get_url=lambda schedule: self.address_of(schedule.page),
            ),
            Column("forecast", label="预测", classname="words"),
        ]

    def get_queryset(self):
        """Return the schedules that this person may see, soonest first."""
        revisions = scheduled_revisions()
        if not super().may_read(self.request.user):
            own = page_permission_policy.instances_user_has_permission_for(
                self.request.user, "change"
            )
            revisions = revisions.filter(object_id__in=[str(page.pk) for page in own])
        return [schedule_of(revision) for revision in revisions]


class PageTypeList(PageTypesUsageReportView):
    """Wagtail's list of page types, naming no page that the reader may not read."""

    def decorate_paginated_queryset(self, page_types):
        page_types = super().decorate_paginated_queryset(page_types)
        last = [kind.last_edited_page_id for kind in page_types]
        known = readable(self.request.user, Page.objects.filter(pk__in=last))
        keys = set(known.values_list("pk", flat=True))
        for kind in page_types:
            if kind.last_edited_page_id not in keys:
                kind.last_edited_page = None
        return page_types
