"""What a question asks the meaning of: a term that the library itself defines.

However it is worded, what is meant stands in it, and in the text that defines it.
"""

from dataclasses import replace

from search.analysis import flat
from search.definitions import LONGEST, SHORTEST
from search.engines import SearchEngine
from search.questions import Question, Term, besides_asking

# So much of a question is looked through for a term.
LOOKED_THROUGH = 80
# Of a question that asks for the meaning alone, nothing else is left but a slip.
SLIP = 2


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
