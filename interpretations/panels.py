"""What an editor finds on the admin's first page."""

import datetime

from django.utils import timezone
from wagtail.admin.ui.components import Component
from wagtail.models import PageLogEntry

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
