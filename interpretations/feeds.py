"""Atom feed of interpretations."""

import datetime

from django.db.models import Q

from cms.atom import ENTRIES, LibraryFeed, Subscription, beginning_of, one_line
from interpretations.models import InterpretationPage
from policies.models import Agency


class InterpretationFeed(LibraryFeed):
    """The newest interpretations; an agency's are those that it gives."""

    subject = "政策解读"
    agencies = Agency

    def items(self, feed: Subscription):
        chosen = Q(interpreting_body=feed.agency) if feed.agency else Q()
        return (
            InterpretationPage.objects.live()
            .public()
            .filter(chosen)
            .select_related("policy", "interpreting_body")
            .defer("content", "policy__body", "policy__enclosed_body")
            .order_by("-public_on", "-pk")[:ENTRIES]
        )

    def item_title(self, page: InterpretationPage) -> str:
        return one_line(page.title)

    def item_description(self, page: InterpretationPage) -> str:
        number = page.policy.document_number
        of = f"《{page.policy.title}》" + (f"（{number}）" if number else "")
        return one_line(f"{page.get_form_display()}，解读{of}")

    def item_link(self, page: InterpretationPage) -> str:
        return page.url

    def item_guid(self, page: InterpretationPage) -> str:
        # Its own address follows its place in the tree.
        return page.translation_key.urn

    def item_author_name(self, page: InterpretationPage) -> str:
        return one_line(page.interpreting_body.name)

    def item_pubdate(self, page: InterpretationPage) -> datetime.datetime | None:
        return beginning_of(page.public_since)

    def item_updateddate(self, page: InterpretationPage) -> datetime.datetime | None:
        return page.last_published_at or page.first_published_at
