"""What a question is in the words of FTS5; a token is never an operator of it."""

import re
from collections.abc import Collection, Iterable, Mapping

from search.analysis import Atom, atoms
from search.questions import Question, Term

HEAD = "{title number}"
# Years stand whole everywhere, and in pairs in every number: those say nothing.
_YEAR = re.compile(r"(?:19|20)\d\d")


def asked(
    question: Question,
    synonyms: Mapping[str, Iterable[str]],
    spared: Collection[Atom] = (),
) -> str:
    """Return the expression that finds every document which holds all that is asked.

    A term that contains an official short or full name is found under the other, too.
    `spared` atoms of the question need not be found.
    """
    terms = [either(term, synonyms, spared) for term in question.terms]
    wanted = " AND ".join(filter(None, terms))
    unwanted = " OR ".join(
        f"({found})" for term in question.excluded if (found := in_field(term))
    )
    return f"({wanted}) NOT ({unwanted})" if wanted and unwanted else wanted


def either(
    term: Term, synonyms: Mapping[str, Iterable[str]], spared: Collection[Atom] = ()
) -> str:
    """Return the expression for a term in its own words or in those of a synonym."""
    ways = [in_field(term, spared)]
    if not term.is_phrase:
        for name, others in synonyms.items():
            if name in term.text:
                ways += [
                    in_field(
                        Term(term.text.replace(name, f" {other} "), term.field), spared
                    )
                    for other in others
                ]
    ways = [way for way in dict.fromkeys(ways) if way]
    return ways[0] if len(ways) == 1 else f"({' OR '.join(f'({way})' for way in ways)})"


def in_field(term: Term, spared: Collection[Atom] = ()) -> str:
    """Return the expression for all atoms of a term, in its field if it has one."""
    words = " AND ".join(
        of_atom(atom) for atom in atoms(term.text) if atom not in spared
    )
    return f"{{{term.field}}} : ({words})" if words and term.field else words


def in_a_row(text: str) -> str:
    """Return the expression for the whole tokens of a text, to be verified in a row."""
    return " AND ".join(
        f'"{atom.token}"' for atom in atoms(text) if not atom.is_beginning
    )


def of_atom(atom: Atom) -> str:
    """Return the expression for one atom, with its finer tokens in title and number."""
    if not atom.finer or _YEAR.fullmatch(atom.token):
        return f'"{atom.token}"' + ("*" if atom.is_beginning else "")
    finer = " AND ".join(
        f'"{token}"' + ("*" if len(token) == 1 else "") for token in atom.finer
    )
    return f'("{atom.token}" OR {HEAD} : ({finer}))'
