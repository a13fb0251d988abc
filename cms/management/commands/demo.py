"""`make demo`: the site with sample content on this machine, until Ctrl-C."""

import os
import signal
import socket
import subprocess
import sys

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from tqdm import tqdm
from wagtail.models import Site

from cms.demo.filling import PASSWORD, DemoSite


class StepProgress:
    """Shows one bar for all steps, naming the one at work."""

    def __call__(self, steps):
        self.bar = tqdm(steps, desc="样例内容", unit="步")
        return self.bar

    def describe(self, words: str) -> None:
        self.bar.set_postfix_str(words, refresh=False)


def is_free(port: int) -> bool:
    """Tell whether nobody listens on this port of this machine."""
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) != 0


class Command(BaseCommand):
    help = "建立数据库，填入样例内容，在本机启动网站和后台进程。"

    def add_arguments(self, parser) -> None:
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument("--no-serve", action="store_true", help="只填内容，不启动")

    def handle(self, *args, port: int, no_serve: bool, **options) -> None:
        if not no_serve and not is_free(port):
            raise CommandError(
                f"端口 {port} 已被占用，请换一个：make demo PORT={port + 1}"
            )
        call_command("migrate", verbosity=0)
        call_command("seed_calendar")
        site = DemoSite()
        if site.is_filled():
            self.stdout.write("已有内容，不再填入样例。")
        else:
            site.fill(StepProgress())
            call_command("refresh_validity")
        call_command("check_publication")
        # Absolute addresses on the pages are those that the visitor really uses.
        for site_row in Site.objects.filter(is_default_site=True):
            site_row.hostname, site_row.port = "127.0.0.1", port
            site_row.save()
        if not no_serve:
            self.serve(port)

    def serve(self, port: int) -> None:
        address = f"http://127.0.0.1:{port}"
        environment = {**os.environ, "DEBUG": "false", "BASE_URL": address}
        environment.setdefault("DJANGO_SETTINGS_MODULE", "cms.settings.dev")
        web = [
            *(sys.executable, "-m", "gunicorn", "cms.wsgi"),
            *(
                "--bind",
                f"127.0.0.1:{port}",
                "--workers",
                "2",
                "--log-level",
                "warning",
            ),
        ]
        worker = [sys.executable, "manage.py", "work"]
        # Fixed commands, no shell, nothing typed by a person but the port number.
        children = [
            subprocess.Popen(command, env=environment)  # noqa: S603
            for command in (web, worker)
        ]
        self.introduce(address)
        signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
        try:
            children[0].wait()
        except KeyboardInterrupt:
            pass
        finally:
            for child in children:
                child.terminate()
            for child in children:
                child.wait()

    def introduce(self, address: str) -> None:
        """Print where to go and whom to be."""
        lines = [
            "",
            f"公众网站：{address}/",
            f"管理后台：{address}/admin/",
            f"样例账号（密码都是 {PASSWORD}）：",
            *(f"  {name:<10}{role}" for name, role in DemoSite.people),
            "按 Ctrl-C 结束。",
        ]
        self.stdout.write("\n".join(lines))
        self.stdout.flush()
