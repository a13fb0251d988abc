"""Scheduled publication: one refusal is reported and stops nobody else's."""

from django.core.exceptions import ValidationError
from django.db import models, transaction
from wagtail.log_actions import log

REFUSED = "policies.publish.refused"


class ScheduledRefusalMixin(models.Model):
    """A page whose refused schedule is cancelled and logged, not raised.

    Wagtail's batch stops at the first exception, and the same page would stop every
    later run. Publications by a person still raise.
    """

    class Meta:
        abstract = True

    def publish(self, revision, *args, log_action=True, **kwargs):
        try:
            with transaction.atomic():
                return super().publish(revision, *args, log_action=log_action, **kwargs)
        except ValidationError as refusal:
            if log_action != "wagtail.publish.scheduled":
                raise
            revision.approved_go_live_at = None
            revision.save(update_fields=["approved_go_live_at"])
            log(
                instance=self,
                action=REFUSED,
                revision=revision,
                data={"reason": "".join(refusal.messages)},
            )
