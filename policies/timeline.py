"""What happened to a policy over time, and what lies ahead, day by day."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass, replace
from operator import attrgetter
from typing import TYPE_CHECKING

from policies.validity import ENDING, ONE_DAY

if TYPE_CHECKING:
    from wagtail.models import Page

    from policies.models import PolicyPage, ValidityEvent


@dataclass(frozen=True)
class Moment:
    """One day of a policy's life: what happened in words, by what event or page."""

    day: datetime.date
    words: str
    event: "ValidityEvent | None" = None
    page: "Page | None" = None
    is_end: bool = False
    is_ahead: bool = False

    @property
    def is_term(self) -> bool:
        """Tell whether this is the last day of a term, not the first day after it."""
        return self.is_end and self.event is None


def timeline(
    policy: "PolicyPage",
    events: "Iterable[ValidityEvent]",
    interpretations: "Iterable[Page]",
    today: datetime.date,
) -> list[Moment]:
    """Return the days of a policy in order; `events` are its standing ones."""
    events = list(events)
    moments = [
        Moment(day, words)
        for day, words in (
            (policy.issued_on, "成文"),
            (policy.public_since, "发布"),
            (policy.effective_on, "施行"),
        )
        if day
    ]
    moments += [
        Moment(page.public_since, "发布解读", page=page)
        for page in interpretations
        if page.public_since
    ]
    moments += [
        Moment(
            event.takes_effect_on,
            _words(event),
            event=event,
            is_end=event.kind in ENDING,
        )
        for event in events
    ]
    until = policy.in_force_until
    ended = {event.takes_effect_on for event in events if event.kind in ENDING}
    if until and until + ONE_DAY not in ended:
        moments.append(Moment(until, "有效期届满", is_end=True))
    return [
        # The last day of a term is still one in force.
        replace(each, is_ahead=each.day > today or (each.day == today and each.is_term))
        for each in sorted(moments, key=attrgetter("day"))
    ]


def _words(event: "ValidityEvent") -> str:
    words = str(event.get_kind_display())
    if event.new_valid_until:
        words += f"，有效期至{event.new_valid_until:%Y-%m-%d}"
    return words
