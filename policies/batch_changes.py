"""One decision about several documents: what it will change, and the changing.

A clean-up list (清理目录) keeps, prolongs or ends many documents in one act; a yearly
review keeps many closed. `propose` says of each what will become of it, by the same
derivation that storing it runs; `carry_out` does what was proposed and nothing else.
"""

import datetime
import hashlib
from collections.abc import Iterable
from dataclasses import dataclass

from django.db import models, transaction
from django.utils import timezone
from wagtail.log_actions import log
from wagtail.models import Page

from policies.disclosure_review import obstacle_to_review, record_review
from policies.locking import hold
from policies.models import OfficialDocumentPage, PolicyPage, ValidityEvent
from policies.models.disclosure_review import ReviewOutcome
from policies.status_changes import in_words
from policies.validity import (
    ENDING,
    PROLONGING,
    Period,
    Validity,
    ValidityEventKind,
    in_force_period,
)

RECORDED = "policies.validity.recorded"


class Act(models.TextChoices):
    """What can be decided of several documents at once."""

    KEPT = ValidityEventKind.KEPT.value, ValidityEventKind.KEPT.label
    EXTENDED = ValidityEventKind.EXTENDED.value, ValidityEventKind.EXTENDED.label
    REPEALED = ValidityEventKind.REPEALED.value, ValidityEventKind.REPEALED.label
    DECLARED_LAPSED = (
        ValidityEventKind.DECLARED_LAPSED.value,
        ValidityEventKind.DECLARED_LAPSED.label,
    )
    KEPT_CLOSED = "kept_closed", "公开属性复核：维持"


@dataclass(frozen=True)
class Decision:
    """What is decided; `note` is the reason where disclosure is kept."""

    act: Act
    takes_effect_on: datetime.date | None = None
    new_valid_until: datetime.date | None = None
    cause_citation: str = ""
    note: str = ""

    def event_of(self, policy: PolicyPage) -> ValidityEvent:
        """Return the event, not stored yet, that records it of this policy."""
        return ValidityEvent(
            policy=policy,
            kind=self.act.value,
            takes_effect_on=self.takes_effect_on,
            new_valid_until=self.new_valid_until,
            cause_citation=self.cause_citation,
            note=self.note,
        )


@dataclass(frozen=True)
class Change:
    """What will become of one document; `obstacle` says why it stays as it is."""

    page: Page
    before: str
    after: str
    obstacle: str = ""


def propose(pages: Iterable[Page], decision: Decision) -> list[Change]:
    """Return what the decision will change in each document; writes nothing."""
    if decision.act == Act.KEPT_CLOSED:
        return [_kept_closed(page) for page in pages]
    return [_with_event(page, decision) for page in pages]


def digest_of(changes: list[Change], decision: Decision) -> str:
    """Return what tells these changes from all others, to see that they still hold."""
    said = [(each.page.pk, each.before, each.after, each.obstacle) for each in changes]
    return hashlib.sha256(repr((decision, said)).encode()).hexdigest()


@transaction.atomic
def carry_out(changes: list[Change], decision: Decision, *, user) -> int:
    """Record the decision of all documents that nothing stands in the way of."""
    pages = [each.page for each in changes if not each.obstacle]
    hold(*(page.pk for page in pages))
    for page in pages:
        if decision.act == Act.KEPT_CLOSED:
            record_review(
                page, outcome=ReviewOutcome.KEPT, reason=decision.note, user=user
            )
            continue
        event = decision.event_of(page)
        event.full_clean()
        event.save()
        log(instance=event, action="wagtail.create", user=user)
        log(
            instance=page,
            action=RECORDED,
            user=user,
            data={"words": in_words(event), "note": event.note},
        )
    return len(pages)


def _kept_closed(page: Page) -> Change:
    if not isinstance(page, OfficialDocumentPage):
        return Change(page, "", "", "不是公文。")
    label = page.get_disclosure_display() or "未认定"
    obstacle = obstacle_to_review(page)
    after = label if obstacle else f"维持{label}，一年以后再复核"
    return Change(page, label, after, obstacle)


def _with_event(page: Page, decision: Decision) -> Change:
    if not isinstance(page, PolicyPage):
        return Change(page, "", "", "只有政策文件记载有效性。")
    before = page.period
    standing = list(page.validity_events.standing())
    events = sorted(
        [*standing, decision.event_of(page)], key=lambda event: event.takes_effect_on
    )
    after = in_force_period(
        effective_on=page.effective_on,
        public_since=page.public_since,
        valid_until=page.valid_until,
        events=events,
    )
    if obstacle := _obstacle(page, standing, decision, before, after):
        return Change(page, said_of(before), said_of(before), obstacle)
    words = said_of(after)
    if after == before:
        words += f"（记载{decision.act.label}，期限不变）"
    return Change(page, said_of(before), words)


def said_of(period: Period) -> str:
    """Return in words whether a document is in force today, and until when."""
    validity = period.validity_on(timezone.localdate()).label
    if period.until is None:
        return f"{validity}，没有期限"
    return f"{validity}，有效期至 {period.until}"


def _obstacle(
    page: PolicyPage,
    standing: list[ValidityEvent],
    decision: Decision,
    before: Period,
    after: Period,
) -> str:
    kind = ValidityEventKind(decision.act.value)
    day = decision.takes_effect_on
    if not page.live:
        return "还没有公开。"
    if before.validity_on(timezone.localdate()) == Validity.NOT_IN_FORCE:
        return "已经失效；如属误记，请到“有效性事项”更正。"
    if any(
        (event.kind, event.takes_effect_on, event.new_valid_until)
        == (kind, day, decision.new_valid_until)
        for event in standing
    ):
        return "已经有同样的记载。"
    if kind in ENDING and before.since and day < before.since:
        return f"生效日期早于施行日期 {before.since}。"
    if after == before and (kind in ENDING or decision.new_valid_until):
        return f"有效期不会因此改变，仍然至 {before.until}。"
    if (
        kind in PROLONGING
        and decision.new_valid_until
        and (before.until is None or after.until < before.until)
    ):
        now = before.until or "没有期限"
        return f"新的有效期至早于现在的（{now}），不是延长。"
    return ""
