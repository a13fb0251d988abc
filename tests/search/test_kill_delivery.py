"""A process dies between its commit and the index: the outbox still knows of it.

KILLS says how often; the more, the likelier every moment is met.
"""

import os
import subprocess
import sys
import time
from pathlib import Path
from random import Random

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connection

from search.engines import engine
from search.index import differences
from search.models import PendingChange
from tests import library

pytestmark = [
    pytest.mark.elasticsearch,
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
]

KILLS = int(os.environ.get("KILLS", "3"))
PROJECT = Path(__file__).parents[2]
# Publishes new words without end; says so when it has begun.
EDITOR = """
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


def address_of_the_database() -> str:
    database = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{database['NAME']}"
    login = f"{database['USER']}:{database['PASSWORD']}"
    return (
        f"postgres://{login}@{database['HOST']}:{database['PORT']}/{database['NAME']}"
    )


def test_whenever_it_is_killed_the_index_hears_of_every_commit(
    on_elasticsearch, tmp_path
):
    pairs = [library.make_public_pair(title=f"第{n}号通知") for n in range(3)]
    keys = [str(policy.pk) for policy, _ in pairs]
    moment = Random(20240311)  # noqa: S311 - the same moments every time

    for _ in range(KILLS):
        editor = subprocess.Popen(  # noqa: S603 - our own words
            [sys.executable, "-c", EDITOR, *keys],
            cwd=PROJECT,
            env=os.environ
            | {
                "DJANGO_SETTINGS_MODULE": "cms.settings.dev",
                "DATABASE_URL": address_of_the_database(),
                "SEARCH_URL": settings.SEARCH_URL,
                "VAR_DIR": str(tmp_path),
            },
            stdout=subprocess.PIPE,
        )
        assert editor.stdout.readline()
        time.sleep(moment.uniform(0, 0.5))
        editor.kill()
        editor.communicate()

        call_command("sync_search", verbosity=0)

        assert not PendingChange.objects.exists()
        assert list(differences(engine())) == []
