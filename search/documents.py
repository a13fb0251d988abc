"""What the search knows of a policy, and of which policies it knows at all.

The one predicate for index, check and results: live, in public sight and covered.
"""

from collections.abc import Iterator
from dataclasses import astuple, dataclass

from django.db.models import Exists, OuterRef

from interpretations.pairing import covering, every_covering
from policies.models import PolicyPage


@dataclass(frozen=True)
class Document:
    """The words under which the public finds a policy, in their original form."""

    policy_id: int
    title: str
    number: str
    body: str
    interpretation: str
    agencies: str

    def texts(self) -> tuple[str, ...]:
        """Return the texts alone, in the order of the fields."""
        return astuple(self)[1:]


def public_policies():
    """Return the policies that the public can read, with an interpretation to read."""
    return (
        PolicyPage.objects.live()
        .public()
        .filter(Exists(every_covering().filter(policy_id=OuterRef("pk"))))
    )


def document(policy_id: int) -> Document | None:
    """Return what the database now says of this policy; None if it is not public."""
    policy = (
        public_policies()
        .prefetch_related("issuers__agency__former_names")
        .filter(pk=policy_id)
        .first()
    )
    if policy is None:
        return None
    explanations = covering(policy_id).order_by("pk")
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
    )


def _agency_names(policy: PolicyPage) -> Iterator[str]:
    """Yield every name that a reader may know an issuing agency by."""
    for agency in policy.issuing_agencies:
        yield agency.name
        yield agency.short_name
        for former in agency.former_names.all():
            yield former.name
