"""有效性: on which days a policy is in force, from its own dates and its events.

Validity is law, not web publishing: a repealed policy stays on the site and says so.
Sources: rules of 立改废 in the field; 常公开办发〔2020〕2号 annex (二).
"""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q

if TYPE_CHECKING:
    from policies.models import ValidityEvent

ONE_DAY = datetime.timedelta(days=1)


class Validity(models.TextChoices):
    """What the public reads; the third is neither 有效 nor 失效."""

    IN_FORCE = "in_force", "有效"
    NOT_IN_FORCE = "not_in_force", "失效"
    NOT_YET_IN_FORCE = "not_yet_in_force", "尚未施行"


class ValidityEventKind(models.TextChoices):
    """What happened to a policy after it was issued (立改废)."""

    AMENDED = "amended", "修改"
    PARTLY_LAPSED = "partly_lapsed", "部分失效"
    REPEALED = "repealed", "废止"
    DECLARED_LAPSED = "declared_lapsed", "宣布失效"
    SUSPENDED = "suspended", "停止执行"
    KEPT = "kept", "清理继续有效"
    EXTENDED = "extended", "延期"
    CORRECTED = "corrected", "更正"


ENDING = frozenset(
    {
        ValidityEventKind.REPEALED,
        ValidityEventKind.DECLARED_LAPSED,
        ValidityEventKind.SUSPENDED,
    }
)
PROLONGING = frozenset({ValidityEventKind.KEPT, ValidityEventKind.EXTENDED})


@dataclass(frozen=True)
class Period:
    """The first and the last day in force; None means unknown, or without end."""

    since: datetime.date | None
    until: datetime.date | None

    def validity_on(self, day: datetime.date) -> Validity:
        """Return the validity on that day; a comparison of dates, nothing else."""
        if self.until is not None and day > self.until:
            return Validity.NOT_IN_FORCE
        if self.since is None or day < self.since:
            return Validity.NOT_YET_IN_FORCE
        return Validity.IN_FORCE


def validity_q(validity: str, day: datetime.date) -> Q:
    """Return the same comparison as `Period.validity_on`, as a filter on policies."""
    ended = Q(in_force_until__isnull=False, in_force_until__lt=day)
    begun = Q(in_force_from__isnull=False, in_force_from__lte=day)
    match Validity(validity):
        case Validity.NOT_IN_FORCE:
            return ended
        case Validity.IN_FORCE:
            return begun & ~ended
        case Validity.NOT_YET_IN_FORCE:
            return ~begun & ~ended


def in_force_period(
    *,
    effective_on: datetime.date | None,
    public_since: datetime.date | None,
    valid_until: datetime.date | None,
    events: Iterable["ValidityEvent"],
) -> Period:
    """Derive the period from a policy's own dates and its standing events.

    `events` come oldest first. Without 施行日期 the policy is in force from its
    publication. 有效期至 may be moved by 延期 and 清理继续有效; 废止, 宣布失效 and
    停止执行 end it on the day before they take effect, the earliest of them counting.
    """
    ends = []
    for event in events:
        if event.kind in ENDING:
            ends.append(event.takes_effect_on - ONE_DAY)
        elif event.kind in PROLONGING and event.new_valid_until:
            valid_until = event.new_valid_until
    if valid_until is not None:
        ends.append(valid_until)
    return Period(effective_on or public_since, min(ends, default=None))
