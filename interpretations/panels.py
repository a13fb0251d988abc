"""What an editor finds of the pair in the admin."""

import datetime

from django.utils import timezone
from wagtail.admin.panels import Panel
from wagtail.admin.ui.components import Component
from wagtail.models import PageLogEntry

from interpretations import pairing
from interpretations.addresses import edit_url, write_interpretation_url
from policies.scheduling import REFUSED

RECENT = datetime.timedelta(days=30)


class RefusedSchedulesPanel(Component):
    """The schedules of this person that were refused of late and are still not live."""

    order = 50
    template_name = "interpretations/admin/refused_schedules.html"

    def __init__(self, request) -> None:
        self.request = request

    @property
    def entries(self):
        """Return the log entries of refused schedules, newest first, at most ten."""
        entries = PageLogEntry.objects.filter(
            action=REFUSED,
            data__scheduled=True,
            timestamp__gt=timezone.now() - RECENT,
            revision__user=self.request.user,
            page__live=False,
        )
        return entries.select_related("page").order_by("-timestamp")[:10]

    def get_context_data(self, parent_context):
        return {"entries": self.entries}


class InterpretationsPanel(Panel):
    """The 解读 tab of a policy: its interpretations, and the way to a new one."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "interpretations/admin/interpretation_list.html"

        def get_context_data(self, parent_context=None):
            context = super().get_context_data(parent_context)
            return context | pair_of(self.instance)


def pair_of(policy) -> dict:
    """Return `live`, `drafts` (with their trouble) and `write_url` of a policy."""
    if not policy.pk:
        return {"live": [], "drafts": [], "write_url": None}
    live = pairing.interpretations().filter(policy_id=policy.pk, live=True)
    return {
        "live": [{"page": page, "url": edit_url(page)} for page in live],
        "drafts": [
            {"page": page, "trouble": trouble, "url": edit_url(page)}
            for page, trouble in pairing.drafts(policy)
        ],
        "write_url": write_interpretation_url(policy),
    }
