"""An editor in a process of its own, who publishes without end."""

import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.db import connection

from policies.models import PolicyPage

PROJECT = Path(__file__).parents[2]
# Says so after each publication.
PUBLISHING = """
import itertools, sys
import django
django.setup()
from policies.models import PolicyPage
for number, key in zip(itertools.count(), itertools.cycle(map(int, sys.argv[1:]))):
    policy = PolicyPage.objects.get(pk=key)
    policy.title = f"关于第{number}次调整补贴标准的通知"
    policy.save_revision().publish()
    print(number, flush=True)
"""


class Editor:
    """What a test may know of the process: what it has published."""

    def __init__(self, process: subprocess.Popen):
        self._process = process

    def publishes(self, times: int = 1) -> bool:
        """Wait until it has published so many times more; False if it has ended."""
        return all(self._process.stdout.readline() for _ in range(times))


@contextmanager
def at_work(policies: Sequence[PolicyPage], folder: Path) -> Iterator[Editor]:
    """Let the editor publish these anew until the block ends; then it is killed."""
    process = subprocess.Popen(  # noqa: S603 - our own words
        [sys.executable, "-c", PUBLISHING, *(str(each.pk) for each in policies)],
        cwd=PROJECT,
        env=os.environ
        | {
            "DJANGO_SETTINGS_MODULE": "cms.settings.dev",
            "DATABASE_URL": _address_of_the_database(),
            "SEARCH_URL": settings.SEARCH_URL,
            "VAR_DIR": str(folder),
        },
        stdout=subprocess.PIPE,
    )
    try:
        yield Editor(process)
    finally:
        process.kill()
        process.communicate()


def _address_of_the_database() -> str:
    database = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{database['NAME']}"
    login = f"{database['USER']}:{database['PASSWORD']}"
    return (
        f"postgres://{login}@{database['HOST']}:{database['PORT']}/{database['NAME']}"
    )
