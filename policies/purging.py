"""Purging: a classified record that slipped in leaves with every trace of its words.

Only a mark of secrecy in the head stops a text at the door; what came in without one
goes by here. Source: 长治市城管局 2020: what must not be disclosed becomes a classified
paper, and no public system holds it.
"""

from django.db import transaction
from wagtail.models import ModelLogEntry, PageLogEntry, ReferenceIndex

from policies.models import OfficialDocumentPage, PolicyPage, PurgeRecord

PURGED = "（已清除）"


@transaction.atomic
def purge(document: OfficialDocumentPage, *, user, note: str) -> PurgeRecord:
    """Delete a document, its interpretations, all revisions and its own files.

    What it repealed stays repealed; citations of it in other documents keep neither
    its title nor its number. A backup keeps what it holds: the record that is returned
    says from which day on the document is gone from here.
    """
    record = PurgeRecord.objects.create(
        index_number=document.index_number, note=note, purged_by=user
    )
    if document.live:
        document.unpublish(user=user)
    if isinstance(document, PolicyPage):
        document.incoming_relations.update(
            target=None, cited_title=PURGED, cited_number=""
        )
        for interpretation in document.interpretations.all():
            _delete(interpretation)
    _delete(document)
    return record


def _delete(page) -> None:
    """Delete a page with its own files, and take its words out of the log."""
    page = page.specific
    attachments = getattr(page, "attachments", None)
    files = [row.document for row in attachments.all()] if attachments else []
    page.delete()
    PageLogEntry.objects.filter(page=page.pk).update(label=PURGED, data={})
    for file in files:
        if ReferenceIndex.get_references_to(file).exists():
            continue  # Another document carries it too.
        file.file.delete(save=False)
        entries = ModelLogEntry.objects.for_instance(file)
        file.delete()
        entries.update(label=PURGED, data={})
