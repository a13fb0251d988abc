"""Scheduled publications: what is due, what is overdue, what will be refused."""

import datetime
from dataclasses import dataclass

from django.utils import timezone
from django.utils.formats import date_format
from wagtail.models import Page, Revision

from interpretations import pairing
from interpretations.models import InterpretationPage
from policies.models import OfficialDocumentPage
from policies.publication import publication_blockers

# `manage.py work` looks every minute; what is later than this is nobody's patience.
PATIENCE = datetime.timedelta(minutes=5)


@dataclass(frozen=True)
class Schedule:
    """One approved publication of the future, and what would stop it today."""

    page: Page
    go_live_at: datetime.datetime
    refusal: str

    @property
    def moment(self) -> str:
        """Return the moment of going live in local time, YYYY-MM-DD HH:MM."""
        return date_format(timezone.localtime(self.go_live_at), "Y-m-d H:i")

    @property
    def forecast(self) -> str:
        """Return the forecast in words for the editor."""
        if self.refusal:
            return f"到时将被拒绝，因为：{self.refusal}"
        return "按现在的情况，可以按时发布。"


def scheduled_revisions():
    """Return the revisions that wait for their moment, soonest first."""
    return Revision.page_revisions.filter(approved_go_live_at__isnull=False).order_by(
        "approved_go_live_at"
    )


def overdue_count() -> int:
    """Return how many schedules have passed without having been carried out."""
    return (
        scheduled_revisions()
        .filter(approved_go_live_at__lt=timezone.now() - PATIENCE)
        .count()
    )


def schedule_of(revision: Revision) -> Schedule:
    """Return the schedule of an approved revision, with its forecast."""
    page = revision.as_object()
    return Schedule(page, revision.approved_go_live_at, _refusal(page, revision))


def schedules_of(page: Page) -> list[Schedule]:
    """Return what is scheduled for this page; usually one or none."""
    return [
        schedule_of(revision)
        for revision in scheduled_revisions().filter(object_id=str(page.pk))
    ]


def _refusal(page: Page, revision: Revision) -> str:
    if isinstance(page, OfficialDocumentPage):
        return "".join(blocker.message for blocker in publication_blockers(page))
    if isinstance(page, InterpretationPage):
        policy_goes_first = scheduled_revisions().filter(
            object_id=str(page.policy_id),
            approved_go_live_at__lte=revision.approved_go_live_at,
        )
        if not policy_goes_first.exists():
            return pairing.too_early(page.policy_id) or ""
    return ""
