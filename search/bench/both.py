"""Both engines side by side on the same documents and questions.

Every question is asked of both in turn, so that other work on the machine slows them
alike. What they find is compared question by question.
"""

import os
import statistics
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field

from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection

from search.bench import measuring
from search.bench.questions import Asked
from search.bench.texts import Paper
from search.engines import engine
from search.engines.elasticsearch import schema
from search.engines.elasticsearch.connection import client, forget
from search.query import SearchQuery
from search.results import SearchResults, find

EMBEDDED, SERVER = "embedded", "elasticsearch"
# So far may the shares of right first answers be apart.
APART = 0.02
# So long do the readers ask.
SECONDS = 6

Say = Callable[[str], None]


@dataclass
class Answer:
    """What one engine answered: its first ten, their total, the first right one."""

    kind: str
    words: str
    ids: dict[str, list[int]] = field(default_factory=dict)
    total: dict[str, int] = field(default_factory=dict)
    rank: dict[str, int] = field(default_factory=dict)


def compare(
    asked: Sequence[Asked],
    papers: dict[int, Paper],
    common: Sequence[str],
    publication: Callable[[], None],
    say: Say,
    *,
    rebuild: bool,
    quality_only: bool,
) -> bool:
    """Say how the engines fare; True if their right first answers are as many."""
    # Slow answers are measured, not given up.
    mark = "&" if "?" in settings.SEARCH_URL else "?"
    patient = f"{settings.SEARCH_URL}{mark}timeout=60&write_timeout=60"
    engines = {EMBEDDED: "", SERVER: patient}
    for name, url in engines.items():
        with searching_by(url):
            if rebuild or not _holds(len(papers)):
                _build(name, len(papers), say)
            say(f"{name}: size {_size() / 1e6:.0f} MB")
            for each in asked[:50]:
                measuring.whole_answer(each.words)
    say(f"load {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")
    if not quality_only:
        _speed(engines, asked, common, say)
        for name, url in engines.items():
            with searching_by(url):
                say(f"{name}:")
                _readers([each.words for each in asked], say)
                publication()
    answers = _ask(engines, asked, papers)
    _differences(answers, say)
    return _quality(answers, say)


@contextmanager
def searching_by(url: str) -> Iterator[None]:
    """Let this process search by the engine of this SEARCH_URL."""
    kept = settings.SEARCH_URL
    settings.SEARCH_URL = url
    engine.cache_clear()
    try:
        yield
    finally:
        settings.SEARCH_URL = kept
        engine.cache_clear()


# --- The indexes -----------------------------------------------------------


def _holds(documents: int) -> bool:
    return engine().is_usable() and find(SearchQuery()).total == documents


def _build(name: str, documents: int, say: Say) -> None:
    before = _server_processor()
    own = sum(os.times()[:4])
    begun = time.perf_counter()
    call_command("rebuild_search", verbosity=0)
    spent = time.perf_counter() - begun
    own = sum(os.times()[:4]) - own
    server = (_server_processor() - before) / 1000
    say(
        f"{name}: build {spent:.0f} s, {documents / spent:.0f} documents/s"
        f" (processor {own:.0f} s, server {server:.0f} s)"
    )


def _size() -> float:
    """Return how many bytes the index takes, or nan if that cannot be told."""
    if settings.SEARCH_URL:
        said = client().indices.stats(index=schema.live(), metric="store")
        return said["_all"]["total"]["store"]["size_in_bytes"]
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT sum(pgsize) FROM dbstat WHERE name LIKE 'search_%%'")
            return cursor.fetchone()[0]
    except DatabaseError:
        return float("nan")


def _server_processor() -> float:
    """Return the milliseconds that the servers have spent; none for the embedded."""
    if not settings.SEARCH_URL:
        return 0
    nodes = client().nodes.stats(metric="process")["nodes"].values()
    return sum(each["process"]["cpu"]["total_in_millis"] for each in nodes)


# --- Speed -----------------------------------------------------------------


def _speed(
    engines: dict[str, str], asked: Sequence[Asked], common: Sequence[str], say: Say
) -> None:
    words = [each.words for each in asked]
    numbers = [each.words for each in asked if each.kind == "number"]
    for name, ask, typed in (
        ("engine's answer", measuring.engine_answer, words),
        ("with live rows", measuring.whole_answer, words),
        ("numbers", measuring.engine_answer, numbers),
        ("common words", measuring.engine_answer, common),
        ("plain list", lambda _: find(SearchQuery()), common),
    ):
        spent: dict[str, list[measuring.Spent]] = defaultdict(list)
        server = _server_processor()
        for at, word in enumerate(typed):
            for chosen, url in list(engines.items())[:: 1 if at % 2 else -1]:
                with searching_by(url):
                    engine()
                    answer = measuring.spent_on(lambda a=ask, w=word: a(w), word)
                spent[chosen].append(answer)
        server = (_server_processor() - server) / len(typed)
        for chosen in engines:
            slowest = max(spent[chosen])
            say(f"{name:15} {chosen:13} {measuring.spread(spent[chosen])}")
            say(f"  slowest: {slowest.words[:48]}")
        say(f"  processor of the server, mean {server:.1f} ms")


def _readers(words: list[str], say: Say) -> None:
    for count in (1, 4):
        # Each reader opens connections of its own.
        connection.close()
        forget()
        say(f"  {count} readers: {measuring.readers(words, count, SECONDS)}")


# --- What is found ---------------------------------------------------------


def _ask(
    engines: dict[str, str], asked: Sequence[Asked], papers: dict[int, Paper]
) -> list[Answer]:
    answers = [Answer(each.kind, each.words) for each in asked]
    for name, url in engines.items():
        with searching_by(url):
            for each, answer in zip(asked, answers, strict=True):
                results: SearchResults = find(
                    SearchQuery(each.words), page_size=measuring.HITS
                )
                if results.notice:
                    raise CommandError(f"{name}: {results.notice}")
                answer.ids[name] = [hit.policy.pk for hit in results.hits]
                answer.total[name] = results.total
                right = (
                    at
                    for at, key in enumerate(answer.ids[name], 1)
                    if key in papers and each.is_right(papers[key])
                )
                answer.rank[name] = next(right, 0)
    return answers


def _differences(answers: Sequence[Answer], say: Say) -> None:
    """Say for how many questions both found the same, and name the others."""
    alike: Counter[str] = Counter()
    for answer in answers:
        one, other = answer.ids[EMBEDDED], answer.ids[SERVER]
        alike["first"] += one[:1] == other[:1]
        alike["ten"] += set(one) == set(other)
        alike["order"] += one == other
        alike["total"] += answer.total[EMBEDDED] == answer.total[SERVER]
    say(
        f"of {len(answers)} questions the same: first document {alike['first']},"
        f" ten documents {alike['ten']}, their order {alike['order']},"
        f" total {alike['total']}"
    )
    for answer in answers:
        if answer.total[EMBEDDED] == answer.total[SERVER] and set(
            answer.ids[EMBEDDED]
        ) == set(answer.ids[SERVER]):
            continue
        said = "; ".join(
            f"{name} rank {answer.rank[name]} of {answer.total[name]}"
            for name in (EMBEDDED, SERVER)
        )
        shared = len(set(answer.ids[EMBEDDED]) & set(answer.ids[SERVER]))
        say(f"  {answer.kind}: {answer.words[:48]}: {said}; {shared} documents shared")


def _quality(answers: Sequence[Answer], say: Say) -> bool:
    """Say how many first and tenth answers are right; tell if they are close."""
    kinds = list(dict.fromkeys(answer.kind for answer in answers))
    for kind in (*kinds, ""):
        these = [answer for answer in answers if kind in ("", answer.kind)]
        for name in (EMBEDDED, SERVER):
            ranks = [answer.rank[name] for answer in these]
            say(f"{kind or 'all':15} {name:13} {measuring.quality(ranks)}")
    for name in (EMBEDDED, SERVER):
        say(f"without a hit: {name} {sum(not each.total[name] for each in answers)}")
    first = [
        statistics.mean(answer.rank[name] == 1 for answer in answers)
        for name in (EMBEDDED, SERVER)
    ]
    apart = abs(first[0] - first[1])
    say(f"right first answers are {apart:.3f} apart, allowed is {APART}")
    return apart <= APART
