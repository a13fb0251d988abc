"""What an engine of the search is, and which one this installation has."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum
from functools import cache
from typing import Protocol, runtime_checkable

from django.db import connection
from django.utils.module_loading import import_string

from search.documents import Document

ENGINES = {"sqlite": "search.engines.embedded.EmbeddedEngine"}
WITHOUT_INDEX = "search.engines.titles.TitlesEngine"


class Place(IntEnum):
    """Where all that was asked for stands together; the lower, the better."""

    TITLE = 0
    NUMBER = 1
    ANYWHERE = 2


@dataclass(frozen=True)
class Match:
    """One policy that an engine found."""

    policy_id: int
    place: Place


@runtime_checkable
class SearchEngine(Protocol):
    """Finds policies by words; may find what is public no more, never shows it."""

    def find(self, pieces: Sequence[str]) -> list[Match]:
        """Return every policy that holds all pieces, the most relevant first."""
        ...


@runtime_checkable
class IndexingEngine(SearchEngine, Protocol):
    """An engine with an index of its own, written in the site's transactions."""

    def prepare(self) -> None:
        """Make the index where there is none; harmless where there is one."""
        ...

    def reset(self) -> None:
        """Make the index anew, empty."""
        ...

    def put(self, document: Document) -> None:
        """Store the document; one that is stored so already is not written again."""
        ...

    def remove(self, policy_id: int) -> None:
        """Forget the policy; harmless if it is not known."""
        ...

    def fingerprint(self, document: Document) -> str:
        """Return what `fingerprints` says of this document once it is stored."""
        ...

    def fingerprints(self) -> dict[int, str]:
        """Return for every stored policy a digest of all that is stored of it."""
        ...

    def is_sound(self) -> bool:
        """Tell whether the index agrees with itself."""
        ...


@cache
def engine() -> SearchEngine:
    """Return this installation's engine, chosen by its database."""
    return import_string(ENGINES.get(connection.vendor, WITHOUT_INDEX))()


def indexing_engine() -> IndexingEngine | None:
    """Return this installation's engine if it keeps an index."""
    chosen = engine()
    return chosen if isinstance(chosen, IndexingEngine) else None
