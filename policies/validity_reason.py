"""Why a policy is in force or not on a day: since when, and by which document."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from policies.validity import (
    ENDING,
    ONE_DAY,
    PROLONGING,
    Validity,
    ValidityEventKind,
)

if TYPE_CHECKING:
    from policies.models import PolicyPage, ValidityEvent

MARKS = (ValidityEventKind.AMENDED, ValidityEventKind.PARTLY_LAPSED)


@dataclass(frozen=True)
class ValidityReason:
    """The validity on one day with its reason, ready to be read.

    `since` is the first day of this state, None if unknown; `until` the last day in
    force, None without end. `event` is what ended the policy or moved its end, None
    where its own dates did. `changes` are what amended it by that day, oldest first.
    """

    validity: Validity
    day: datetime.date
    since: datetime.date | None
    until: datetime.date | None
    event: "ValidityEvent | None" = None
    changes: "tuple[ValidityEvent, ...]" = ()
    is_from_publication: bool = False

    @property
    def words(self) -> str:
        """Return the reason as a sentence without its end, dates left out."""
        match self.validity:
            case Validity.NOT_IN_FORCE if self.event and self.event.kind in ENDING:
                return str(self.event.get_kind_display())
            case Validity.NOT_IN_FORCE if self.event:
                return "延长后的有效期届满"
            case Validity.NOT_IN_FORCE:
                return "有效期届满"
            case Validity.NOT_YET_IN_FORCE:
                return "尚未到施行日期"
        return "自发布之日起计" if self.is_from_publication else "自施行之日起有效"


def validity_reason(
    policy: "PolicyPage", events: "Iterable[ValidityEvent]", day: datetime.date
) -> ValidityReason:
    """Return the validity of a policy on that day, with its reason.

    `events` are its standing ones, oldest first. What they tell of later days is not
    told of this one, but for the day on which the policy will end.
    """
    events = list(events)
    since, until = policy.in_force_from, policy.in_force_until
    validity = policy.validity_on(day)
    return ValidityReason(
        validity,
        day,
        until + ONE_DAY if validity == Validity.NOT_IN_FORCE else since,
        until,
        _end(events, until),
        tuple(
            event
            for event in events
            if event.kind in MARKS and event.takes_effect_on <= day
        ),
        is_from_publication=policy.effective_on is None,
    )


def _end(
    events: "list[ValidityEvent]", until: datetime.date | None
) -> "ValidityEvent | None":
    """Return the event that gave the period its last day, if one did."""
    if until is None:
        return None
    for event in events:
        if event.kind in ENDING and event.takes_effect_on - ONE_DAY == until:
            return event
    moved = [e for e in events if e.kind in PROLONGING and e.new_valid_until == until]
    return moved[-1] if moved else None
