"""What the search knows of a policy, and of which policies it knows at all.

The one predicate for index, check and results: live, in public sight and covered.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from django.db.models import Exists, OuterRef

from interpretations.pairing import every_covering
from policies.document_number import parse_document_numbers
from policies.models import PolicyPage
from search.definitions import definitions_in
from search.facts import day_number, joined
from search.numbers import NumberKey, code_key, number_key

TEXTS = ("title", "number", "body", "interpretation", "agencies", "tags")


@dataclass(frozen=True)
class Document:
    """The words under which the public finds a policy, in their original form.

    `facts` follows `search.facts.COLUMNS`; `numbers` are the keys of its own numbers,
    `definitions` the terms that its text defines.
    """

    policy_id: int
    title: str
    number: str
    body: str
    interpretation: str
    agencies: str
    tags: str = ""
    facts: tuple = ()
    numbers: tuple[NumberKey, ...] = ()

    @cached_property
    def definitions(self) -> tuple[str, ...]:
        """Return the terms that its text defines, folded."""
        return definitions_in(self.body)

    def texts(self) -> tuple[str, ...]:
        """Return the texts alone, in the order of TEXTS."""
        return tuple(getattr(self, name) for name in TEXTS)


def public_policies():
    """Return the policies that the public can read, with an interpretation to read."""
    return (
        PolicyPage.objects.live()
        .public()
        .filter(Exists(every_covering().filter(policy_id=OuterRef("pk"))))
    )


def public_ids() -> list[int]:
    """Return their keys, in order."""
    return list(public_policies().order_by("pk").values_list("pk", flat=True))


def document(policy_id: int) -> Document | None:
    """Return what the database now says of this policy; None if it is not public."""
    return next(documents([policy_id]), None)


def documents(policy_ids: Iterable[int]) -> Iterator[Document]:
    """Yield what the database now says of those of these policies that are public."""
    policies = (
        public_policies()
        .select_related("subject")
        .prefetch_related(
            "issuers__agency__former_names",
            "issuers__agency__successor__former_names",
            "tagged_items__tag",
            "audiences",
        )
        .filter(pk__in=policy_ids)
    )
    if not policies:
        return  # As with each draft that is saved.
    explanations = defaultdict(list)
    for each in every_covering().filter(policy__in=policy_ids).order_by("pk"):
        explanations[each.policy_id].append(each)
    for policy in policies:
        yield _document(policy, explanations[policy.pk])


def _document(policy: PolicyPage, explanations: list) -> Document:
    return Document(
        policy_id=policy.pk,
        title=policy.title,
        number="\n".join(
            (policy.document_number, policy.registration_number, policy.index_number)
        ),
        body=policy.full_text(),
        interpretation="\n".join(
            f"{each.title}\n{each.plain_text()}" for each in explanations
        ),
        agencies="\n".join(_agency_names(policy)),
        tags="\n".join(sorted(item.tag.name for item in policy.tagged_items.all())),
        facts=_facts(policy, explanations),
        numbers=_numbers(policy),
    )


def _facts(policy: PolicyPage, explanations: list) -> tuple:
    subject = policy.subject
    return (
        policy.pk,
        day_number(policy.issued_on),
        day_number(policy.public_since),
        day_number(policy.effective_on),
        day_number(policy.in_force_from),
        day_number(policy.in_force_until),
        policy.genre,
        policy.level,
        joined(_agency_keys(policy)),
        joined(filter(None, (subject.pk, subject.parent_id)) if subject else ()),
        joined(item.tag_id for item in policy.tagged_items.all()),
        joined(audience.pk for audience in policy.audiences.all()),
        joined(each.form for each in explanations),
    )


def _numbers(policy: PolicyPage) -> tuple[NumberKey, ...]:
    keys = [
        number_key(number)
        for number in parse_document_numbers(policy.document_number)
        if not number.is_partial
    ]
    for code in (policy.registration_number, policy.index_number):
        if key := code_key(code):
            keys.append(key)
    return tuple(dict.fromkeys(keys))


def _agency_names(policy: PolicyPage) -> Iterator[str]:
    """Yield every name that a reader may know an issuing agency by."""
    for agency in policy.issuing_agencies:
        yield from agency.known_names()


def _agency_keys(policy: PolicyPage) -> list[int]:
    """Return the keys of the issuing agencies and of those that took over from them."""
    lines = (agency.line() for agency in policy.issuing_agencies)
    return list(dict.fromkeys(agency.pk for line in lines for agency in line))
