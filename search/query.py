"""SearchQuery: what a person asked for; knows no engine."""

import datetime
from dataclasses import dataclass
from functools import cached_property

from django.utils import timezone

from search.analysis import pieces
from search.facts import FACETS, Choices, day_number
from search.questions import Question, read_question

RELEVANCE, ISSUED, PUBLISHED = "relevance", "issued", "published"
Days = tuple[datetime.date | None, datetime.date | None]


@dataclass(frozen=True)
class SearchQuery:
    """A search in the library; empty values mean "any".

    `words` is what was typed, cut to a bounded length; `validity` is a value of
    `policies.validity.Validity`; agency, subject, tag and audience are primary keys.
    Ranges are (first, last) days, either of them None. `on` is the day whose validity
    counts, today if None.
    """

    words: str = ""
    agency: int | None = None
    year: int | None = None
    validity: str = ""
    subject: int | None = None
    genre: str = ""
    level: str = ""
    tag: int | None = None
    audience: int | None = None
    form: str = ""
    issued: Days = (None, None)
    published: Days = (None, None)
    effective: Days = (None, None)
    on: datetime.date | None = None
    sort: str = RELEVANCE

    @cached_property
    def pieces(self) -> list[str]:
        """Return the typed words that hold something to look for."""
        return pieces(self.words)

    @cached_property
    def question(self) -> Question:
        """Return what the words ask for; false if they ask for nothing."""
        return read_question(self.words)

    @cached_property
    def choices(self) -> Choices:
        """Return what narrows the answer, as engines read it."""
        chosen = {name: getattr(self, name) for name in FACETS if getattr(self, name)}
        days = {
            name: (day_number(first), day_number(last))
            for name in ("issued", "published", "effective")
            for first, last in [getattr(self, name)]
            if first or last
        }
        return Choices(day_number(self.on or timezone.localdate()), chosen, days)
