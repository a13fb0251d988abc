"""What an editor finds of the pair in the admin."""

import datetime
from collections import Counter

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from wagtail.admin.panels import Panel
from wagtail.admin.ui.components import Component
from wagtail.models import Page, PageLogEntry
from wagtail.permissions import page_permission_policy

from interpretations import pairing
from interpretations.addresses import (
    add_url,
    edit_url,
    pair_preview_url,
    write_interpretation_url,
)
from interpretations.coverage import awaiting_interpretation, days_since
from interpretations.due import When, due_items, ending_soon
from policies.draft_readers import changeable_roots
from policies.models import AgencyPage, NoticePage, PolicyPage
from policies.scheduling import REFUSED

RECENT = datetime.timedelta(days=30)


class RefusedSchedulesPanel(Component):
    """The schedules of this person that were refused of late and are still not live."""

    order = 50
    template_name = "interpretations/admin/refused_schedules.html"

    def __init__(self, request) -> None:
        self.request = request

    @property
    def entries(self):
        """Return the log entries of refused schedules, newest first, at most ten."""
        entries = PageLogEntry.objects.filter(
            action=REFUSED,
            data__scheduled=True,
            timestamp__gt=timezone.now() - RECENT,
            revision__user=self.request.user,
            page__live=False,
        )
        return entries.select_related("page").order_by("-timestamp")[:10]

    def get_context_data(self, parent_context):
        return {"entries": self.entries}


class PagesPanel(Component):
    """A short list on the first page: `heading`, and rows of page and words."""

    template_name = "interpretations/admin/pages_panel.html"
    name = ""
    heading = ""
    icon = "doc-empty"
    limit = 10

    def __init__(self, request) -> None:
        self.request = request

    def rows(self) -> list[tuple[Page, str]]:
        """Return what to show, at most `limit`."""
        raise NotImplementedError

    def editable(self, pages):
        """Return those of the pages that this person may edit."""
        below = Q(pk__in=[])
        for root in changeable_roots(self.request.user):
            below |= Q(path__startswith=root)
        return pages.filter(below)

    def get_context_data(self, parent_context):
        return {"panel": self, "rows": self.rows()}


class StartPanel(Component):
    """Where work begins: a new document for each agency that one drafts for.

    Left out for those who draft for many: they start from the agency's page.
    """

    order = 40
    template_name = "interpretations/admin/start.html"
    few = 3

    def __init__(self, request) -> None:
        self.request = request

    def agencies(self) -> list[dict]:
        """Return name and addresses of a few agencies, none for those with many."""
        pages = page_permission_policy.instances_user_has_permission_for(
            self.request.user, "add"
        ).type(AgencyPage)
        pages = pages[: self.few + 1]
        if len(pages) > self.few:
            return []
        return [
            {
                "name": page.title,
                "policy_url": add_url(page, PolicyPage),
                "notice_url": add_url(page, NoticePage),
            }
            for page in pages
        ]

    def get_context_data(self, parent_context):
        return {"agencies": self.agencies()}


class DuePanel(Component):
    """How much is due of what concerns this person, each number with its list."""

    order = 45
    template_name = "interpretations/admin/due_panel.html"

    def __init__(self, request) -> None:
        self.request = request

    def get_context_data(self, parent_context):
        user, today = self.request.user, timezone.localdate()
        items = due_items(user, today)
        number = Counter(When.of(each.due_on, today) for each in items)
        groups = [
            (each.label, number[each], f"{reverse('due')}?when={each}") for each in When
        ]
        return {"groups": groups, "total": len(items)}


class AwaitingInterpretationPanel(PagesPanel):
    """My agency's drafts that lack an interpretation, the oldest first."""

    name = "awaiting-interpretation"
    heading = "待解读的草稿"
    order = 60

    def rows(self):
        drafts = self.editable(awaiting_interpretation())[: self.limit]
        return [
            (draft, f"已等待 {days_since(draft.drafted_at) or 0} 天")
            for draft in drafts
        ]


class LapsingPanel(PagesPanel):
    """What lapses in my agency within six months (assessed before its end)."""

    name = "lapsing"
    heading = "六个月内期满失效的文件"
    icon = "calendar"
    order = 70

    def rows(self):
        today = timezone.localdate()
        return [
            (policy, f"有效期至 {policy.in_force_until:%Y-%m-%d}")
            for policy in self.editable(ending_soon(today))[: self.limit]
        ]


class InterpretationsPanel(Panel):
    """The 解读 tab of a policy: its interpretations, and the way to a new one."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "interpretations/admin/interpretation_list.html"

        def get_context_data(self, parent_context=None):
            context = super().get_context_data(parent_context)
            return context | pair_of(self.instance)


def pair_of(policy) -> dict:
    """Return `live`, `drafts` (with their trouble), `write_url` and `pair_url`."""
    if not policy.pk:
        return {"live": [], "drafts": [], "write_url": None, "pair_url": None}
    live = pairing.interpretations().filter(policy_id=policy.pk, live=True)
    return {
        "live": [{"page": page, "url": edit_url(page)} for page in live],
        "drafts": [
            {"page": page, "trouble": trouble, "url": edit_url(page)}
            for page, trouble in pairing.drafts(policy)
        ],
        "write_url": write_interpretation_url(policy),
        "pair_url": pair_preview_url(policy),
    }
