"""Re-ranking of the best finds, the same for every engine.

The title says most: how much of the question stands in it, weighed by rarity. Then
whole runs in the text, a definition that was asked for, and as a small prior the
validity and the year, too small to reorder what differs in words.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence

from policies.validity import Validity
from search.analysis import atoms, flat
from search.engines import Candidate
from search.questions import Question

TITLE = 3.0
COVERAGE = 1.6
OVERLAP = 0.4
WHOLE_IN_TITLE = 0.5
SAME_AS_TITLE = 0.5
IN_NUMBER = 1.6
IN_TEXT = 1.2
DEFINITION = 5.0
PRIOR = {Validity.IN_FORCE.value: 0.05, Validity.NOT_IN_FORCE.value: -0.30}
RECENCY = 0.05
FIRST_YEAR, YEARS = 1990, 50


def rank(
    candidates: Iterable[Candidate],
    question: Question,
    weigh: Callable[[Iterable[str]], Mapping[str, float]],
) -> list[int]:
    """Return the keys of the candidates, best first; equal ones in order of age."""
    tokens = [atom.token for term in question.terms for atom in atoms(term.text)]
    weight = weigh(tokens)
    whole = [flat(term.text) for term in question.terms]
    characters = set("".join(whole)) - {" "}

    def score(candidate: Candidate) -> tuple[float, int, int]:
        return (
            _score(candidate, question, weight, whole, characters),
            candidate.issued or 0,
            candidate.policy_id,
        )

    ordered = sorted(candidates, key=score, reverse=True)
    return [candidate.policy_id for candidate in ordered]


def _score(
    candidate: Candidate,
    question: Question,
    weight: Mapping[str, float],
    whole: Sequence[str],
    characters: set[str],
) -> float:
    title = candidate.flat_title
    every = sum(weight.values()) or 1.0
    coverage = sum(value for token, value in weight.items() if token in title) / every
    overlap = len(characters.intersection(title)) / (len(characters) or 1)
    found = TITLE / 3 * coverage + COVERAGE * coverage**2 + OVERLAP * overlap**2
    if all(piece in title for piece in whole):
        # The shorter the title, the more of it was asked for.
        length = sum(map(len, whole))
        found += WHOLE_IN_TITLE + WHOLE_IN_TITLE * length / max(len(title), length)
        if title in whole or title == "".join(whole):
            found += SAME_AS_TITLE
    found += IN_TEXT * candidate.in_text + IN_NUMBER * candidate.in_number
    if question.defined and candidate.defines:
        found += DEFINITION
    found += PRIOR.get(candidate.validity, 0.0)
    if candidate.issued:
        years = min(max(candidate.issued // 10000 - FIRST_YEAR, 0), YEARS)
        found += RECENCY * years / YEARS
    return found
