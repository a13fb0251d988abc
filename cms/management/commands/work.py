"""The one background process: schedules and index every minute, the rest daily."""

import datetime
import logging
import signal
import threading

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.db import DatabaseError, close_old_connections
from django.utils import timezone

from cms.changes import forget_old_changes
from cms.vitals import Duty, record

logger = logging.getLogger(__name__)
INTERVAL = 60  # seconds
DAILY = (
    # A newly announced year comes with a newer version of its package.
    "seed_calendar",
    "refresh_validity",
    "check_publication",
    "freeze_ledger",
    # Words that were searched are kept for WAGTAILSEARCH_HITS_MAX_AGE days.
    "searchpromotions_garbage_collect",
)


def daily() -> list[str]:
    """Return what is to be done once today, as far as its hour has come."""
    hour = settings.DUE_DIGEST_HOUR
    if hour is None or timezone.localtime().hour < hour:
        return [*DAILY]
    return [*DAILY, "send_due_digest"]


class Command(BaseCommand):
    help = "后台进程：按时发布定时文件，补写检索索引，每天更新有效性。"

    def add_arguments(self, parser) -> None:
        parser.add_argument("--once", action="store_true", help="只运行一轮")

    def handle(self, *args, **options) -> None:
        stopping = threading.Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: stopping.set())
        done_on: dict[str, datetime.date] = {}
        while not stopping.is_set():
            today = timezone.localdate()
            self.run("publish_scheduled")
            self.run("sync_search", verbosity=0)
            for command in daily():
                if done_on.get(command) != today and self.run(command):
                    done_on[command] = today
            self.run_beat()
            if options["once"]:
                return
            stopping.wait(INTERVAL)
            close_old_connections()  # The database may have been restarted.

    def run_beat(self) -> None:
        """Leave a sign of life; a database that is away must not end the process."""
        try:
            record(Duty.WORK, is_well=True)
            forget_old_changes()
        except DatabaseError:
            logger.exception("The sign of life could not be recorded")

    def run(self, command: str, **options) -> bool:
        """Run one duty; a failure is logged and does not stop the others."""
        try:
            call_command(command, stdout=self.stdout, **options)
        except Exception:
            logger.exception("Background duty %s failed", command)
            return False
        return True
