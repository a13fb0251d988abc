"""Which policies of the same agency already bear a document number."""

from django.db.models import Q

from policies.document_number import parse_document_numbers
from policies.models import PolicyPage
from policies.models.document import bears_number

_DRAFTED = "latest_revision__content__document_number"


def same_number(policy: PolicyPage):
    """Return the other policies of its issuing agencies that bear one of its numbers.

    Published number and latest draft both count, joint numbers one by one. A partial
    number equals none.
    """
    alike = Q()
    for number in parse_document_numbers(policy.document_number):
        if number.is_certain:
            alike |= bears_number(number) | bears_number(number, field=_DRAFTED)
    if not alike:
        return PolicyPage.objects.none()
    return (
        PolicyPage.objects.filter(
            alike,
            issuers__agency__in=[agency.pk for agency in policy.issuing_agencies],
        )
        .exclude(pk=policy.pk)
        .order_by("pk")
        .distinct()
    )
