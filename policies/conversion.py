"""A notice that needs an interpretation after all becomes a policy draft at once."""

from django.db import transaction

from policies.models import NoticePage, PolicyAttachment, PolicyIssuer, PolicyPage

# What both page types say of a document, under the same names.
SHARED = (
    "title",
    "document_number",
    "without_number_reason",
    "issued_on",
    "issued_on_unknown",
    "published_on",
    "addressees",
    "body",
    "signature",
    "notes",
    "disclosure",
    "disclosure_basis",
    "disclosure_reason",
    "drafting_unit",
    "responsible_person",
    "contact",
)


@transaction.atomic
def turn_into_policy(notice: NoticePage, *, user=None) -> PolicyPage:
    """Return a policy draft with all that the notice says; take the notice down.

    A policy that stays public as a notice would be public without its interpretation.
    The notice remains as a draft, with its 索引号, history and log.
    """
    latest = notice.get_latest_revision_as_object()
    policy = PolicyPage(
        live=False,
        owner=user,
        **{name: getattr(latest, name) for name in SHARED},
    )
    policy.issuers = [PolicyIssuer(agency=latest.issuing_agency)]
    policy.attachments = [
        PolicyAttachment(title=attachment.title, document=attachment.document)
        for attachment in latest.attachments.all()
    ]
    notice.get_parent().add_child(instance=policy)
    policy.save_revision(user=user, log_action=True)
    if notice.live:
        notice.unpublish(user=user)
    return policy
