"""The site as it is served: two gunicorn workers, and readers who never pause."""

import http.client
import os
import socket
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

from django.conf import settings
from django.core.management.base import CommandError
from django.db import connection

WORKERS, READERS = 2, 4
SECONDS = 5


@contextmanager
def served() -> Iterator[int]:
    """Serve this database on a free port of this machine until the block ends."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    database = f"sqlite:///{connection.settings_dict['NAME']}"
    environment = {**os.environ, "DATABASE_URL": database, "DEBUG": "false"}
    command = [
        *(sys.executable, "-m", "gunicorn", "cms.wsgi", "--log-level", "error"),
        *("--bind", f"127.0.0.1:{port}", "--workers", str(WORKERS)),
    ]
    # A fixed command, no shell.
    server = subprocess.Popen(  # noqa: S603
        command, env=environment, cwd=settings.BASE_DIR
    )
    try:
        _wait_for(port)
        yield port
    finally:
        server.terminate()
        server.wait()


def _wait_for(port: int) -> None:
    end = time.monotonic() + 60
    while time.monotonic() < end:
        try:
            return _ask(port, "/robots.txt", {})
        except OSError:
            time.sleep(0.2)
    raise CommandError("The server does not answer.")


def _ask(port: int, address: str, headers: dict[str, str]) -> tuple[int, str | None]:
    link = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    try:
        link.request("GET", address, headers={"Host": "localhost", **headers})
        answer = link.getresponse()
        answer.read()
        return answer.status, answer.headers["ETag"]
    finally:
        link.close()


def rate(port: int, address: str, *, unchanged: bool = False) -> str:
    """Return how many answers so many readers get, and how soon."""
    _, etag = _ask(port, address, {})
    headers = {"If-None-Match": etag} if unchanged and etag else {}
    expected = 304 if unchanged else 200
    end = time.monotonic() + SECONDS

    def read(_) -> list[float]:
        spent = []
        while (begun := time.monotonic()) < end:
            status, _ = _ask(port, address, headers)
            if status != expected:
                raise CommandError(f"{address}: {status}")
            spent.append((time.monotonic() - begun) * 1000)
        return spent

    with ThreadPoolExecutor(READERS) as pool:
        spent = [each for part in pool.map(read, range(READERS)) for each in part]
    return (
        f"{len(spent) / SECONDS:6.0f} answers/s,"
        f" median {statistics.median(spent):6.1f} ms"
    )
