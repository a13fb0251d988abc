"""The power fails while texts are published, brought in and the index is rebuilt.

KILLS says how often all the processes are killed; the more, the likelier every moment
is met.
"""

import os
import signal
import sqlite3
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from io import StringIO
from multiprocessing import get_context
from multiprocessing.connection import Connection
from random import Random

import pytest
from django.core.management import call_command
from django.db import connection
from wagtail.models import Page

from policies.models import PolicyPage
from search.documents import public_policies
from search.engines import engine, indexing_engine
from search.engines.embedded import writing
from search.query import SearchQuery
from search.results import find
from tests import library

pytestmark = [
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
    pytest.mark.skipif(indexing_engine() is None, reason="no full text here"),
]

KILLS = int(os.environ.get("KILLS", "3"))
LONG = 120
# Without a breath between two changes, writers of SQLite may keep one out for minutes.
BREATH = 0.2  # seconds
TITLE = "关于印发《第{}号办法》的通知"


@pytest.fixture
def database(tmp_path) -> str:
    """Return the name of a copy of the database that other processes may open."""
    policies = [library.make_public_pair(title=TITLE.format(n))[0] for n in range(6)]
    assert len(policies) == 6
    name = str(tmp_path / "killed.sqlite3")
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


# --- What the killed processes do ------------------------------------------


def publish_and_take_down(tell: Callable[[int, bool], None], seed: int) -> None:
    random = Random(seed)  # noqa: S311
    keys = list(PolicyPage.objects.values_list("pk", flat=True)[:6])
    while True:
        policy = PolicyPage.objects.get(pk=random.choice(keys))
        if policy.live:
            policy.unpublish()
            tell(policy.pk, False)
        else:
            policy.title = TITLE.format(random.randrange(10_000))
            policy.save_revision().publish()
            tell(policy.pk, True)


def bring_in(tell: Callable[[int, bool], None], seed: int) -> None:
    while True:
        policy, _ = library.make_public_pair(title=TITLE.format(seed))
        tell(policy.pk, True)


def rebuild(tell: Callable[[int, bool], None], seed: int) -> None:
    # As many batches as there are with many documents.
    writing.BATCH = 2
    while True:
        call_command("rebuild_search", stdout=StringIO())
        tell(0, True)


def run(name: str, work, seed: int, told: Connection) -> None:
    """Do the work in this process, in a session of its own, until it is killed."""
    os.setsid()
    connection.connection = None
    connection.settings_dict["NAME"] = name

    def tell(*said) -> None:
        told.send(said)
        time.sleep(BREATH)

    work(tell, seed)


@contextmanager
def at_work(database: str, works: Sequence, seed: int) -> Iterator[list[Connection]]:
    """Let processes work until the block ends, then kill them; yield what they tell."""
    context = get_context("fork")
    running, heard = [], []
    try:
        for at, work in enumerate(works):
            listening, telling = context.Pipe(duplex=False)
            process = context.Process(
                target=run, args=(database, work, seed + at, telling)
            )
            process.start()
            # Only the process itself holds it, so that its end is heard.
            telling.close()
            running.append(process)
            heard.append(listening)
        yield heard
    finally:
        for process in running:
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
        for process in running:
            process.join()


def told_by(heard: Sequence[Connection]) -> Iterator[tuple[int, bool]]:
    """Yield what killed processes told and nobody has heard yet."""
    for each in heard:
        with suppress(EOFError):
            while True:
                yield each.recv()


def test_killed_processes_leave_an_index_that_says_what_the_database_says(
    database, capsys
):
    random = Random(20240308)  # noqa: S311 - the same moments every time
    works = (publish_and_take_down, bring_in, rebuild)
    done = 0

    for kill in range(KILLS):
        with at_work(database, works, kill * 10) as heard:
            # Not before each of them has done something, then at any moment.
            for each in heard:
                assert each.poll(LONG)
            time.sleep(random.uniform(0, 0.5))
        last = dict(told_by(heard))
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
