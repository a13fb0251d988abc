"""Answers that cost much and change little: whole lists, and the commonest words."""

import time
from collections import OrderedDict
from collections.abc import Callable, Hashable

from search.engines import Found
from search.engines.embedded import tables

SECONDS = 60
KEPT = 64

_found: OrderedDict[Hashable, tuple[int, float, Found]] = OrderedDict()


def remembered(key: Hashable, may_keep: bool, find: Callable[[], Found]) -> Found:
    """Return the answer, at most a minute old if it may be kept.

    In one process; what is shown is joined to live rows whatever its age.
    """
    if not may_keep:
        return find()
    generation = tables.state("generation") or 0
    if kept := _found.get(key):
        of, at, answer = kept
        if of == generation or time.monotonic() - at < SECONDS:
            _found.move_to_end(key)
            return answer
    answer = find()
    _found[key] = (generation, time.monotonic(), answer)
    while len(_found) > KEPT:
        _found.popitem(last=False)
    return answer
