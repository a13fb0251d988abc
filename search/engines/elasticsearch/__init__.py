"""The engine beyond one machine: Elasticsearch, fed by the outbox after each commit.

It gets ready tokens of the same analysis, so it finds what the embedded engine finds,
on any server without a plug-in.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

from search.documents import Document, public_ids
from search.engines import Candidate, Found, IndexUnavailable, Stored
from search.engines.elasticsearch import finding, schema, writing
from search.engines.elasticsearch.alike import alike as titles_alike
from search.engines.elasticsearch.connection import (
    AWAY,
    or_unavailable,
    unavailable,
)
from search.engines.elasticsearch.entries import digest_of
from search.facts import Choices
from search.questions import Question


class ElasticsearchEngine:
    """Finds what holds all tokens; hears of a change after its commit.

    Every method raises IndexUnavailable where the servers fail it, unless it says so.
    """

    # --- Reading

    @or_unavailable
    def find(self, question: Question, choices: Choices, sort: str) -> Found:
        """Return what answers the question."""
        return finding.find(question, choices, sort)

    @or_unavailable
    def candidates(
        self, ids: Sequence[int], question: Question, on: int
    ) -> list[Candidate]:
        """Return what re-ranking needs of these policies."""
        return finding.candidates(ids, question, on)

    @or_unavailable
    def weights(self, tokens: Iterable[str]) -> Mapping[str, float]:
        """Return how telling each token is."""
        return finding.weights(tokens)

    @or_unavailable
    def alike(self, question: Question, most: int) -> list[int]:
        """Return so many policies whose titles share most of what is telling."""
        return titles_alike(question, most)

    @or_unavailable
    def defined(self, terms: Collection[str]) -> set[str]:
        """Return those of these terms that some policy's text defines."""
        return finding.defined(terms)

    @or_unavailable
    def texts(self, ids: Sequence[int]) -> list[Stored]:
        """Return the texts of these policies."""
        return finding.texts(ids)

    # --- Writing

    @or_unavailable
    def prepare(self) -> bool:
        """Make sure of an index; True if it was missing.

        Where texts are public it is not made empty, which would answer that there are
        none: a rebuild is to follow.
        """
        if schema.is_there(schema.live()):
            return False
        if not public_ids():
            schema.create(schema.live())
        return True

    @or_unavailable
    def reset(self) -> None:
        """Make the index anew, empty."""
        schema.remove_all()
        schema.create(schema.live())

    @or_unavailable
    def write(
        self, policy_ids: Sequence[int], seconds: float | None = None
    ) -> set[int]:
        """Make the index say of these what the database says; return which it took."""
        return writing.write(policy_ids, seconds)

    def rebuild(self, policy_ids: Sequence[int], processes: int) -> Iterator[int]:
        """Build the index beside and exchange it; yield how many are done."""
        try:
            yield from writing.rebuild(policy_ids, processes)
        except AWAY as error:
            raise unavailable(error) from error

    # --- Truth

    def fingerprint(self, document: Document) -> str:
        """Return the digest of the document and of the index's form."""
        return digest_of(document)

    def fingerprints(self) -> Iterator[tuple[int, str]]:
        """Yield the digest of every stored policy, in the order of their keys."""
        try:
            yield from finding.digests()
        except AWAY as error:
            raise unavailable(error) from error

    def trouble(self) -> str:
        """Return why not all of an index of this form answers; raises nothing."""
        try:
            self.weights([])
        except IndexUnavailable as error:
            return str(error)
        return ""

    def is_usable(self) -> bool:
        """Tell whether all of an index of this form answers; raises nothing."""
        return not self.trouble()

    def is_sound(self) -> bool:
        """Tell the same: the servers themselves look after what they store."""
        return self.is_usable()
