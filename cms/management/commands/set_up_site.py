"""Prepare a new installation; harmless on an old one."""

from django.core.management.base import BaseCommand
from django.db import transaction

from cms.roles import set_up_roles
from cms.site_setup import set_up_site


class Command(BaseCommand):
    help = "建立首页、文件库、解读专栏、主题分类、用户组和审签流程；可以重复运行。"

    def add_arguments(self, parser) -> None:
        parser.add_argument("--name", default="政策文件库", help="网站名称")

    @transaction.atomic
    def handle(self, *args, **options) -> None:
        set_up_site(name=options["name"])
        set_up_roles()
        self.stdout.write(self.style.SUCCESS("网站已就绪。"))
