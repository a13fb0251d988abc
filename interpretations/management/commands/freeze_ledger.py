"""Keep last month's figures with what they rest on, or prove what was kept."""

from django.core.management.base import BaseCommand, CommandError

from interpretations.freezing import findings, freeze_last_month


class Command(BaseCommand):
    help = "存证上个月的解读台账；--check 核对全部存证，列出过去的变化。"

    def add_arguments(self, parser) -> None:
        parser.add_argument("--check", action="store_true", help="核对，不新增存证")

    def handle(self, *args, check: bool = False, **options) -> None:
        if check:
            self.prove()
        elif month := freeze_last_month():
            self.stdout.write(f"已存证{month}的台账：{month.digest}")

    def prove(self) -> None:
        found = list(findings())
        for each in found:
            self.stdout.write(str(each))
        if any(each.is_broken for each in found):
            raise CommandError("台账存证不完整。")
        self.stdout.write(self.style.SUCCESS("台账存证完整。"))
