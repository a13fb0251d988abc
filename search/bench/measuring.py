"""What is measured: quality per class, speed of answers, writing, memory.

On a machine that does other work as well, the processor's time of an answer tells
more than the clock; both are kept.
"""

import re
import statistics
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from multiprocessing import get_context
from pathlib import Path
from typing import NamedTuple

import django
from django.db import connection

from search.bench.questions import Asked
from search.bench.texts import Paper
from search.engines import engine
from search.engines.side_processes import leave_connection
from search.highlight import highlight, snippet
from search.meaning import answered
from search.query import SearchQuery
from search.ranking import reranked
from search.results import SearchResults, find

HITS = 10


class Spent(NamedTuple):
    """Milliseconds by the clock and of the processor, and for which words."""

    clock: float
    processor: float
    words: str = ""


def spent_on(act: Callable[[], object], words: str = "") -> Spent:
    """Return what it costs to do something once."""
    clock, processor = time.perf_counter(), time.process_time()
    act()
    return Spent(
        (time.perf_counter() - clock) * 1000,
        (time.process_time() - processor) * 1000,
        words,
    )


def spread(every: Iterable[Spent]) -> str:
    """Return p50, p95, p99 and the greatest by the clock, and the processor's part."""
    every = list(every)
    clock = sorted(each.clock for each in every)
    processor = [each.processor for each in every]
    return (
        f"p50 {statistics.median(clock):.1f}  p95 {share(clock, 0.95):.1f}"
        f"  p99 {share(clock, 0.99):.1f}  max {clock[-1]:.1f} ms"
        f"  (processor p50 {statistics.median(processor):.1f}"
        f"  p95 {share(sorted(processor), 0.95):.1f}"
        f"  mean {statistics.mean(processor):.1f} ms)"
    )


def share(ordered: Sequence[float], part: float) -> float:
    """Return the value under which this part of the ordered values lies."""
    return ordered[min(len(ordered) - 1, int(len(ordered) * part))]


# --- Quality ---------------------------------------------------------------


def ranks(
    asked: Sequence[Asked], papers: dict[int, Paper]
) -> tuple[dict[str, list[int]], int]:
    """Ask everything; return per class the rank of the first right hit, 0 for none.

    The second value is how many questions had no hit at all.
    """
    found: dict[str, list[int]] = defaultdict(list)
    empty = 0
    for each in asked:
        results = find(SearchQuery(each.words), page_size=HITS)
        empty += not results.total
        right = [
            at
            for at, hit in enumerate(results.hits, 1)
            if hit.policy.pk in papers and each.is_right(papers[hit.policy.pk])
        ]
        found[each.kind].append(right[0] if right else 0)
    return found, empty


def quality(ranks_of: Sequence[int]) -> str:
    """Return success@1, success@10 and the mean reciprocal rank."""
    count = len(ranks_of) or 1
    one = sum(rank == 1 for rank in ranks_of) / count
    ten = sum(rank > 0 for rank in ranks_of) / count
    reciprocal = sum(1 / rank for rank in ranks_of if rank) / count
    return f"@1 {one:.3f}  @10 {ten:.3f}  MRR {reciprocal:.3f}"


# --- Speed -----------------------------------------------------------------


def whole_answer(words: str) -> SearchResults:
    """Answer as the library page does: live rows, total, facets, marked snippets."""
    return find(SearchQuery(words), page_size=HITS)


def engine_answer(words: str) -> None:
    """Answer without Django's rows: hits, total, facets, marked titles, snippets."""
    query = SearchQuery(words)
    question, found = answered(query, engine())
    on = query.choices.on
    ids = reranked(engine(), found, question, on)[:HITS] if found.ids else []
    for stored in engine().texts(ids):
        highlight(stored.title, question.texts)
        snippet(stored.body, question.texts)


def readers(words: Sequence[str], count: int, seconds: float) -> str:
    """Let so many processes ask; return how many answers they got, and how soon."""
    with get_context("fork").Pool(count, initializer=leave_connection) as pool:
        parts = pool.starmap(_read, [(words, seconds, at) for at in range(count)])
    every = [each for part in parts for each in part]
    clock = sorted(each.clock for each in every)
    processor = statistics.mean(each.processor for each in every)
    return (
        f"{len(clock) / seconds:.0f} answers/s, p95 {share(clock, 0.95):.0f} ms"
        f" (processor mean {processor:.1f} ms)"
    )


def _read(words: Sequence[str], seconds: float, at: int) -> list[Spent]:
    every: list[Spent] = []
    # What a process does once is no part of an answer.
    engine_answer(words[0])
    end = time.perf_counter() + seconds
    while time.perf_counter() < end:
        word = words[(at * 17 + len(every)) % len(words)]
        every.append(spent_on(lambda word=word: engine_answer(word)))
    return every


# --- A process of its own --------------------------------------------------


def fresh_process(words: Sequence[str]) -> tuple[Spent, float, float]:
    """Ask in a new process; return its first answer and its megabytes.

    The megabytes are those after the first answer and the most that it ever held.
    """
    context = get_context("spawn")
    with context.Pool(1, initializer=django.setup) as pool:
        return pool.apply(_ask_all, [list(words)])


def _ask_all(words: list[str]) -> tuple[Spent, float, float]:
    connection.ensure_connection()
    first = spent_on(lambda: whole_answer(words[0]))
    after_first = _megabytes()
    for each in words:
        whole_answer(each)
    return first, after_first, _megabytes()


def _megabytes() -> float:
    """Return the most memory that this process held, as Linux tells it."""
    status = Path("/proc/self/status").read_text()
    return int(re.search(r"VmHWM:\s+(\d+)", status)[1]) / 1024
