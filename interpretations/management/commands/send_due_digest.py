"""Sends what is due by mail, to each their own; `manage.py work` does so daily."""

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from interpretations.due_digest import send_digests


class Command(BaseCommand):
    help = "把逾期和本周到期的事项发送给各经办机构的人员，每人每天最多一封。"

    def handle(self, *args, **options) -> None:
        if settings.DUE_DIGEST_HOUR is None:
            self.stdout.write("没有启用到期提醒（DUE_DIGEST_HOUR）。")
            return
        try:
            sent = send_digests()
        except OSError as error:
            raise CommandError(f"邮件服务器没有响应：{error}") from error
        if sent:
            self.stdout.write(f"发送了 {sent} 封到期提醒。")
