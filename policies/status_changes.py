"""What has become of documents: repealed, amended, come into force, lapsed.

Two kinds of news: facts that were recorded (立改废), and days that came, on which a
document's own words let it begin or end.
"""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain

from django.db.models import Exists, F, OuterRef, Prefetch
from django.utils import timezone

from policies.models import Agency, PolicyPage, ValidityEvent
from policies.validity import ENDING, ONE_DAY, PROLONGING, ValidityEventKind

# Long, and no part of the news.
TEXTS = ("body", "enclosed_body")


@dataclass(frozen=True)
class StatusChange:
    """One piece of news about one public policy."""

    policy: PolicyPage
    # Tells it from all other news about this policy, for good.
    key: str
    words: str
    details: str
    since: datetime.date
    # Known since then; None: since the day itself.
    recorded_at: datetime.datetime | None = None

    @property
    def known_on(self) -> datetime.date:
        """Return the day on which it became news: when it was so and was recorded."""
        recorded = self.recorded_at and timezone.localdate(self.recorded_at)
        if recorded and self.since > timezone.localdate():
            return recorded
        return max(self.since, recorded or self.since)


def status_changes(agency: Agency | None = None, *, most: int) -> list[StatusChange]:
    """Return the newest changes of public policies, newest first.

    Of one agency: of the policies that it issued, alone or jointly.
    """
    public = PolicyPage.objects.live().public()
    if agency is not None:
        public = public.issued_by(agency)
    today = timezone.localdate()
    every = chain(
        _recorded(public, today, most),
        _begun(public, today, most),
        _ended(public, today, most),
    )
    newest = sorted(
        every,
        key=lambda change: (change.known_on, change.since, change.policy.pk),
        reverse=True,
    )
    return newest[:most]


def _recorded(public, today: datetime.date, most: int) -> Iterator[StatusChange]:
    """Yield recorded facts: the latest recorded, and the latest to take effect."""
    events = (
        ValidityEvent.objects.standing()
        .filter(Exists(public.filter(pk=OuterRef("policy_id"))))
        .select_related("policy", "cause", "corrects")
        .prefetch_related("policy__issuers__agency")
        .defer(*(f"{of}__{text}" for of in ("policy", "cause") for text in TEXTS))
    )
    taken_effect = events.filter(takes_effect_on__lte=today)
    found = chain(
        events.order_by("-recorded_at", "-takes_effect_on", "-pk")[:most],
        taken_effect.order_by("-takes_effect_on", "-pk")[:most],
    )
    for event in {event.pk: event for event in found}.values():
        yield StatusChange(
            policy=event.policy,
            key=f"event-{event.pk}",
            words=in_words(event),
            details="，".join(filter(None, (event.cause_in_words, event.note))),
            since=event.takes_effect_on,
            recorded_at=event.recorded_at,
        )


def in_words(event: ValidityEvent) -> str:
    """Return what happened, as one says it of the document."""
    since, kind = event.takes_effect_on, event.get_kind_display()
    if event.kind in PROLONGING:
        until = event.new_valid_until
        return f"{kind}，有效期至{until}" if until else kind
    if event.kind == ValidityEventKind.CORRECTED:
        return f"{kind}：撤回“{event.corrects.get_kind_display()}”的记载"
    return f"自{since}起{kind}"


def _begun(public, today: datetime.date, most: int) -> Iterator[StatusChange]:
    """Yield those that came into force on a day after their publication."""
    begun = (
        public.filter(in_force_from__gt=F("public_on"), in_force_from__lte=today)
        .prefetch_related("issuers__agency")
        .defer(*TEXTS)
        .order_by("-in_force_from", "-pk")
    )
    for policy in begun[:most]:
        since = policy.in_force_from
        yield StatusChange(policy, "in-force", f"自{since}起施行", "", since)


def _ended(public, today: datetime.date, most: int) -> Iterator[StatusChange]:
    """Yield those whose term ran out; whatever else ends one is recorded."""
    standing = ValidityEvent.objects.standing()
    ended = (
        public.filter(in_force_until__lt=today)
        .prefetch_related(
            "issuers__agency", Prefetch("validity_events", standing, to_attr="events")
        )
        .defer(*TEXTS)
        .order_by("-in_force_until", "-pk")
    )
    for policy in ended[:most]:
        since = policy.in_force_until + ONE_DAY
        if not any(
            event.kind in ENDING and event.takes_effect_on == since
            for event in policy.events
        ):
            until = policy.in_force_until
            words = f"有效期于{until}届满，已失效"
            yield StatusChange(policy, f"lapsed-{since}", words, "", since)
