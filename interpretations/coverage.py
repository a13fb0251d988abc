"""解读覆盖: what reviewers count, each figure with the list behind it.

What is public, what waits and what is outside the rule; `figures` measures the public
part. Coverage of live policies is 100 % by construction; it is counted all the same, by
the definition in `pairing`.
"""

from collections import Counter, defaultdict
from dataclasses import dataclass, field

from django.db.models import (
    Case,
    CharField,
    Count,
    Exists,
    OuterRef,
    Q,
    Subquery,
    TextChoices,
    Value,
    When,
)
from django.db.models.functions import Cast, Length, Substr
from django.utils import timezone
from wagtail.models import Page, Revision

from cms.changes import remembered
from interpretations.models import InterpretationPage
from interpretations.pairing import every_covering
from interpretations.share import Share
from policies.disclosure import NEEDS_REASON
from policies.models import AgencyPage, NoticePage, NoticeReason, PolicyPage


@dataclass(frozen=True)
class UnitCoverage:
    """The figures of one unit, that is of what stands below one agency's page."""

    page: AgencyPage
    live: int = 0
    covered: int = 0
    waiting: int = 0
    oldest_days: int | None = None
    notices: Counter = field(default_factory=Counter)

    @property
    def share(self) -> str:
        """Return covered ÷ live in words; a dash where nothing is live."""
        return Share(self.covered, self.live).words

    @property
    def notice_total(self) -> int:
        """Return how many notices the unit has published, whatever the reason."""
        return self.notices.total()


class PairingState(TextChoices):
    """How far a policy has come with its other half, in the order of the work."""

    AWAITING = "awaiting", "待解读"
    UNFINISHED = "unfinished", "解读未完成"
    # Of the interpretation alone: number, dates and text may still be wanting.
    READY = "ready", "解读已备齐"
    PUBLIC = "public", "已公开"
    CLOSED = "closed", "不公开"


WAITING = (PairingState.AWAITING, PairingState.UNFINISHED)


def with_pairing_state(policies):
    """Add `pairing_state` to policies: the one definition for lists and figures.

    Judged by SQL from the stored pages, so that lists can be narrowed by it. What an
    editor has still to mend in one policy, `pairing` and the blockers tell.
    """
    own = InterpretationPage.objects.filter(policy_id=OuterRef("pk"), alias_of=None)
    complete = own.filter(is_complete=True, withdrawn_on_purpose=False)
    state = Case(
        When(live=True, then=Value(PairingState.PUBLIC)),
        When(disclosure__in=NEEDS_REASON, then=Value(PairingState.CLOSED)),
        When(Exists(complete), then=Value(PairingState.READY)),
        When(Exists(own), then=Value(PairingState.UNFINISHED)),
        default=Value(PairingState.AWAITING),
        output_field=CharField(),
    )
    return policies.annotate(pairing_state=state)


def live_policies():
    """Return the live policies, each with `is_covered` as the rule defines it."""
    covering = every_covering().filter(policy_id=OuterRef("pk"))
    return PolicyPage.objects.live().annotate(is_covered=Exists(covering))


def drafts():
    """Return the policies that are not public, in no order.

    Found among the rows of pages: to go through those of policies, which hold the
    texts, takes five times as long, and in the order of the tree even more.
    """
    keys = Page.objects.filter(live=False).order_by().values("pk")
    return PolicyPage.objects.filter(pk__in=keys).order_by()


def awaiting_interpretation():
    """Return the drafts that wait for an interpretation, oldest `drafted_at` first.

    Drafts that may become public (公开属性 is 主动公开 or still open) and have no
    complete interpretation of their own. A live policy's newer draft does not wait.
    """
    first_draft = Revision.objects.filter(
        object_id=Cast(OuterRef("pk"), CharField()),
        content_type_id=OuterRef("content_type_id"),
    ).order_by("created_at")
    return (
        with_pairing_state(drafts())
        .filter(pairing_state__in=WAITING)
        .annotate(drafted_at=Subquery(first_draft.values("created_at")[:1]))
        .order_by("drafted_at", "pk")
    )


def live_notices():
    """Return the live notices: what is outside the rule, each with its reason."""
    return NoticePage.objects.live()


def days_since(moment) -> int | None:
    """Return whole days from that moment until today, or None without one."""
    if moment is None:
        return None
    return (timezone.localdate() - timezone.localtime(moment).date()).days


def coverage_by_unit() -> list[UnitCoverage]:
    """Return the figures of every agency with a page, in the order of the tree."""
    public = remembered("coverage by unit", _public_by_unit)
    ages: dict[str, list[int]] = defaultdict(list)
    for unit, drafted_at in with_unit(awaiting_interpretation()).values_list(
        "unit", "drafted_at"
    ):
        ages[unit].append(days_since(drafted_at) or 0)
    notices: dict[str, Counter] = defaultdict(Counter)
    for unit, reason in with_unit(live_notices()).values_list("unit", "reason"):
        notices[unit][NoticeReason(reason)] += 1
    return [
        UnitCoverage(
            page=page,
            **public.get(page.path, {}),
            waiting=len(ages[page.path]),
            oldest_days=max(ages[page.path], default=None),
            notices=notices[page.path],
        )
        for page in AgencyPage.objects.order_by("path")
    ]


def _public_by_unit() -> dict[str, dict[str, int]]:
    """Return `live` and `covered` of each unit; goes through the whole library."""
    rows = with_unit(live_policies()).order_by().values("unit")
    return {
        row.pop("unit"): row
        for row in rows.annotate(
            live=Count("pk"), covered=Count("pk", filter=Q(is_covered=True))
        )
    }


def with_unit(pages, page: str = ""):
    """Add `unit`, the path of the page above, which is an agency's page.

    `page` leads to another page whose unit counts.
    """
    path = f"{page}path"
    return pages.annotate(unit=Substr(path, 1, Length(path) - Page.steplen))
