"""The power fails while pairs are published and taken down: never half a pair is left.

KILLS says how often the server is killed; the more, the likelier every moment is met.
"""

import http.client
import os
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field
from itertools import cycle
from pathlib import Path
from random import Random
from threading import Thread

import pytest
from django.conf import settings
from django.contrib.auth.models import User
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.urls import reverse
from wagtail.models import Page

from interpretations.audit import breaches
from tests import library

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)

KILLS = int(os.environ.get("KILLS", "5"))
PROJECT = Path(__file__).parents[2]
CSRF = "c" * 32
# Seconds; a machine that does other work as well is slow to start a server.
START_UP = 60


@dataclass
class Server:
    """The real server, on a database of its own, to be killed and started again."""

    database: str
    session: str
    folder: Path
    answers: list[int] = field(default_factory=list)

    def start(self) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self._log = (self.folder / "server.log").open("ab")
        self._process = subprocess.Popen(  # noqa: S603 - our own server
            [
                *(sys.executable, "-m", "gunicorn", "cms.wsgi"),
                *("--bind", f"127.0.0.1:{self.port}", "--threads", "4"),
                "--no-control-socket",
            ],
            cwd=PROJECT,
            env=os.environ
            | {
                "DJANGO_SETTINGS_MODULE": "cms.settings.dev",
                "DATABASE_URL": self.database,
                "VAR_DIR": str(self.folder),
                "SECRET_KEY": settings.SECRET_KEY,
                "DEBUG": "false",
            },
            stdout=self._log,
            stderr=self._log,
            start_new_session=True,
        )
        deadline = time.monotonic() + START_UP
        while not self._is_up():
            assert self._process.poll() is None, self.said()
            assert time.monotonic() < deadline, self.said()

    def said(self) -> str:
        """Return the end of what the server wrote, to tell why it does not answer."""
        return (self.folder / "server.log").read_text()[-4000:]

    def kill(self) -> None:
        """End all its processes at once, as a power failure would."""
        with suppress(ProcessLookupError):
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()
        self._log.close()

    def send(self, method: str, address: str) -> int:
        """Return the status of the answer; OSError or HTTPException without one."""
        link = http.client.HTTPConnection("127.0.0.1", self.port, timeout=START_UP)
        cookies = f"{settings.SESSION_COOKIE_NAME}={self.session}; csrftoken={CSRF}"
        try:
            link.request(
                method, address, headers={"Cookie": cookies, "X-CSRFToken": CSRF}
            )
            return link.getresponse().status
        finally:
            link.close()

    def keep_busy(self, addresses: Iterator[str]) -> None:
        """Send one request after another until nobody answers any more."""
        with suppress(OSError, http.client.HTTPException):
            while True:
                self.answers.append(self.send("POST", next(addresses)))

    def _is_up(self) -> bool:
        with suppress(OSError, http.client.HTTPException):
            return self.send("GET", reverse("wagtailadmin_home")) == 200
        time.sleep(0.1)
        return False


@contextmanager
def looking_at(name: str) -> Iterator[None]:
    """Read the database of that name instead of the test's own."""
    own = connection.settings_dict["NAME"]
    connection.close()
    connection.settings_dict["NAME"] = name
    yield
    connection.close()
    connection.settings_dict["NAME"] = own


@pytest.fixture
def pairs():
    return [library.make_public_pair(title=f"第{n}号通知") for n in range(4)]


@pytest.fixture
def session(pairs) -> str:
    client = Client()
    client.force_login(User.objects.create_superuser("admin", password="password"))
    return client.cookies[settings.SESSION_COOKIE_NAME].value


@pytest.fixture
def server(session, tmp_path):
    clone = connection.creation.get_test_db_clone_settings("killed")
    name = str(clone["NAME"])
    if connection.vendor == "postgresql":
        connection.close()  # PostgreSQL copies only what nobody uses.
        connection.creation.clone_test_db("killed", verbosity=0)
        login = f"{clone['USER']}:{clone['PASSWORD']}@{clone['HOST']}:{clone['PORT']}"
        database = f"postgres://{login}/{name}"
    else:
        # Not a copy of the file: while any connection is open, it lacks what stands
        # in the write-ahead log, and the server would not know the session.
        connection.ensure_connection()
        with closing(sqlite3.connect(name)) as copy:
            connection.connection.backup(copy)
        database = f"sqlite:///{name}"
    server = Server(database, session, tmp_path)
    server.name = name
    yield server
    server.kill()
    connection.creation.destroy_test_db(suffix="killed", verbosity=0)


def bulk_actions(pairs, random: Random) -> Iterator[str]:
    """Return addresses that take some pairs down, publish them again, and so on."""
    chosen = random.sample(pairs, 2)
    ids = "&".join(f"id={page.pk}" for pair in chosen for page in pair)
    return cycle(
        [
            reverse("wagtail_bulk_action", args=["wagtailcore", "page", action])
            + f"?{ids}&next=/admin/"
            for action in ("unpublish", "publish")
        ]
    )


def test_server_killed_at_any_moment_leaves_no_half_of_a_pair(server, pairs, capsys):
    random = Random(20240308)  # noqa: S311 - the same moments every time

    for _ in range(KILLS):
        server.start()
        busy = [
            Thread(target=server.keep_busy, args=[bulk_actions(pairs, random)])
            for _ in range(2)
        ]
        answered = len(server.answers)
        for thread in busy:
            thread.start()
        while len(server.answers) == answered and busy[0].is_alive():
            time.sleep(0.01)
        time.sleep(random.uniform(0, 1))
        server.kill()
        for thread in busy:
            thread.join()

        with looking_at(server.name):
            call_command("check_publication")
            assert list(breaches()) == []
            assert Page.find_problems() == ([], [], [], [], [])

    assert set(server.answers) == {302}
    with capsys.disabled():
        sys.stdout.write(f" [{KILLS} kills, {len(server.answers)} answers] ")
