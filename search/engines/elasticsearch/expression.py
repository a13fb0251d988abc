"""What a question is in the words of Elasticsearch, the same as in those of FTS5."""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence

from elasticsearch_dsl import Q
from elasticsearch_dsl.query import Query

from search.analysis import Atom, atoms, is_han, parts
from search.documents import TEXTS
from search.engines.elasticsearch.entries import in_order
from search.engines.elasticsearch.schema import FINE
from search.questions import Question, Term

# Years stand whole everywhere, and in pairs in every number: those say nothing.
_YEAR = re.compile(r"(?:19|20)\d\d")
# So many pairs may begin with the last character of a phrase.
_BEGINNINGS = 2000


def asked(
    question: Question,
    synonyms: Mapping[str, Iterable[str]],
    spared: Collection[Atom] = (),
) -> Query | None:
    """Return what finds every document that holds all that is asked; None if nothing.

    A term that contains an official short or full name is found under the other, too.
    `spared` atoms of the question need not be found.
    """
    if question.number:
        # 国办发 2019 54 also stands in 国办发明电〔2019〕54号, but not in a row.
        return phrase(str(question.number))
    wanted = [
        found for term in question.terms if (found := either(term, synonyms, spared))
    ]
    if not wanted:
        return None
    unwanted = [found for term in question.excluded if (found := in_field(term))]
    return Q("bool", filter=wanted, must_not=unwanted)


def either(
    term: Term, synonyms: Mapping[str, Iterable[str]], spared: Collection[Atom] = ()
) -> Query | None:
    """Return what finds a term in its own words or in those of a synonym."""
    ways = [term]
    if not term.is_phrase:
        ways += [
            Term(term.text.replace(name, f" {other} "), term.field)
            for name, others in synonyms.items()
            if name in term.text
            for other in others
        ]
    found = [query for way in dict.fromkeys(ways) if (query := in_field(way, spared))]
    return any_of(found) if found else None


def in_field(term: Term, spared: Collection[Atom] = ()) -> Query | None:
    """Return what finds a term, in its field if it has one; None if it says nothing."""
    every = atoms(term.text)
    found = [of_atom(atom, term.field) for atom in every if atom not in spared]
    if not found:
        return None
    if term.is_phrase and len(every) > 1:
        found.append(phrase(term.text, term.field))
    return all_of(found)


def of_atom(atom: Atom, field: str = "") -> Query:
    """Return what finds one atom, by its finer tokens in title and number too."""
    whole = f"words.{field}" if field else "anywhere"
    ways = [Q("prefix" if atom.is_beginning else "term", **{whole: atom.token})]
    heads = [name for name in FINE if field in ("", name)]
    if atom.finer and heads and not _YEAR.fullmatch(atom.token):
        ways.append(
            all_of(
                any_of(
                    Q(
                        "prefix" if len(token) == 1 else "term",
                        **{f"finer.{name}": token},
                    )
                    for name in heads
                )
                for token in atom.finer
            )
        )
    return any_of(ways)


def phrase(text: str, *fields: str) -> Query:
    """Return what finds the parts of a text in a row, in one of the fields."""
    tokens = in_order(text)
    last = (parts(text) or [""])[-1]
    kind, options = "match_phrase", {}
    if len(last) > 1 and is_han(last):
        tokens.pop()
    elif last and is_han(last):
        kind, options = "match_phrase_prefix", {"max_expansions": _BEGINNINGS}
    names = [name for name in fields if name] or TEXTS
    return any_of(
        Q(kind, **{f"words.{name}": {"query": " ".join(tokens), **options}})
        for name in names
    )


def all_of(queries: Iterable[Query]) -> Query:
    """Return what holds all of these; nothing is scored."""
    return _one_or("filter", list(queries))


def any_of(queries: Iterable[Query]) -> Query:
    """Return what holds one of these."""
    return _one_or("should", list(queries))


def _one_or(kind: str, queries: Sequence[Query]) -> Query:
    return queries[0] if len(queries) == 1 else Q("bool", **{kind: queries})
