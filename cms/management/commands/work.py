"""The one background process: schedules every minute, validity once a day."""

import logging
import signal
import threading

from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.db import close_old_connections
from django.utils import timezone

logger = logging.getLogger(__name__)
INTERVAL = 60  # seconds


class Command(BaseCommand):
    help = "后台进程：按时发布定时文件，每天更新有效性。"

    def add_arguments(self, parser) -> None:
        parser.add_argument("--once", action="store_true", help="只运行一轮")

    def handle(self, *args, **options) -> None:
        stopping = threading.Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: stopping.set())
        refreshed_on = None
        while not stopping.is_set():
            today = timezone.localdate()
            self.run("publish_scheduled")
            if refreshed_on != today and self.run("refresh_validity"):
                refreshed_on = today
            if options["once"]:
                return
            stopping.wait(INTERVAL)

    def run(self, command: str) -> bool:
        """Run one duty; a failure is logged and does not stop the others."""
        close_old_connections()
        try:
            call_command(command, stdout=self.stdout)
        except Exception:
            logger.exception("Background duty %s failed", command)
            return False
        return True
