"""What a question is in the words of FTS5; a token is never an operator of it."""

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from search.analysis import Atom, atoms
from search.questions import Question, Term

HEAD = "{title number}"
# Years stand whole everywhere, and in pairs in every number: those say nothing.
_YEAR = re.compile(r"(?:19|20)\d\d")


@dataclass(frozen=True)
class Leaf:
    """One atom where it must stand; `str` is its expression."""

    atom: Atom
    field: str = ""

    def __str__(self) -> str:
        found = of_atom(self.atom)
        return f"{{{self.field}}} : ({found})" if self.field else found

    @property
    def tokens(self) -> tuple[str, ...]:
        """Return the tokens that it is not in more documents than; none if unknown."""
        atom = self.atom
        if atom.is_beginning or any(len(token) == 1 for token in atom.finer):
            return ()
        if not atom.finer or _YEAR.fullmatch(atom.token):
            return (atom.token,)
        return (atom.token, *atom.finer)


# All leaves of a way must be found; of several ways one is enough.
Way = tuple[Leaf, ...]
Ways = tuple[Way, ...]


@dataclass(frozen=True)
class Expression:
    """What must be found, every term of it in one of its ways, and what must not."""

    wanted: tuple[Ways, ...] = ()
    unwanted: tuple[Way, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.wanted)


def asked(
    question: Question,
    synonyms: Mapping[str, Iterable[str]],
    spared: Collection[Atom] = (),
) -> Expression:
    """Return the expression that finds every document which holds all that is asked.

    A term that contains an official short or full name is found under the other, too.
    `spared` atoms of the question need not be found.
    """
    wanted = (_ways(term, synonyms, spared) for term in question.terms)
    unwanted = (in_field(term) for term in question.excluded)
    return Expression(tuple(filter(None, wanted)), tuple(filter(None, unwanted)))


def _ways(
    term: Term, synonyms: Mapping[str, Iterable[str]], spared: Collection[Atom]
) -> Ways:
    """Return how a term can be found: in its own words or in those of a synonym."""
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
    return tuple(dict.fromkeys(filter(None, ways)))


def in_field(term: Term, spared: Collection[Atom] = ()) -> Way:
    """Return all atoms of a term, in its field if it has one."""
    return tuple(
        Leaf(atom, term.field) for atom in atoms(term.text) if atom not in spared
    )


def in_a_row(text: str) -> Way:
    """Return the whole tokens of a text, to be verified in a row."""
    return tuple(
        Leaf(Atom(atom.token)) for atom in atoms(text) if not atom.is_beginning
    )


def all_of(way: Iterable[Leaf]) -> str:
    """Return the expression for all leaves."""
    return " AND ".join(map(str, way))


def of_atom(atom: Atom) -> str:
    """Return the expression for one atom, with its finer tokens in title and number."""
    if not atom.finer or _YEAR.fullmatch(atom.token):
        return f'"{atom.token}"' + ("*" if atom.is_beginning else "")
    finer = " AND ".join(
        f'"{token}"' + ("*" if len(token) == 1 else "") for token in atom.finer
    )
    return f'("{atom.token}" OR {HEAD} : ({finer}))'
