"""Lets two connections meet in one database: who came first, who waits, who is over."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from threading import Barrier, Event, Thread

from django.db import connection, transaction

# A test that hangs is a test that failed; no wait here is ever this long otherwise.
LONG = 60
WRITE = re.compile(r"\s*(BEGIN IMMEDIATE|INSERT|UPDATE|DELETE)")


@dataclass
class Contestant:
    """One thread with a connection of its own, and what became of its work."""

    work: Callable[[], None]
    error: Exception | None = None
    backend: int | None = None
    writes: Event = field(default_factory=Event)
    over: Event = field(default_factory=Event)

    def __post_init__(self) -> None:
        self._thread = Thread(target=self._run, daemon=True)

    def start(self) -> None:
        self._thread.start()

    def join(self) -> None:
        self._thread.join(LONG)
        assert not self._thread.is_alive(), f"{self.work} hangs"

    def _run(self) -> None:
        try:
            if connection.vendor == "postgresql":
                with connection.cursor() as cursor:
                    cursor.execute("SELECT pg_backend_pid()")
                    (self.backend,) = cursor.fetchone()
            with connection.execute_wrapper(self._notice):
                self.work()
        except Exception as error:
            self.error = error
        finally:
            self.over.set()
            self.writes.set()
            connection.close()

    def _notice(self, execute, sql, *arguments):
        if WRITE.match(sql):
            self.writes.set()
        return execute(sql, *arguments)

    def wait_until_held_up(self) -> None:
        """Return when this one waits for a lock of the caller's connection, or is over.

        SQLite does not tell who waits: there, when it is about to write, which it
        cannot do before the caller's transaction ends.
        """
        if connection.vendor == "postgresql":
            while not self.over.wait(0.01) and not self._waits():
                pass
        else:
            self.writes.wait(LONG)

    def _waits(self) -> bool:
        if self.backend is None:
            return False
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT pg_backend_pid() = ANY (pg_blocking_pids(%s))", [self.backend]
            )
            return cursor.fetchone()[0]


def first_then_second(
    first: Sequence[Callable[[], None]], second: Callable[[], None]
) -> list[Exception | None]:
    """Return how both ended, if the second comes while the first is half-way.

    The first does its steps in one transaction. After its first step the second begins
    on a connection of its own; the first goes on when the second waits for it, or is
    over.
    """
    later = Contestant(second)

    def steps() -> None:
        try:
            with transaction.atomic():
                first[0]()
                later.start()
                later.wait_until_held_up()
                for step in first[1:]:
                    step()
        finally:
            if not later.over.is_set() and later._thread.ident is None:
                later.start()

    sooner = Contestant(steps)
    sooner.start()
    sooner.join()
    later.join()
    return [sooner.error, later.error]


def at_once(*works: Callable[[], None]) -> list[Exception | None]:
    """Return how all ended, if all begin at the same moment."""
    barrier = Barrier(len(works))

    def begin_with(work: Callable[[], None]) -> Callable[[], None]:
        def run() -> None:
            barrier.wait(LONG)
            work()

        return run

    contestants = [Contestant(begin_with(work)) for work in works]
    for contestant in contestants:
        contestant.start()
    for contestant in contestants:
        contestant.join()
    return [contestant.error for contestant in contestants]
