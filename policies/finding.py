"""How pages of this app ask the search, which stands above it, for lists and counts.

The search keeps the facts of all policies at hand, so that a list of a hundred
thousand is counted and put in order at once; and what a page counts is what the
library shows under the same choice.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Protocol


class FoundPolicies(Protocol):
    """Keys in order, newest first, how many, and how many have which value."""

    ids: Sequence[int]
    total: int
    # For each facet the counts of its values over what fits all other choices.
    facets: Mapping[str, Mapping]


Finder = Callable[..., FoundPolicies]
_finders: list[Finder] = []


def answer_by(finder: Finder) -> None:
    """Let this function answer; the search calls it when it is ready."""
    _finders[:] = [finder]


def find_policies(**choice) -> FoundPolicies:
    """Return the public policies of this choice, any of them if it names nothing.

    A choice is named as in the library's address: agency, year, validity, subject,
    level, tag …, and `on`, the day whose validity counts.
    """
    [finder] = _finders
    return finder(**choice)
