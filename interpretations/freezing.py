"""月度存证: keeps what the ledger said each month, and shows where the past changed.

A month is frozen once it is over, as the public could read the pages then. One that was
missed is not made up for: nobody can tell any more what could be read at its end.
"""

import datetime
import json
from collections.abc import Iterator
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from interpretations.figures import measured_interpretations, measured_policies
from interpretations.frozen_month import digest_of
from interpretations.models import ELEMENTS, FrozenMonth
from policies.validity import ONE_DAY

# What is kept of each page, under the name that the figures give it.
OF_POLICIES = (
    "is_covered",
    "is_fresh",
    "is_diversified",
    "is_released",
    "is_timely",
)
OF_INTERPRETATIONS = (
    "form",
    "is_diversified",
    "is_released",
    "is_timely",
    "element_count",
)


@dataclass(frozen=True)
class Finding:
    """One thing to be said of a frozen month; `is_broken` if it was tampered with."""

    month: FrozenMonth
    words: str
    is_broken: bool = False

    def __str__(self) -> str:
        return f"{self.month}：{self.words}"


@transaction.atomic
def freeze_last_month(today: datetime.date | None = None) -> FrozenMonth | None:
    """Freeze the month that was over last; None if that is done, or later is frozen."""
    last = (today or timezone.localdate()).replace(day=1) - ONE_DAY
    head = FrozenMonth.objects.last()
    if head and head.month >= last.replace(day=1):
        return None
    pages = pages_until(last)
    content = json.dumps(
        {"until": f"{last}", "figures": recount(pages), "pages": pages},
        ensure_ascii=False,
        sort_keys=True,
    )
    previous = head.digest if head else ""
    return FrozenMonth.objects.create(
        month=last.replace(day=1),
        frozen_at=timezone.now(),
        content=content,
        previous_digest=previous,
        digest=digest_of(content, previous),
    )


_FACTS = ("pk", "live_revision_id", "public_on")


def pages_until(last: datetime.date) -> dict[str, dict]:
    """Return what is measured now of each page of that year, published by that day.

    `version` is the revision that the public reads.
    """
    period = {"public_on__year": last.year, "public_on__lte": last}
    return {
        f"{kind}-{row.pop('index_number', None) or row['pk']}": {
            **{name: row[name] for name in names},
            "version": row["live_revision_id"],
            "public_on": f"{row['public_on']}",
        }
        for kind, rows, names in (
            (
                "policy",
                measured_policies()
                .filter(**period)
                .values("index_number", *_FACTS, *OF_POLICIES),
                OF_POLICIES,
            ),
            (
                "interpretation",
                measured_interpretations()
                .filter(**period)
                .values(*_FACTS, *OF_INTERPRETATIONS),
                OF_INTERPRETATIONS,
            ),
        )
        for row in rows
    }


def recount(pages: dict[str, dict]) -> dict[str, int]:
    """Return the figures that follow from what was kept of each page."""
    policies, interpretations = (
        [page for key, page in pages.items() if key.startswith(f"{kind}-")]
        for kind in ("policy", "interpretation")
    )

    def number(rows: list[dict], name: str) -> int:
        return sum(row[name] is True for row in rows)

    return {
        "policies": len(policies),
        "covered": number(policies, "is_covered"),
        "fresh": number(policies, "is_fresh"),
        "interpretations": len(interpretations),
        "diversified": number(interpretations, "is_diversified"),
        "other_channels": number(interpretations, "is_released"),
        "timely": number(interpretations, "is_timely"),
        "undecided": sum(row["is_timely"] is None for row in interpretations),
        "full": sum(row["element_count"] == len(ELEMENTS) for row in interpretations),
        "elements": sum(row["element_count"] for row in interpretations),
        "diversified_by_policy": number(policies, "is_diversified"),
        "other_channels_by_policy": number(policies, "is_released"),
        "timely_by_policy": number(policies, "is_timely"),
    }


def findings() -> Iterator[Finding]:
    """Yield what is wrong with the chain, and what of its past reads otherwise now.

    Pages may rightly change later (a renewed interpretation, a date put right): that
    is shown, and is no breach.
    """
    previous = ""
    for month in FrozenMonth.objects.all():
        if month.previous_digest != previous or month.digest != month.digest_due:
            yield Finding(month, "摘要与内容或上一份摘要不符，存证被改动过。", True)
        elif month.figures != recount(month.pages):
            yield Finding(month, "数字与所附的页面清单不符。", True)
        yield from changes_since(month)
        previous = month.digest


def changes_since(month: FrozenMonth) -> Iterator[Finding]:
    """Yield what is said of its pages now, and was not said then."""
    last = datetime.date.fromisoformat(json.loads(month.content)["until"])
    then, now = month.pages, pages_until(last)
    for key in sorted({*then, *now}):
        if key not in now:
            yield Finding(month, f"{key} 当时统计在内，现在不在了。")
        elif key not in then:
            yield Finding(month, f"{key} 当时没有统计，现在在内。")
        elif changed := [
            name for name in now[key] if now[key][name] != then[key][name]
        ]:
            yield Finding(month, f"{key} 与当时不同：{'、'.join(changed)}。")
