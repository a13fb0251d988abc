"""Publish what is due; Wagtail's command, with stray expiries taken out first."""

from wagtail.management.commands.publish_scheduled import Command as WagtailCommand

from interpretations.models import InterpretationPage


class Command(WagtailCommand):
    def handle(self, *args, **options) -> None:
        # An interpretation goes down with its policy and by no clock of its own. The
        # form refuses an expiry; one that came another way would stop the whole batch.
        if not options["dryrun"]:
            InterpretationPage.objects.exclude(expire_at=None).update(expire_at=None)
        super().handle(*args, **options)
