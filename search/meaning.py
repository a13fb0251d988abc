"""What a question asks the meaning of: a term that the library itself defines.

However it is worded, what is meant stands in it, and in the text that defines it.
"""

from dataclasses import replace

from search.analysis import flat
from search.definitions import LONGEST, SHORTEST
from search.engines import Found, SearchEngine
from search.engines.limits import LONG
from search.query import SearchQuery
from search.questions import Question, Term, besides_asking

# So much of a question is looked through for a term.
LOOKED_THROUGH = 80
# Of a question that asks for the meaning alone, nothing else is left but a slip.
SLIP = 2


def answered(query: SearchQuery, chosen: SearchEngine) -> tuple[Question, Found]:
    """Return the question as it was understood, and what answers it.

    People ask in more ways than anybody can list: a long question that finds nothing
    is read once more as one that asks, and what is nearest to it answers. Raises
    IndexUnavailable.
    """
    question = understood(query.question, chosen)
    if query.words and not question:
        return question, Found()
    found = chosen.find(question, query.choices, query.sort)
    if found.total or not _may_ask(question, query):
        return question, found
    asking = replace(
        question,
        # Quotation marks within a sentence are as likely to be its own.
        terms=tuple(Term(term.text) for term in question.terms),
        asks=question.asks or query.words,
        defined="",
        is_last_try=True,
    )
    asking = understood(asking, chosen)
    return asking, chosen.find(asking, query.choices, query.sort)


def _may_ask(question: Question, query: SearchQuery) -> bool:
    """Tell whether another reading may find something, and no filter is to blame."""
    # Who parts words by blanks means each of them.
    is_sentence = question.asks or len(query.pieces) == 1
    return bool(
        is_sentence
        and len(flat(query.words)) >= LONG
        and not (question.excluded or question.number)
        and not any(term.field for term in question.terms)
        and not all(term.is_phrase for term in question.terms)
        and not (query.choices.chosen or query.choices.days)
    )


def understood(question: Question, chosen: SearchEngine) -> Question:
    """Return the question, knowing which of its words the library defines.

    Only a question that asks is looked through. Raises IndexUnavailable.
    """
    if not question.asks:
        return question
    typed = flat(question.asks)[:LOOKED_THROUGH]
    pieces = {
        typed[begin : begin + length]
        for length in range(SHORTEST, LONGEST + 1)
        for begin in range(len(typed) - length + 1)
    }
    known = chosen.defined(pieces)
    meant = flat(question.defined)
    if not known:
        return question
    term = meant if meant in known else max(known, key=lambda each: (len(each), each))
    rest = besides_asking(typed.replace(term, " "))
    if meant == term or len(rest) <= SLIP:
        return replace(question, terms=(Term(term),), defined=term)
    return replace(question, defined=term, sureness=len(term) / len(term + rest))
