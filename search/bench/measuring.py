"""What is measured: quality per class, speed of whole answers, writing, memory."""

import os
import resource
import statistics
import time
from collections import defaultdict
from collections.abc import Callable, Sequence
from multiprocessing import get_context

from django.db import connection

from search.bench.questions import Asked
from search.bench.texts import Paper
from search.query import SearchQuery
from search.results import find

HITS = 10


def ranks(
    asked: Sequence[Asked], papers: dict[int, Paper]
) -> tuple[dict[str, list[int]], list[tuple[float, str]]]:
    """Ask everything; return per class the rank of the first right hit, 0 for none.

    The second value lists (milliseconds, words) of every whole answer: ten hits with
    titles and snippets, total and facets.
    """
    found: dict[str, list[int]] = defaultdict(list)
    spent = []
    for each in asked:
        begun = time.perf_counter()
        results = find(SearchQuery(each.words), page_size=HITS)
        spent.append(((time.perf_counter() - begun) * 1000, each.words))
        right = [
            at
            for at, hit in enumerate(results.hits, 1)
            if hit.policy.pk in papers and each.is_right(papers[hit.policy.pk])
        ]
        found[each.kind].append(right[0] if right else 0)
    return found, spent


def engine_alone(asked: Sequence[Asked]) -> list[float]:
    """Return the milliseconds of the engine's part, without Django's rows."""
    from search.engines import engine
    from search.results import _reranked

    spent = []
    for each in asked:
        query = SearchQuery(each.words)
        begun = time.perf_counter()
        found = engine().find(query.question, query.choices, query.sort)
        ids = _reranked(engine(), found, query)[:HITS] if found.ids else []
        engine().texts(ids)
        spent.append((time.perf_counter() - begun) * 1000)
    return spent


def quality(ranks_of: Sequence[int]) -> tuple[float, float, float]:
    """Return success@1, success@10 and the mean reciprocal rank."""
    count = len(ranks_of) or 1
    return (
        sum(rank == 1 for rank in ranks_of) / count,
        sum(rank > 0 for rank in ranks_of) / count,
        sum(1 / rank for rank in ranks_of if rank) / count,
    )


def spread(spent: Sequence[float]) -> str:
    """Return p50, p95, p99 and the greatest of some milliseconds."""
    ordered = sorted(spent)
    at = [ordered[min(len(ordered) - 1, int(len(ordered) * q))] for q in (0.95, 0.99)]
    return (
        f"p50 {statistics.median(ordered):.1f}  p95 {at[0]:.1f}  p99 {at[1]:.1f}"
        f"  max {ordered[-1]:.1f} ms"
    )


def memory_mb() -> float:
    """Return the greatest resident memory of this process."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def readers(words: Sequence[str], count: int, seconds: float) -> tuple[float, float]:
    """Let so many processes ask; return answers a second and the p95 of one."""
    with get_context("fork").Pool(count, initializer=_fresh) as pool:
        parts = pool.starmap(_read, [(words, seconds, at) for at in range(count)])
    spent = sorted(each for part in parts for each in part)
    return len(spent) / seconds, spent[int(len(spent) * 0.95)]


def _fresh() -> None:
    connection.connection = None


def _read(words: Sequence[str], seconds: float, at: int) -> list[float]:
    spent = []
    end = time.perf_counter() + seconds
    while (begun := time.perf_counter()) < end:
        find(SearchQuery(words[(at * 17 + len(spent)) % len(words)]), page_size=HITS)
        spent.append((time.perf_counter() - begun) * 1000)
    return spent


def timed(act: Callable[[], object]) -> float:
    """Return how many milliseconds something takes."""
    begun = time.perf_counter()
    act()
    return (time.perf_counter() - begun) * 1000


def cores() -> int:
    """Return how many cores there are."""
    return os.cpu_count() or 1
