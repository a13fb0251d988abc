"""Suggestions while typing: titles and numbers that hold what is typed so far."""

from dataclasses import dataclass, replace

from django.utils.safestring import SafeString

from policies.models import PolicyPage
from search.engines import IndexUnavailable, SearchEngine, engine
from search.engines.limits import RERANKED
from search.highlight import highlight
from search.query import RELEVANCE, SearchQuery
from search.questions import Question, read_question
from search.ranking import rank
from search.results import load

MOST = 8
# Who types more than this is past suggestions.
LONGEST = 60


@dataclass(frozen=True)
class Suggestion:
    """One public policy, its title and number marked where they hold what is typed."""

    policy: PolicyPage
    title_html: SafeString
    number_html: SafeString


def suggest(typed: str) -> list[Suggestion]:
    """Return up to eight policies, best first; none without an index."""
    question = read_question(typed[:LONGEST])
    if not question:
        return []
    try:
        ids = _find(engine(), question)
    except IndexUnavailable:
        return []
    pages = load(ids)
    return [
        Suggestion(
            pages[policy_id],
            highlight(pages[policy_id].title, question.texts),
            highlight(pages[policy_id].document_number, question.texts),
        )
        for policy_id in ids
        if policy_id in pages
    ]


def _find(chosen: SearchEngine, question: Question) -> list[int]:
    choices = SearchQuery().choices

    def in_titles() -> list[int]:
        found = chosen.find(_within(question, "title"), choices, RELEVANCE)
        candidates = chosen.candidates(found.ids[:RERANKED], question, choices.on)
        return rank(candidates, question, chosen.weights)

    def in_numbers() -> list[int]:
        found = chosen.find(_within(question, "number"), choices, RELEVANCE)
        return list(found.exact or found.ids)

    ways = [in_titles, in_numbers]
    if any(character.isdigit() for text in question.texts for character in text):
        ways.reverse()
    ids: list[int] = []
    for find in ways:
        if len(ids) < MOST:
            ids += find()
    return list(dict.fromkeys(ids))[:MOST]


def _within(question: Question, field: str) -> Question:
    """Return the question, asked of one field only."""
    return Question(
        tuple(
            term if term.field else replace(term, field=field)
            for term in question.terms
        ),
        question.excluded,
    )
