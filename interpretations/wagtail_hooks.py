"""How interpretations and their pairing show themselves in the admin."""

from functools import partial

from django.contrib.auth.models import Permission
from django.urls import path, reverse
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.admin.widgets import Button
from wagtail.models import Page
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from interpretations import reports
from interpretations.addresses import pair_preview_url
from interpretations.annual_reports import AnnualList, AnnualView
from interpretations.disclosure_reports import DisclosureList, DisclosureView
from interpretations.due import may_read
from interpretations.due_view import DueList
from interpretations.explorer import AgencyExplorerViewSet, AllPoliciesViewSet
from interpretations.ledger_view import LedgerView
from interpretations.models import CoverageTarget
from interpretations.monthly_view import MonthlyReportView
from interpretations.panels import (
    AwaitingInterpretationPanel,
    DuePanel,
    LapsingPanel,
    RefusedSchedulesPanel,
    StartPanel,
)
from interpretations.views import (
    InterpretationViewSet,
    NoticeViewSet,
    PolicyViewSet,
)
from policies.draft_readers import READS_EVERY_DRAFT, readable
from policies.models import PolicyPage
from policies.pair_preview import PairPreviewMixin


@hooks.register("register_admin_viewset")
def register_page_viewsets():
    return [
        PolicyViewSet("policies"),
        InterpretationViewSet("interpretations"),
        NoticeViewSet("notices"),
        AgencyExplorerViewSet("agencies"),
        AllPoliciesViewSet("all_policies"),
    ]


class CoverageTargetViewSet(SnippetViewSet):
    model = CoverageTarget
    icon = "tasks"
    add_to_settings_menu = True
    list_display = ["measure", "from_year", "percent", "source"]
    panels = [
        FieldPanel("measure"),
        FieldRowPanel([FieldPanel("from_year"), FieldPanel("percent")]),
        FieldPanel("source"),
    ]


register_snippet(CoverageTargetViewSet)


@hooks.register("before_bulk_action")
def move_policies_first(request, action_type, objects, action) -> None:
    """Let policies go first: Wagtail's loops go in tree order, where siblings stand
    in any order, and an interpretation alone would be refused."""
    if action_type not in ("publish", "unpublish"):
        return
    chosen = {page.pk for page in objects}
    if action.cleaned_form.cleaned_data.get("include_descendants"):
        for page in objects:
            below = Page.objects.descendant_of(page)
            chosen.update(below.values_list("pk", flat=True))
    policies = [
        policy
        for policy in PolicyPage.objects.filter(
            pk__in=chosen, live=action_type == "unpublish"
        )
        if action.check_perm(policy)
    ]
    # By key: a base Page never equals a PolicyPage.
    moved = {policy.pk for policy in policies}
    objects[:] = policies + [page for page in objects if page.pk not in moved]


@hooks.register("before_unpublish_page")
def unpublish_policies_below_first(request, page) -> None:
    """Take the policies of a section down before Wagtail goes through it in order."""
    if request.method == "POST" and request.POST.get("include_descendants"):
        below = Page.objects.descendant_of(page).values_list("pk", flat=True)
        for policy in PolicyPage.objects.live().filter(pk__in=list(below)):
            if policy.permissions_for_user(request.user).can_unpublish():
                policy.unpublish(user=request.user)


REPORTS = {
    "coverage": reports.CoverageOverview,
    "coverage/live": reports.LivePolicyList,
    "coverage/interpretations": reports.InterpretationList,
    "coverage/waiting": reports.WaitingPolicyList,
    "coverage/notices": reports.NoticeList,
    "ledger": LedgerView,
    "due": DueList,
    "annual": AnnualView,
    "annual/list": AnnualList,
    "disclosure": DisclosureView,
    "disclosure/list": DisclosureList,
    "schedules": reports.ScheduleList,
}


@hooks.register("register_admin_urls")
def register_report_urls():
    return [
        path(
            "reports/ledger/monthly/",
            MonthlyReportView.as_view(),
            name="monthly_report",
        )
    ] + [
        path(
            f"reports/{address}/{suffix}",
            report.as_view(results_only=bool(suffix)),
            name=getattr(report, name),
        )
        for address, report in REPORTS.items()
        for suffix, name in (
            ("", "index_url_name"),
            ("results/", "index_results_url_name"),
        )
    ]


class ReportMenuItem(MenuItem):
    """A report, shown to those who may read the reports."""

    def is_shown(self, request) -> bool:
        return request.user.has_perm(READS_EVERY_DRAFT)


class DueMenuItem(MenuItem):
    """到期事项, shown to those whom anything there can concern."""

    def is_shown(self, request) -> bool:
        return may_read(request.user)


# Who sees it, in words, the name of its address, its icon, its place.
MENU = (
    (ReportMenuItem, "解读台账", "ledger", "table", 5),
    (ReportMenuItem, "年报数据", "annual", "table", 6),
    (ReportMenuItem, "公开属性", "disclosure", "view", 7),
    (ReportMenuItem, "解读覆盖", "coverage", "tasks", 10),
    (DueMenuItem, "到期事项", "due", "calendar-check", 15),
    (MenuItem, "定时发布", "schedules", "calendar", 20),
)


def menu_item(kind: type[MenuItem], label: str, name: str, icon: str, order: int):
    """Return one report's entry of the menu; needs the addresses to be there."""
    return kind(label, reverse(name), name=name, icon_name=icon, order=order)


for entry in MENU:
    hooks.register("register_reports_menu_item", partial(menu_item, *entry))


@hooks.register("register_permissions")
def register_coverage_permission():
    return Permission.objects.filter(
        content_type__app_label="interpretations", codename="view_coverage"
    )


@hooks.register("construct_page_chooser_queryset")
def choose_only_what_one_may_read(pages, request):
    """Keep other agencies' drafts out of the choosers: their titles are not public."""
    return readable(request.user, pages)


@hooks.register("register_page_header_buttons")
def offer_pair_preview(page, user, view_name, next_url=None):
    if isinstance(page, PairPreviewMixin) and page.pk:
        yield Button(
            "政策与解读对照",
            pair_preview_url(page),
            icon_name="view",
            attrs={"target": "_blank", "rel": "noreferrer"},
            priority=60,
        )


@hooks.register("construct_homepage_panels")
def show_what_waits_for_me(request, panels) -> None:
    panels += [
        StartPanel(request),
        DuePanel(request),
        RefusedSchedulesPanel(request),
        AwaitingInterpretationPanel(request),
        LapsingPanel(request),
    ]
