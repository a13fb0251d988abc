"""The server itself dies or stands still while texts are published.

KILLS says how often it is killed; the more, the likelier every moment is met. Whoever
started the server starts it again on the same data (`.ci/elasticsearch`).
"""

import os
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from io import StringIO
from pathlib import Path
from random import Random
from threading import Event, Thread, Timer

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from search import outbox
from search.engines import engine
from search.engines.elasticsearch import schema, writing
from search.engines.elasticsearch.connection import AWAY
from search.engines.elasticsearch.connection import client as servers
from search.models import PendingChange
from search.query import SearchQuery
from search.results import find
from tests import library
from tests.search import editor_process
from tests.search.outside import IN_TEXT, ONLY_TITLES, found, with_options

SERVER = os.environ.get("SEARCH_SERVER_PID", "")
pytestmark = [
    pytest.mark.elasticsearch,
    pytest.mark.pair,
    pytest.mark.alone,
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
    pytest.mark.skipif(not SERVER, reason="SEARCH_SERVER_PID names no server of ours"),
]

KILLS = int(os.environ.get("KILLS", "2"))
# The server takes so long to start on a machine that does other work as well.
LONG = 180


def tell_server(number: signal.Signals) -> None:
    os.kill(int(Path(SERVER).read_text()), number)


def wait_for_server() -> None:
    """Return when it answers and has found all its data again."""
    end = time.monotonic() + LONG
    while time.monotonic() < end:
        with suppress(*AWAY):
            said = servers().cluster.health(
                wait_for_status="yellow",
                wait_for_no_initializing_shards=True,
                timeout="1s",
            )
            if not said["timed_out"]:
                return
        time.sleep(0.2)
    pytest.fail("the server did not come back")


@contextmanager
def rebuilding() -> Iterator[None]:
    """Build the index anew without end, whatever becomes of it."""
    ended = Event()

    def work() -> None:
        while not ended.is_set():
            with suppress(CommandError):
                call_command("rebuild_search", stdout=StringIO())
        connection.close()

    thread = Thread(target=work)
    thread.start()
    try:
        yield
    finally:
        ended.set()
        thread.join()


def test_whenever_the_server_is_killed_the_index_hears_of_every_commit(
    on_elasticsearch, tmp_path
):
    policies = [library.make_public_pair(title=f"第{n}号通知")[0] for n in range(3)]
    moment = Random(20240312)  # noqa: S311 - the same moments every time

    for _ in range(KILLS):
        with editor_process.at_work(policies, tmp_path) as editor, rebuilding():
            assert editor.publishes()
            time.sleep(moment.uniform(0, 0.5))
            tell_server(signal.SIGKILL)
            assert editor.publishes(3)
            wait_for_server()

        call_command("sync_search", verbosity=0)

        assert not PendingChange.objects.exists()
        call_command("check_search", stdout=StringIO())
        results = find(SearchQuery("调整补贴标准"))
        assert not results.notice

    call_command("rebuild_search", stdout=StringIO())
    call_command("check_search", stdout=StringIO())
    assert len(schema._every()) == 1


def test_a_server_that_stands_still_holds_nobody_up(
    on_elasticsearch, interpretation, impatient, settings, monkeypatch, client
):
    settings.SEARCH_URL = with_options(timeout=0.5)
    monkeypatch.setattr(outbox, "SOON", 0.5)
    tell_server(signal.SIGSTOP)
    try:
        policy = library.publish(interpretation.policy)
        page = client.get("/library/", {"q": policy.title}).content.decode()
    finally:
        tell_server(signal.SIGCONT)
    assert ONLY_TITLES in page
    assert policy.url in page

    settings.SEARCH_URL = with_options()
    call_command("work", once=True)

    assert found(IN_TEXT) == [policy]


def test_a_rebuild_waits_for_a_server_that_stands_still_for_a_while(
    on_elasticsearch, pair, settings, monkeypatch
):
    second, _ = library.make_public_pair(title="关于发放求职补贴的通知")
    settings.SEARCH_URL = with_options(write_timeout=1)
    monkeypatch.setattr(writing, "BATCH", 1)
    building = engine().rebuild([pair[0].pk, second.pk], 1)
    next(building)

    tell_server(signal.SIGSTOP)
    going_on = Timer(2.5, tell_server, [signal.SIGCONT])
    going_on.start()
    try:
        list(building)
    finally:
        going_on.join()

    assert set(found(IN_TEXT)) == {pair[0], second}
    call_command("check_search", stdout=StringIO())
