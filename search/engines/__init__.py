"""What an engine of the search is, and which one this installation has."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import NamedTuple, Protocol, runtime_checkable

from django.conf import settings
from django.db import connection
from django.utils.module_loading import import_string

from search.documents import Document
from search.facts import Choices, Facets
from search.questions import Question

ENGINES = {"sqlite": "search.engines.embedded.EmbeddedEngine"}
BY_URL = "search.engines.elasticsearch.ElasticsearchEngine"
WITHOUT_INDEX = "search.engines.titles.TitlesEngine"
# So many ranked policies can be read through; the total is exact beyond it.
RANKED = 1000


class IndexUnavailable(Exception):
    """The index is missing, damaged or of another version of the analysis."""


class RebuildOvertaken(Exception):
    """Another rebuild has begun, and goes on in the place of this one."""


class SideProcessEnded(Exception):
    """One of the processes that did a part of the work was killed."""


class Candidate(NamedTuple):
    """What re-ranking needs of one found policy.

    `in_text` is the share of the question's runs that stand whole in its texts,
    `in_number` whether all of them stand in its number.
    """

    policy_id: int
    flat_title: str
    issued: int | None
    validity: str
    in_text: float
    in_number: bool
    defines: bool


class Stored(NamedTuple):
    """The texts of one policy as they were printed, for its snippet."""

    policy_id: int
    title: str
    body: str
    interpretation: str


@dataclass(frozen=True)
class Found:
    """What an engine found: keys in order, the exact total, and the facets.

    `ids` holds at most RANKED keys when there were words, else all. `exact` are those
    whose own number was asked for. `is_relaxed`: not all of the words were found
    together, so these hold most of them.
    """

    ids: Sequence[int] = ()
    total: int = 0
    facets: Facets = field(default_factory=dict)
    exact: Sequence[int] = ()
    is_relaxed: bool = False


@runtime_checkable
class SearchEngine(Protocol):
    """Finds policies; may find what is public no more, never shows it."""

    def find(self, question: Question, choices: Choices, sort: str) -> Found:
        """Return what answers, in the given order: relevance, issued or published.

        By relevance the first 200 are in rough order only. Raises IndexUnavailable.
        """
        ...

    def candidates(
        self, ids: Sequence[int], question: Question, on: int
    ) -> list[Candidate]:
        """Return what re-ranking needs of these policies, in any order."""
        ...

    def weights(self, tokens: Iterable[str]) -> Mapping[str, float]:
        """Return how telling each token is: the rarer, the more."""
        ...

    def alike(self, question: Question, most: int) -> list[int]:
        """Return so many policies whose titles share most of what is telling."""
        ...

    def defined(self, terms: Collection[str]) -> set[str]:
        """Return those of these folded terms that some policy's text defines."""
        ...

    def texts(self, ids: Sequence[int]) -> list[Stored]:
        """Return the texts of these policies, in any order."""
        ...


@runtime_checkable
class IndexingEngine(SearchEngine, Protocol):
    """An engine with an index of its own, either of the two kinds below."""

    def prepare(self) -> bool:
        """Make sure of an index; True if it was missing, and what is public with it."""
        ...

    def reset(self) -> None:
        """Make the index anew, empty."""
        ...

    def rebuild(self, policy_ids: Sequence[int], processes: int) -> Iterator[int]:
        """Build the index beside and exchange it; yield how many are done.

        What is public and not named is built as well: it may have become so since.
        Raises RebuildOvertaken if another rebuild begins, SideProcessEnded if one of
        the processes is killed; the old index stands then.
        """
        ...

    def fingerprint(self, document: Document) -> str:
        """Return what `fingerprints` says of this document once it is stored."""
        ...

    def fingerprints(self) -> Iterator[tuple[int, str]]:
        """Yield for every stored policy a digest of all that is stored of it.

        In the order of their keys, all of one moment.
        """
        ...

    def is_usable(self) -> bool:
        """Tell whether the index is there, of this version of the analysis."""
        ...

    def is_sound(self) -> bool:
        """Tell whether the index agrees with itself; slower than `is_usable`."""
        ...


@runtime_checkable
class InsideEngine(IndexingEngine, Protocol):
    """An engine in the site's own database, written in the transaction of a change."""

    def put(self, document: Document) -> None:
        """Store the document; one that is stored so already is not written again."""
        ...

    def remove(self, policy_id: int) -> None:
        """Forget the policy; harmless if it is not known."""
        ...


@runtime_checkable
class OutsideEngine(IndexingEngine, Protocol):
    """An engine on servers of its own, which the outbox tells after the commit."""

    def trouble(self) -> str:
        """Return in words why the index is not usable; nothing if it is."""
        ...

    def write(
        self, policy_ids: Sequence[int], seconds: float | None = None
    ) -> set[int]:
        """Make the index say of these what the database says; return which it took.

        In whatever order calls end, none undoes what another knew better. Tries once,
        for so many seconds. Raises IndexUnavailable.
        """
        ...


@cache
def engine() -> SearchEngine:
    """Return this installation's engine: by SEARCH_URL, or else by its database."""
    if settings.SEARCH_URL:
        return import_string(BY_URL)()
    return import_string(ENGINES.get(connection.vendor, WITHOUT_INDEX))()


def indexing_engine() -> IndexingEngine | None:
    """Return this installation's engine if it keeps an index."""
    chosen = engine()
    return chosen if isinstance(chosen, IndexingEngine) else None
