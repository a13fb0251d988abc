"""SearchQuery: what a person asked for; knows no engine."""

from dataclasses import dataclass
from functools import cached_property

from search.analysis import pieces


@dataclass(frozen=True)
class SearchQuery:
    """A search in the library; empty values mean "any".

    `words` is what was typed, cut to a bounded length; `validity` is a value of
    `policies.validity.Validity`; `agency` the primary key of an agency.
    """

    words: str = ""
    agency: int | None = None
    year: int | None = None
    validity: str = ""

    @cached_property
    def pieces(self) -> list[str]:
        """Return what must be found, all of it; empty if nothing can be."""
        return pieces(self.words)
