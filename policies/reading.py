"""What the page of a policy shows beside its fields, ready for the template."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils import timezone

from policies.as_of import DayForm
from policies.citation import citation, cited
from policies.clauses import clause_text, contents
from policies.qr import qr_svg
from policies.timeline import timeline
from policies.validity import Validity, ValidityEventKind
from policies.validity_reason import validity_reason

if TYPE_CHECKING:
    from policies.models import Agency, PolicyPage, PolicyRelation, ValidityEvent
    from policies.models.document import OfficialDocumentPage


@dataclass(frozen=True)
class Related:
    """A document that this one names, or that names it; `page` if it is to be read."""

    citation: str
    page: "PolicyPage | None" = None
    validity: Validity | None = None


def reading(policy: "PolicyPage", request) -> dict:
    """Return the context of the page; also of one that is not stored yet.

    Relations and events name a document of the library only while it is public.
    """
    form = DayForm(request.GET)
    today = timezone.localdate()
    taken: set[str] = set()
    is_stored = policy.pk is not None
    has_enclosed = bool(policy.enclosed_body)
    body = clause_text(
        policy.body, prefix="notice-" if has_enclosed else "", taken=taken
    )
    enclosed = clause_text(policy.enclosed_body, taken=taken)
    events = (
        list(
            policy.validity_events.standing()
            .with_announcement()
            .select_related("cause")
            .defer("cause__body", "cause__enclosed_body")
        )
        if is_stored
        else []
    )
    relations = [
        each for each in policy.relations.select_related("target") if each.is_public
    ]
    related_from = (
        list(
            policy.incoming_relations.filter(source__live=True)
            .select_related("source")
            .defer("source__body", "source__enclosed_body")
        )
        if is_stored
        else []
    )
    # The first is read beside the text: the one that came with it.
    interpretations = (
        sorted(
            policy.interpretations.live().public().select_related("interpreting_body"),
            key=lambda page: (page.public_since or today, page.pk),
        )
        if is_stored
        else []
    )
    return {
        "day_form": form,
        "reason": validity_reason(policy, events, form.day),
        "successors": _successors(related_from, form.day),
        "body": body,
        "enclosed": enclosed if has_enclosed else None,
        "contents": contents([body, enclosed]),
        "unexplained": _unexplained(events, interpretations, form.day),
        "events": events,
        "timeline": timeline(policy, events, interpretations, today),
        "relations": relations,
        "related_from": related_from,
        "related_by_kind": _by_kind(relations, related_from),
        "interpretations": interpretations,
        "keywords": [item.tag.name for item in policy.tagged_items.all()],
        **keeping(policy, policy.issuing_agencies, request),
    }


def keeping(
    document: "OfficialDocumentPage", agencies: Iterable["Agency"], request
) -> dict:
    """Return what a reader takes away: `citation`, permanent `address`, its `qr`."""
    address = request.build_absolute_uri(document.permanent_path)
    return {
        "citation": citation(document, agencies),
        "address": address,
        "qr": qr_svg(address),
    }


def _unexplained(
    events: "list[ValidityEvent]",
    interpretations: list,
    day: datetime.date,
) -> "ValidityEvent | None":
    """Return the newest 修改 in effect that is newer than every interpretation."""
    days = [page.public_on for page in interpretations if page.public_on]
    newer = [
        event
        for event in events
        if event.kind == ValidityEventKind.AMENDED
        and event.takes_effect_on <= day
        and days
        and event.announced_on > max(days)
    ]
    return newer[-1] if newer else None


def _successors(
    related_from: "list[PolicyRelation]", day: datetime.date
) -> "list[PolicyPage]":
    """Return the public policies that stand in this one's place on that day."""
    return list(
        {
            each.source.pk: each.source
            for each in related_from
            if each.kind in ("replaces", "repeals")
            and (each.effective_on or each.source.in_force_from or day) <= day
        }.values()
    )


def _by_kind(relations, related_from) -> dict[str, list[Related]]:
    """Return what is related under the words of the relation, this one's own first."""
    found: dict[str, list[Related]] = {}
    for each in relations:
        page = each.target if each.target_id else None
        found.setdefault(each.get_kind_display(), []).append(
            Related(each.citation, page, page and page.validity_today)
        )
    for each in related_from:
        words = (
            "与本文件配套"
            if each.kind == "supports"
            else f"{each.get_kind_display()}本文件"
        )
        page = each.source
        named = cited(page.title, page.document_number)
        found.setdefault(words, []).append(Related(named, page, page.validity_today))
    return found
