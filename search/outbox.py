"""The outbox: tells an index outside the database of every change, after its commit.

A change and its note are committed together, or neither is. Whoever commits delivers
what waits, and so do `work` and `sync_search`, any number of them at once. A note is
struck out when the index has taken a write that was prepared after the note was read;
so a delivery that dies half-way is only repeated.
"""

import datetime
import logging
import time
from collections.abc import Iterable
from contextlib import nullcontext
from dataclasses import dataclass

from django.db import connection, transaction
from django.db.models import Count, Min
from django.utils import timezone

from search.engines import IndexUnavailable, OutsideEngine, indexing_engine
from search.models import PendingChange

BATCH = 100
# So long somebody who publishes may wait for the index, at most.
SOON = 2.0
# So long they do not wait for it again after it was away.
REST = 10.0
# So long a patient delivery waits before it tries again.
PAUSES = (0, 1, 2, 4, 8)

logger = logging.getLogger(__name__)
_resting_until = 0.0


def note(policy_ids: Iterable[int]) -> None:
    """Note the changed policies in this transaction; deliver once it is committed."""
    notes = [PendingChange(policy_id=policy_id) for policy_id in policy_ids]
    if notes:
        PendingChange.objects.bulk_create(notes)
        transaction.on_commit(deliver_soon, robust=True)


def deliver_soon() -> None:
    """Deliver what can be delivered in two seconds; raises nothing for the index."""
    global _resting_until
    index = indexing_engine()
    if not isinstance(index, OutsideEngine) or time.monotonic() < _resting_until:
        return
    try:
        deliver(index, SOON)
    except IndexUnavailable as error:
        _resting_until = time.monotonic() + REST
        logger.warning("The search index will hear of it later: %s", error)


def deliver_all(index: OutsideEngine) -> bool:
    """Deliver what waits, with patience; True if nothing waits any more."""
    for pause in PAUSES:
        time.sleep(pause)
        try:
            deliver(index)
        except IndexUnavailable as error:
            logger.warning("The search index is away: %s", error)
        if not PendingChange.objects.exists():
            return True
    return False


def deliver(index: OutsideEngine, seconds: float | None = None) -> None:
    """Go once through what waits, in its order, for so many seconds.

    What the index refuses goes on waiting and holds nothing else up. Raises
    IndexUnavailable.
    """
    end = None if seconds is None else time.monotonic() + seconds
    last = 0
    while last is not None and (end is None or time.monotonic() < end):
        last = _deliver_batch(index, last, end and end - time.monotonic())


def _deliver_batch(
    index: OutsideEngine, after: int, seconds: float | None
) -> int | None:
    """Deliver the next notes; return the last one's key, None if there were none."""
    # Where rows can be locked one by one, others deliver the others; where the whole
    # database would be locked, nobody waits, and what two deliver is the same.
    locks_rows = connection.features.has_select_for_update_skip_locked
    with transaction.atomic() if locks_rows else nullcontext():
        notes = list(
            PendingChange.objects.select_for_update(skip_locked=True)
            .filter(pk__gt=after)
            .order_by("pk")[:BATCH]
        )
        if not notes:
            return None
        changed = list(dict.fromkeys(each.policy_id for each in notes))
        taken = index.write(changed, seconds)
        heard = [each.pk for each in notes if each.policy_id in taken]
        PendingChange.objects.filter(pk__in=heard).delete()
    return notes[-1].pk


# --- How far behind --------------------------------------------------------


@dataclass(frozen=True)
class Behind:
    """How many policies the index has not heard of yet, and for how long."""

    count: int
    age: datetime.timedelta


def behind() -> Behind:
    """Return how far the index is behind the database."""
    waiting = PendingChange.objects.aggregate(
        count=Count("policy_id", distinct=True), since=Min("noted_at")
    )
    now = timezone.now()
    return Behind(waiting["count"], now - (waiting["since"] or now))
