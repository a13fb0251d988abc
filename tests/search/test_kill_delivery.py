"""A process dies between its commit and the index: the outbox still knows of it.

KILLS says how often; the more, the likelier every moment is met.
"""

import os
import time
from random import Random

import pytest
from django.core.management import call_command

from search.engines import engine
from search.index import differences
from search.models import PendingChange
from tests import library
from tests.search import editor_process

pytestmark = [
    pytest.mark.elasticsearch,
    pytest.mark.pair,
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
]

KILLS = int(os.environ.get("KILLS", "3"))


def test_whenever_it_is_killed_the_index_hears_of_every_commit(
    on_elasticsearch, tmp_path
):
    policies = [library.make_public_pair(title=f"第{n}号通知")[0] for n in range(3)]
    moment = Random(20240311)  # noqa: S311 - the same moments every time

    for _ in range(KILLS):
        with editor_process.at_work(policies, tmp_path) as editor:
            assert editor.publishes()
            time.sleep(moment.uniform(0, 0.5))

        call_command("sync_search", verbosity=0)

        assert not PendingChange.objects.exists()
        assert list(differences(engine())) == []
