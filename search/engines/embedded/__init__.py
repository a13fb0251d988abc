"""The default engine: SQLite's FTS5 in the site's own database.

Index and library change together, in one transaction.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from functools import wraps

from django.db import DatabaseError, transaction

from search.documents import Document
from search.engines import Candidate, Found, IndexUnavailable, Stored
from search.engines.embedded import finding, sets, tables, writing
from search.engines.embedded.alike import alike as titles_alike
from search.engines.embedded.rows import digest_of
from search.engines.embedded.tables import TERMS, TEXTS, execute, fetch
from search.facts import Choices
from search.questions import Question


def _or_unavailable(read: Callable) -> Callable:
    @wraps(read)
    def reading(*args, **kwargs):
        try:
            return read(*args, **kwargs)
        except DatabaseError as error:
            raise IndexUnavailable(str(error)) from error

    return reading


class EmbeddedEngine:
    """Finds what holds all tokens; writes in the transaction of the change."""

    # --- Reading

    @_or_unavailable
    def find(self, question: Question, choices: Choices, sort: str) -> Found:
        """Return what answers the question; raises IndexUnavailable."""
        if not tables.is_usable():
            raise IndexUnavailable
        return finding.find(question, choices, sort)

    @_or_unavailable
    def candidates(
        self, ids: Sequence[int], question: Question, on: int
    ) -> list[Candidate]:
        """Return what re-ranking needs of these policies."""
        return finding.candidates(ids, question, on)

    @_or_unavailable
    def weights(self, tokens: Iterable[str]) -> Mapping[str, float]:
        """Return how telling each token is."""
        return sets.weights(tokens)

    @_or_unavailable
    def alike(self, question: Question, most: int) -> list[int]:
        """Return so many policies whose titles share most of what is telling."""
        return titles_alike(question, most)

    @_or_unavailable
    def defined(self, terms: Collection[str]) -> set[str]:
        """Return those of these terms that some policy's text defines."""
        return finding.defined(terms)

    @_or_unavailable
    def texts(self, ids: Sequence[int]) -> list[Stored]:
        """Return the texts of these policies."""
        return finding.texts(ids)

    # --- Writing

    @transaction.atomic
    def prepare(self) -> bool:
        """Make the tables where there are none; True if they are new and empty."""
        return tables.prepare()

    @transaction.atomic
    def reset(self) -> None:
        """Make the tables anew, empty."""
        tables.drop()
        tables.prepare()

    def put(self, document: Document) -> None:
        """Store the document, or note it for the rebuild that the index waits for."""
        if tables.is_usable():
            writing.put(document)
        else:
            writing.note_change(document.policy_id)

    def remove(self, policy_id: int) -> None:
        """Forget the policy; harmless if it is not known."""
        if tables.is_usable():
            writing.remove(policy_id)
        else:
            writing.note_change(policy_id)

    def rebuild(self, policy_ids: Sequence[int], processes: int) -> Iterator[int]:
        """Build the index beside and exchange it; yield how many are done."""
        return writing.rebuild(policy_ids, processes)

    # --- Truth

    def fingerprint(self, document: Document) -> str:
        """Return the digest of the document and of the analysis."""
        return digest_of(document).hex()

    def fingerprints(self) -> Iterator[tuple[int, str]]:
        """Yield the digest of every stored policy, in the order of their keys."""
        rows = fetch(f"SELECT policy_id, digest FROM {TEXTS} ORDER BY policy_id")
        for policy_id, digest in rows:
            yield policy_id, digest.hex()

    def is_usable(self) -> bool:
        """Tell whether the tables are there, of this version of the analysis."""
        return tables.is_usable()

    def is_sound(self) -> bool:
        """Tell whether FTS5 finds its tables in order and all of them are there."""
        try:
            with transaction.atomic():
                execute(f"INSERT INTO {TERMS} ({TERMS}) VALUES ('integrity-check')")
            for name in tables.ALL[1:]:
                fetch(f"SELECT count(*) FROM {name}")
        except DatabaseError:
            return False
        return tables.is_usable()
