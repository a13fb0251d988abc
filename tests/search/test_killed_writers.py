"""The power fails while texts are published, brought in and the index is rebuilt.

KILLS says how often all the processes are killed; the more, the likelier every moment
is met.
"""

import os
import sqlite3
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from io import StringIO
from itertools import chain
from random import Random

import pytest
from django.core.management import call_command
from django.db import connection
from wagtail.models import Page

from search.documents import public_policies
from search.engines import engine, indexing_engine
from search.query import SearchQuery
from search.results import find
from tests import library
from tests.search.writers import TITLE, at_work

pytestmark = [
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
    pytest.mark.skipif(indexing_engine() is None, reason="no full text here"),
]

KILLS = int(os.environ.get("KILLS", "3"))


@pytest.fixture
def database(tmp_path) -> str:
    """Return the name of a copy of the database that other processes may open."""
    policies = [library.make_public_pair(title=TITLE.format(n))[0] for n in range(6)]
    assert len(policies) == 6
    name = str(tmp_path / "db.sqlite3")  # as the settings of tests would have it
    with closing(sqlite3.connect(name)) as copy:
        connection.connection.backup(copy)
        copy.execute("PRAGMA journal_mode=WAL")
    return name


@contextmanager
def looking_at(name: str) -> Iterator[None]:
    """Read the database of that name instead of the test's own."""
    own = connection.settings_dict["NAME"]
    with pytest.MonkeyPatch.context() as patch:
        kept, connection.connection = connection.connection, None
        patch.setitem(connection.settings_dict, "NAME", name)
        yield
        connection.connection.close()
        connection.connection = kept
    assert connection.settings_dict["NAME"] == own


def test_killed_processes_leave_an_index_that_says_what_the_database_says(
    database, tmp_path, capsys
):
    random = Random(20240308)  # noqa: S311 - the same moments every time
    done = 0

    for kill in range(KILLS):
        with at_work(kill * 10, tmp_path) as writers:
            # Not before each of them has done something, then at any moment.
            for each in writers:
                each.wait()
            time.sleep(random.uniform(0, 0.5))
        last = dict(chain.from_iterable(each.told() for each in writers))
        done += len(last)

        with looking_at(database):
            call_command("check_search", stdout=StringIO())
            public = set(public_policies().values_list("pk", flat=True))
            assert {key for key, _ in engine().fingerprints()} == public
            assert find(SearchQuery("印发办法")).total == len(public)
            brought = {policy_id for policy_id, is_public in last.items() if is_public}
            # What a killed one did last, it may not have told.
            assert len(brought - public - {0}) <= 1
            assert Page.find_problems() == ([], [], [], [], [])

    with capsys.disabled():
        sys.stdout.write(f" [{KILLS} kills, {done} changes] ")
