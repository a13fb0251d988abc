"""Prove on the whole database that nothing is public that may not be."""

from django.core.management.base import BaseCommand, CommandError

from cms.vitals import Duty, record
from interpretations.audit import breaches


class Command(BaseCommand):
    help = "检查全库：已发布的政策是否都有公众可读的解读，已发布的解读是否都有政策。"

    def handle(self, *args, **options) -> None:
        found = list(breaches())
        for breach in found:
            self.stderr.write(str(breach))
        words = (
            f"发现 {len(found)} 处不符合同步发布要求。"
            if found
            else "全库符合同步发布要求。"
        )
        record(Duty.PUBLICATION_CHECK, is_well=not found, words=words)
        if found:
            raise CommandError(words)
        self.stdout.write(self.style.SUCCESS(words))
