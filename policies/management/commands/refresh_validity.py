"""Bring the stored validity up to today; lists are filtered by it."""

from django.core.management.base import BaseCommand
from django.utils import timezone

from cms.changes import note_change
from policies.models import PolicyPage


class Command(BaseCommand):
    help = "按今天的日期更新各文件的有效性。"

    def handle(self, *args, **options) -> None:
        changed = PolicyPage.objects.all().refresh_validity(timezone.localdate())
        if changed:
            note_change()  # Rows updated at one stroke tell nobody.
        self.stdout.write(f"更新了 {changed} 份文件的有效性。")
