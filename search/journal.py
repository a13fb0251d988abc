"""What was asked for, counted by day, and what of it found nothing.

Written when the answer is on its way, and given up when the database is busy: a
figure less in a report harms nobody, a search that waits does.
"""

import logging
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import DatabaseError, connection, transaction
from django.http import HttpResponse
from django.utils import timezone
from wagtail.contrib.search_promotions.models import Query

from search.forms import SearchForm
from search.models.without_finds import SearchWithoutFinds
from search.results import SearchResults

# Milliseconds that a search waits for others who write.
PATIENCE = 200

logger = logging.getLogger(__name__)


def record_after(
    response: HttpResponse, results: SearchResults, form: SearchForm
) -> HttpResponse:
    """Return the response, which records its search when it has been sent.

    Leafing and narrowing are no new question, and say nothing of what is missing.
    """
    if set(form.asked) == {"q"}:
        words, found = results.query.words, bool(results.total)
        response._resource_closers.append(lambda: record(words, found=found))
    return response


def record(words: str, *, found: bool) -> None:
    """Count the search; remember whether it found nothing, until it finds something."""
    try:
        with _impatient(), transaction.atomic():
            query = Query.get(words)
            query.add_hit(timezone.localdate())
            if found:
                SearchWithoutFinds.objects.filter(query=query).delete()
            else:
                SearchWithoutFinds.objects.update_or_create(
                    query=query, defaults={"last_on": timezone.localdate()}
                )
    except DatabaseError as error:
        logger.warning("A search was not recorded: %s", error)


@contextmanager
def _impatient() -> Iterator[None]:
    """Let SQLite wait for its write lock only so long."""
    if connection.vendor != "sqlite":
        yield
        return
    usual = connection.settings_dict["OPTIONS"].get("timeout", 5) * 1000
    with connection.cursor() as cursor:
        cursor.execute(f"PRAGMA busy_timeout = {PATIENCE}")
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute(f"PRAGMA busy_timeout = {int(usual)}")
