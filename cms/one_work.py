"""Work of many steps in one transaction, and what is done once at its end."""

from collections.abc import Callable, Hashable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.db import transaction

# What is to be done when the work at hand is done, and with which values.
_at_its_end: ContextVar[dict[Callable, set] | None] = ContextVar("end", default=None)


@contextmanager
def one_work() -> Iterator[None]:
    """Make what happens inside one transaction and one piece of work.

    One inside another belongs to it. What fails does nothing at its end.
    """
    with transaction.atomic():
        if _at_its_end.get() is not None:
            yield
            return
        waiting: dict[Callable, set] = {}
        token = _at_its_end.set(waiting)
        try:
            yield
        finally:
            _at_its_end.reset(token)
        for act, values in waiting.items():
            act(values)


def at_the_end(act: Callable[[set], None], values: Iterable[Hashable]) -> None:
    """Act on these values at the end of the work at hand, once for all; or else now."""
    waiting = _at_its_end.get()
    if waiting is None:
        act(set(values))
    else:
        waiting.setdefault(act, set()).update(values)
