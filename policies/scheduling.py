"""Scheduled publication: one refusal is reported and stops nobody else's."""

import logging

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.urls import reverse
from wagtail.admin.mail import send_mail
from wagtail.log_actions import log

from cms.one_work import one_work
from policies.locking import hold

logger = logging.getLogger(__name__)

REFUSED = "policies.publish.refused"


class ScheduledRefusalMixin(models.Model):
    """A page whose refused schedule is cancelled and logged, not raised.

    Wagtail's batch stops at the first exception, and the same page would stop every
    later run. Publications by a person still raise.
    """

    class Meta:
        abstract = True

    def policies_concerned(self, revision) -> set[int]:
        """Return the keys of the policies that publishing this revision is about."""
        return {self.pk}

    def publish(self, revision, *args, log_action=True, **kwargs):
        try:
            with one_work():
                # Before Wagtail writes to the revisions, as those do who take the
                # page down or delete it: else each would wait for the other.
                hold(*self.policies_concerned(revision))
                return super().publish(revision, *args, log_action=log_action, **kwargs)
        except ValidationError as refusal:
            if log_action != "wagtail.publish.scheduled":
                raise
            revision.approved_go_live_at = None
            revision.save(update_fields=["approved_go_live_at"])
            reason = "".join(refusal.messages)
            log(
                instance=self,
                action=REFUSED,
                revision=revision,
                data={"reason": reason, "scheduled": True},
            )
            report(self, revision.user, reason)


def report(page, editor, reason: str) -> None:
    """Tell by mail who made a schedule that it was refused, and where to mend it."""
    if editor is None or not editor.email:
        return
    address = reverse("wagtailadmin_pages:edit", args=[page.pk])
    subject, message = (
        f"定时发布被拒绝：{page.title}",
        f"《{page.title}》没有按时发布，定时已经取消。\n\n原因：{reason}\n\n"
        f"请在这里修改后重新安排：{settings.WAGTAILADMIN_BASE_URL}{address}\n",
    )
    try:
        send_mail(subject, message, [editor.email])
    except OSError:
        # The editor finds it on the admin's first page too; others' schedules go on.
        logger.exception("A refused schedule could not be reported by mail")
