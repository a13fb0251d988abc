"""A policy as schema.org's Legislation, whose terms are those of ELI.

`rules.md` of the field maps each of our facts to one of its properties; what has no
property there is left out rather than bent.
"""

import datetime
from typing import TYPE_CHECKING

from django.utils import timezone

from cms.structured_data import SCHEMA, filled, organization
from policies.validity import Validity, ValidityEventKind

if TYPE_CHECKING:
    from policies.models import PolicyPage, PolicyRelation

# By the kind of a relation; the others have no counterpart.
RELATIONS = {
    "amends": "legislationAmends",
    "repeals": "legislationRepeals",
    "replaces": "legislationRepeals",
    "implements": "legislationEnsuresImplementationOf",
    "basis": "isBasedOn",
}


def legislation(policy: "PolicyPage", context: dict, root: str) -> dict:
    """Return the public facts of a policy, from what its page shows.

    `context` is that of the page; `root` is the site's address, without the last slash.
    """
    today = timezone.localdate()
    agencies = [organization(agency.name) for agency in policy.issuing_agencies]
    return {
        "@type": "Legislation",
        "@id": root + policy.permanent_path,
        "url": policy.full_url,
        "name": policy.title,
        "inLanguage": "zh-CN",
        "isAccessibleForFree": True,
        # Numbers repeat among joint and forwarded texts; the 索引号 never does.
        "legislationIdentifier": policy.document_number or policy.index_number,
        "identifier": [
            {"@type": "PropertyValue", "name": name, "value": value}
            for name, value in (
                ("索引号", policy.index_number),
                ("统一登记号", policy.registration_number),
            )
            if value
        ],
        "legislationType": policy.get_level_display(),
        "genre": policy.get_genre_display(),
        "about": policy.subject and str(policy.subject),
        "keywords": context["keywords"],
        "legislationPassedBy": agencies,
        "legislationResponsible": agencies[:1],
        "legislationDate": policy.issued_on,
        "datePublished": policy.public_since,
        "dateModified": policy.last_published_at,
        "legislationDateOfApplicability": policy.in_force_from,
        "legislationDateVersion": _last_amended(context["events"], today),
        "temporalCoverage": _coverage(policy),
        "legislationLegalForce": f"{SCHEMA}/{_legal_force(policy, context, today)}",
        **_relations(context["relations"], root),
        "@reverse": _incoming(context["related_from"], root),
        "encoding": [
            {
                "@type": "LegislationObject",
                "name": attachment.title,
                "contentUrl": root + attachment.document.url,
                "contentSize": str(attachment.document.file_size or ""),
            }
            for attachment in context["attachments"]
        ],
        "subjectOf": [
            {"@type": "Article", "url": page.full_url, "headline": page.title}
            for page in context["interpretations"]
        ],
    }


def named(policy: "PolicyPage", root: str) -> dict:
    """Return a public policy as others refer to it."""
    return filled(
        {
            "@type": "Legislation",
            "@id": root + policy.permanent_path,
            "name": policy.title,
            "legislationIdentifier": policy.document_number,
        }
    )


def _relations(relations: list["PolicyRelation"], root: str) -> dict[str, list[dict]]:
    found: dict[str, list[dict]] = {}
    for relation in relations:
        if name := RELATIONS.get(relation.kind):
            found.setdefault(name, []).append(_target(relation, root))
    return found


def _target(relation: "PolicyRelation", root: str) -> dict:
    if relation.target_id:
        return named(relation.target, root)
    return filled(
        {
            "@type": "Legislation",
            "name": relation.cited_title,
            "legislationIdentifier": relation.cited_number,
        }
    )


def _incoming(relations, root: str) -> dict[str, list[dict]] | None:
    """Return what others do to this policy; schema.org has no words from this side."""
    found: dict[str, list[dict]] = {}
    for relation in relations:
        if name := RELATIONS.get(relation.kind):
            found.setdefault(name, []).append(named(relation.source, root))
    return found or None


def _legal_force(policy: "PolicyPage", context: dict, today: datetime.date) -> str:
    if policy.validity_on(today) != Validity.IN_FORCE:
        return "NotInForce"
    partly = any(
        event.kind == ValidityEventKind.PARTLY_LAPSED and event.takes_effect_on <= today
        for event in context["events"]
    )
    return "PartiallyInForce" if partly else "InForce"


def _last_amended(events, today: datetime.date) -> datetime.date | None:
    days = [
        event.takes_effect_on
        for event in events
        if event.kind == ValidityEventKind.AMENDED and event.takes_effect_on <= today
    ]
    return max(days, default=None)


def _coverage(policy: "PolicyPage") -> str | None:
    """Return the days in force as an ISO 8601 interval, open where no end is known."""
    if policy.in_force_from is None:
        return None
    return f"{policy.in_force_from}/{policy.in_force_until or '..'}"
