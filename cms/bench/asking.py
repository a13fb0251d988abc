"""Asks one address again and again, and says what an answer costs."""

import statistics
import time
from dataclasses import dataclass

from django.core.management.base import CommandError
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext


@dataclass(frozen=True)
class Cost:
    """The medians of some answers: by the clock, of the processor, and queries."""

    clock: float
    processor: float
    queries: int

    def __str__(self) -> str:
        return (
            f"{self.clock:6.1f} ms, processor {self.processor:6.1f} ms,"
            f" {self.queries:3} queries"
        )


def cost(
    client: Client, address: str, *, rounds: int, expected: int = 200, before=None, **kw
) -> Cost:
    """Return what this address costs; `before` is done before each question.

    The first answer, which loads templates, is not counted.
    """
    spent, busy = [], []
    for _ in range(rounds + 1):
        if before:
            before()
        begun, worked = time.perf_counter(), time.process_time()
        response = client.get(address, **kw)
        busy.append((time.process_time() - worked) * 1000)
        spent.append((time.perf_counter() - begun) * 1000)
        if response.status_code != expected:
            raise CommandError(f"{address}: {response.status_code}")
    if before:
        before()
    with CaptureQueriesContext(connection) as captured:
        client.get(address, **kw)
    return Cost(
        statistics.median(spent[1:]), statistics.median(busy[1:]), len(captured)
    )
