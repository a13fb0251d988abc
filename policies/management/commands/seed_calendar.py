"""Fill the table of working days with the years that are announced."""

from django.core.management.base import BaseCommand
from django.db import transaction

from policies.working_days import prepare_year, seed_calendar


class Command(BaseCommand):
    help = "补入已公布放假安排的年份的工作日历；已有的年份不改动。"

    def add_arguments(self, parser) -> None:
        parser.add_argument(
            "--year",
            type=int,
            help="先按周一至周五补入这一年，再由管理员按放假通知修改",
        )

    @transaction.atomic
    def handle(self, *args, year: int | None = None, **options) -> None:
        added = seed_calendar()
        if year and prepare_year(year):
            added.append(year)
        years = "、".join(str(each) for each in added)
        self.stdout.write(f"已补入工作日历：{years}。" if added else "工作日历已齐全。")
