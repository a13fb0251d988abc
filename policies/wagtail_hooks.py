"""How the policy library shows itself in the admin."""

import django_filters
from django.contrib.auth.models import Permission
from django.urls import path, reverse
from wagtail import hooks
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.admin.widgets import Button
from wagtail.log_actions import LogFormatter
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup

from policies.admin_views import PurgeView, TurnIntoPolicyView
from policies.batch_changes import RECORDED
from policies.batch_view import BatchChangeView
from policies.disclosure_review import REVIEWED, obstacle_to_review
from policies.disclosure_review_view import MAY_REVIEW, DisclosureReviewView
from policies.models import (
    Agency,
    Audience,
    CalendarDay,
    NoticePage,
    OfficialDocumentPage,
    ReasonTemplate,
    Subject,
    ValidityEvent,
    ValidityTerm,
)
from policies.scheduling import REFUSED


class AgencyViewSet(SnippetViewSet):
    model = Agency
    icon = "home"
    list_display = ["name", "short_name", "level", "institution_code", "until"]
    list_filter = ["level"]


class SubjectViewSet(SnippetViewSet):
    model = Subject
    icon = "folder-open-1"
    list_display = ["code", "name", "parent", "until"]
    panels = [
        FieldPanel("code"),
        FieldPanel("name"),
        FieldPanel("parent"),
        FieldPanel("sort_order"),
        FieldPanel("since"),
        FieldPanel("until"),
    ]


class AudienceViewSet(SnippetViewSet):
    model = Audience
    icon = "group"
    list_display = ["name", "sort_order"]
    panels = [FieldPanel("name"), FieldPanel("sort_order")]


class ValidityEventViewSet(SnippetViewSet):
    model = ValidityEvent
    icon = "history"
    list_display = ["policy", "kind", "takes_effect_on", "cause"]
    list_filter = ["kind"]


class ValidityTermViewSet(SnippetViewSet):
    model = ValidityTerm
    icon = "calendar"
    list_display = ["__str__", "source"]
    panels = [FieldPanel("words"), FieldPanel("years"), FieldPanel("source")]


class CalendarDayFilterSet(WagtailFilterSet):
    year = django_filters.NumberFilter("day", "year", label="年份")

    class Meta:
        model = CalendarDay
        fields = ["is_working"]


class CalendarDayViewSet(SnippetViewSet):
    model = CalendarDay
    icon = "date"
    list_display = ["day", "is_working", "note"]
    filterset_class = CalendarDayFilterSet
    panels = [
        FieldRowPanel([FieldPanel("day"), FieldPanel("is_working")]),
        FieldPanel("note"),
    ]


class ReasonTemplateViewSet(SnippetViewSet):
    model = ReasonTemplate
    icon = "lock"
    list_display = ["name", "basis", "reason"]
    panels = [
        FieldPanel("name"),
        FieldPanel("basis"),
        FieldPanel("reason"),
        FieldPanel("sort_order"),
    ]


class LibraryViewSetGroup(SnippetViewSetGroup):
    menu_label = "文件库数据"
    menu_icon = "list-ul"
    menu_order = 250
    items = (
        AgencyViewSet,
        ValidityEventViewSet,
        SubjectViewSet,
        AudienceViewSet,
        ValidityTermViewSet,
        ReasonTemplateViewSet,
        CalendarDayViewSet,
    )


register_snippet(LibraryViewSetGroup)


@hooks.register("register_log_actions")
def register_refusal(actions) -> None:
    @actions.register_action(REFUSED)
    class RefusalFormatter(LogFormatter):
        label = "发布被拒绝"

        def format_message(self, log_entry) -> str:
            return f"操作被拒绝：{log_entry.data.get('reason', '')}"

    @actions.register_action(REVIEWED)
    class ReviewFormatter(LogFormatter):
        label = "公开属性复核"

        def format_message(self, log_entry) -> str:
            return "公开属性复核：{words}。{reason}".format_map(log_entry.data)

    @actions.register_action(RECORDED)
    class EventFormatter(LogFormatter):
        label = "记载有效性事项"

        def format_message(self, log_entry) -> str:
            return "记载有效性事项：{words}。{note}".format_map(log_entry.data)


@hooks.register("register_admin_urls")
def register_document_actions():
    return [
        path(
            "documents-of-record/<int:page_id>/turn-into-policy/",
            TurnIntoPolicyView.as_view(),
            name="turn_into_policy",
        ),
        path(
            "documents-of-record/<int:page_id>/purge/",
            PurgeView.as_view(),
            name="purge",
        ),
        path(
            "documents-of-record/<int:page_id>/disclosure-review/",
            DisclosureReviewView.as_view(),
            name="disclosure_review",
        ),
        path(
            "documents-of-record/batch/",
            BatchChangeView.as_view(),
            name="batch_changes",
        ),
    ]


@hooks.register("register_page_header_buttons")
def offer_purge(page, user, view_name, next_url=None):
    if isinstance(page, OfficialDocumentPage) and user.is_superuser:
        yield Button(
            "清除涉密文件",
            reverse("purge", args=[page.pk]),
            icon_name="bin",
            priority=95,
        )


@hooks.register("register_page_header_buttons")
def offer_conversion(page, user, view_name, next_url=None):
    if isinstance(page, NoticePage) and page.permissions_for_user(user).can_edit():
        yield Button(
            "转为政策文件草稿",
            reverse("turn_into_policy", args=[page.pk]),
            icon_name="resubmit",
            priority=70,
        )


@hooks.register("register_permissions")
def register_review_permission():
    return Permission.objects.filter(
        content_type__app_label="policies", codename="add_disclosurereview"
    )


@hooks.register("register_page_header_buttons")
def offer_disclosure_review(page, user, view_name, next_url=None):
    if (
        isinstance(page, OfficialDocumentPage)
        and user.has_perm(MAY_REVIEW)
        and not obstacle_to_review(page)
    ):
        yield Button(
            "公开属性复核",
            reverse("disclosure_review", args=[page.pk]),
            icon_name="lock-open",
            priority=75,
        )
