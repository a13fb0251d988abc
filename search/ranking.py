"""Re-ranking of the best finds, the same for every engine.

The title says most: how much of the question stands in it, weighed by rarity. Then
whole runs in the text, a definition that was asked for, and as a small prior the
validity and the year, too small to reorder what differs in words.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from policies.validity import Validity
from search.analysis import flat, is_han, parts
from search.engines import Candidate, Found, SearchEngine
from search.engines.limits import RERANKED
from search.questions import Question

TITLE = 1.0
COVERAGE = 1.6
OVERLAP = 0.4
WHOLE_IN_TITLE = 0.5
SAME_AS_TITLE = 0.5
IN_NUMBER = 2.0
IN_TEXT = 1.2
ALL_IN_TEXT = 0.6
DEFINITION = 5.0
PRIOR = {Validity.IN_FORCE.value: 0.05, Validity.NOT_IN_FORCE.value: -0.30}
RECENCY = 0.05
FIRST_YEAR, YEARS = 1990, 50


def reranked(
    chosen: SearchEngine, found: Found, question: Question, on: int
) -> list[int]:
    """Return the keys with the best 200 in exact order, exact numbers before them."""
    exact = list(found.exact)
    best = found.ids[len(exact) : RERANKED]
    if not best:
        return exact
    candidates = chosen.candidates(best, question, on)
    ordered = rank(candidates, question, chosen.weights)
    return [*exact, *ordered, *found.ids[RERANKED:]]


def rank(
    candidates: Iterable[Candidate],
    question: Question,
    weigh: Callable[[Iterable[str]], Mapping[str, float]],
) -> list[int]:
    """Return the keys of the candidates, best first; equal ones in order of age."""
    asked = Wanted.of(question, weigh)

    def score(candidate: Candidate) -> tuple[float, int, int]:
        return (
            _score(candidate, question, asked),
            candidate.issued or 0,
            candidate.policy_id,
        )

    ordered = sorted(candidates, key=score, reverse=True)
    return [candidate.policy_id for candidate in ordered]


@dataclass(frozen=True)
class Wanted:
    """What a title is measured by.

    `units` are the characters of the question, Latin words and figures in one, each
    with its weight and the tokens of which one must stand in the title: those that it
    is part of. So a wrong character costs itself alone, not the two pairs around it.
    """

    units: tuple[tuple[float, tuple[str, ...]], ...]
    weight: float
    whole: tuple[str, ...]
    characters: frozenset[str]

    @classmethod
    def of(
        cls, question: Question, weigh: Callable[[Iterable[str]], Mapping[str, float]]
    ) -> "Wanted":
        """Return what is wanted by the question."""
        units = [
            unit
            for term in question.terms
            for part in parts(term.text)
            for unit in _units(part)
        ]
        weight = weigh({token for unit in units for token in unit})
        whole = tuple(flat(term.text) for term in question.terms)
        # What two words make where they meet is rare and says nothing.
        weights = [min(map(weight.__getitem__, unit)) for unit in units]
        return cls(
            tuple(zip(weights, units, strict=True)),
            sum(weights) or 1.0,
            whole,
            frozenset("".join(whole)) - {" "},
        )

    def coverage(self, title: str) -> float:
        """Return how much of the question stands in the title, by weight."""
        covered = 0.0
        for weight, tokens in self.units:
            for token in tokens:
                if token in title:
                    covered += weight
                    break
        return covered / self.weight


def _units(part: str) -> list[tuple[str, ...]]:
    if not is_han(part) or len(part) == 1:
        return [(part,)]
    pairs = [part[at : at + 2] for at in range(len(part) - 1)]
    return [tuple(pairs[max(at - 1, 0) : at + 1]) for at in range(len(part))]


def _score(candidate: Candidate, question: Question, wanted: Wanted) -> float:
    title, whole = candidate.flat_title, wanted.whole
    coverage = wanted.coverage(title)
    overlap = len(wanted.characters.intersection(title)) / len(wanted.characters or "1")
    found = TITLE * coverage + COVERAGE * coverage**2 + OVERLAP * overlap**2
    if all(piece in title for piece in whole):
        # The shorter the title, the more of it was asked for.
        length = sum(map(len, whole))
        found += WHOLE_IN_TITLE + WHOLE_IN_TITLE * length / max(len(title), length)
        if title in whole or title == "".join(whole):
            found += SAME_AS_TITLE
    found += IN_TEXT * candidate.in_text + IN_NUMBER * candidate.in_number
    if candidate.in_text == 1.0:
        found += ALL_IN_TEXT
    if question.defined and candidate.defines:
        found += DEFINITION * question.sureness**2
    found += PRIOR.get(candidate.validity, 0.0)
    if candidate.issued:
        years = min(max(candidate.issued // 10000 - FIRST_YEAR, 0), YEARS)
        found += RECENCY * years / YEARS
    return found
