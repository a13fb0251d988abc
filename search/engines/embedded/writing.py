"""Writing the embedded index: one document at a time, or all of it beside."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from django.db import transaction

from search.documents import Document, document, documents, public_ids
from search.engines import RebuildOvertaken
from search.engines.embedded import tables
from search.engines.embedded.rows import (
    Rows,
    deletion,
    digest_of,
    insertions,
    rows_of,
    stored_terms,
)
from search.engines.embedded.tables import (
    BESIDE,
    CHANGED,
    DEFINITIONS,
    FACTS,
    FREQUENCIES,
    NUMBERS,
    TERMS,
    TEXTS,
    execute,
    execute_many,
    fetch,
)
from search.engines.side_processes import shared_out

# How common words are is counted anew after so many changes at the latest, in a small
# library after each; in one so large by a rebuild alone, as it takes seconds.
COUNTED_OFTEN, COUNTED_BY_HAND = 50, 20_000
# Others write between two batches of a rebuild.
BATCH = 200


@transaction.atomic
def put(document: Document) -> None:
    """Store the document, unless it is stored so already."""
    stored = fetch(
        f"SELECT digest FROM {TEXTS} WHERE policy_id = ?",
        document.policy_id,
    )
    if stored and stored[0][0] == digest_of(document):
        return
    rows = rows_of(document)
    _take_away(document.policy_id)
    _write([rows])
    note_change(document.policy_id)


@transaction.atomic
def remove(policy_id: int) -> None:
    """Forget the policy; harmless if it is not known."""
    if _take_away(policy_id) or tables.state("rebuild"):
        note_change(policy_id)


def _take_away(policy_id: int, suffix: str = "") -> bool:
    terms = stored_terms(policy_id, suffix)
    if terms is None:
        return False
    execute(deletion(suffix), policy_id, *terms)
    for table in (TEXTS, FACTS, NUMBERS, DEFINITIONS):
        execute(f"DELETE FROM {table}{suffix} WHERE policy_id = ?", policy_id)
    return True


def _write(batch: Sequence[Rows], suffix: str = "") -> None:
    into = insertions(suffix)
    execute_many(into[TERMS], [(rows.policy_id, *rows.terms) for rows in batch])
    execute_many(
        into[TEXTS], [(rows.policy_id, rows.digest, *rows.texts) for rows in batch]
    )
    execute_many(into[FACTS], [rows.facts for rows in batch])
    execute_many(into[NUMBERS], [key for rows in batch for key in rows.numbers])
    execute_many(
        into[DEFINITIONS], [each for rows in batch for each in rows.definitions]
    )


def note_change(policy_id: int) -> None:
    """Let other processes and a rebuild that is going on know of this change."""
    generation = tables.next_generation()
    execute(f"INSERT OR REPLACE INTO {CHANGED} VALUES (?, ?)", policy_id, generation)
    # The figures weigh words only, so they may be behind; never by more than a half.
    if generation < COUNTED_OFTEN or generation % COUNTED_OFTEN == 0:
        counted = tables.state("counted") or 0
        stored = fetch(f"SELECT count(*) FROM {FACTS}")[0][0]
        if 2 * counted <= stored < COUNTED_BY_HAND and stored:
            count_frequencies()


# --- The whole -------------------------------------------------------------


def rebuild(policy_ids: Sequence[int], processes: int) -> Iterator[int]:
    """Build a second set of tables and exchange it; yield how many are done.

    Meanwhile the first set answers and is written as ever; what changed is brought
    over in the transaction of the exchange. Raises RebuildOvertaken if another one
    begins.
    """
    with transaction.atomic():
        tables.prepare()
        tables.drop(BESIDE)
        tables.create(BESIDE)
        begun = tables.next_generation()
        tables.set_state("rebuild", begun)
    # Asked again: what came after the caller's look, yet before this moment, would be
    # neither among his nor among the changes.
    known = list(dict.fromkeys([*policy_ids, *public_ids()]))
    batches = [known[begin : begin + BATCH] for begin in range(0, len(known), BATCH)]
    done = 0
    for ids, batch in zip(
        batches, shared_out(_analyse, batches, processes), strict=True
    ):
        with _still(begun):
            _write(batch, BESIDE)
        done += len(ids)
        yield done
    with _still(begun):
        count_frequencies(BESIDE)
    with _still(begun):
        changed = fetch(f"SELECT policy_id FROM {CHANGED} WHERE generation > ?", begun)
        for (policy_id,) in changed:
            _take_away(policy_id, BESIDE)
            if public := document(policy_id):
                _write([rows_of(public)], BESIDE)
        tables.swap()
        tables.set_state("rebuild", None)


@contextmanager
def _still(begun: int) -> Iterator[None]:
    """Write in one transaction, if no other rebuild has begun."""
    with transaction.atomic():
        if tables.state("rebuild") != begun:
            raise RebuildOvertaken
        yield


def _analyse(policy_ids: Sequence[int]) -> list[Rows]:
    return [rows_of(public) for public in documents(policy_ids)]


def count_frequencies(suffix: str = "") -> None:
    """Count in how many documents each token stands; what stands in one is left out."""
    execute("DROP TABLE IF EXISTS temp.search_vocabulary")
    execute(
        "CREATE VIRTUAL TABLE temp.search_vocabulary"
        f" USING fts5vocab('main', '{TERMS}{suffix}', 'row')"
    )
    execute(f"DELETE FROM {FREQUENCIES}{suffix}")
    execute(
        f"INSERT INTO {FREQUENCIES}{suffix}"
        " SELECT term, doc FROM temp.search_vocabulary WHERE doc > 1"
    )
    execute("DROP TABLE temp.search_vocabulary")
    stored = fetch(f"SELECT count(*) FROM {FACTS}{suffix}")[0][0]
    tables.set_state("counted", stored)
