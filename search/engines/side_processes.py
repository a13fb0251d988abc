"""Work on the library that is shared out among processes."""

from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import get_context
from typing import TypeVar

from django.db import connection

from search.engines import SideProcessEnded

# So many parts for each process are done, or being done, before they are asked for.
AHEAD = 2
Part = TypeVar("Part")
Made = TypeVar("Made")
_of_the_parent = []


def shared_out(
    work: Callable[[Part], Made],
    parts: Sequence[Part],
    processes: int,
    begin: Callable[[], None] | None = None,
) -> Iterator[Made]:
    """Yield what the work makes of each part, in their order.

    It is done in this process where others would not help, or not see what this
    transaction wrote. Each of the others calls `begin` first. Raises SideProcessEnded
    if one of them is killed, as by a system that is short of memory.
    """
    if processes < 2 or len(parts) < 2 or connection.in_atomic_block:
        yield from map(work, parts)
        return
    with ProcessPoolExecutor(
        processes, get_context("fork"), initializer=_begin, initargs=(begin,)
    ) as pool:
        ahead = deque()
        try:
            for part in parts:
                ahead.append(pool.submit(work, part))
                if len(ahead) > AHEAD * processes:
                    yield ahead.popleft().result()
            while ahead:
                yield ahead.popleft().result()
        except BrokenProcessPool as error:
            raise SideProcessEnded from error


def _begin(begin: Callable[[], None] | None) -> None:
    leave_connection()
    if begin:
        begin()


def leave_connection() -> None:
    """Let a forked process open a database connection of its own.

    The parent's is neither used nor closed: SQLite allows a child neither of them.
    """
    _of_the_parent.append(connection.connection)
    connection.connection = None
