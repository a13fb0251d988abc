"""Finding in the embedded index: all words together, or else most of them."""

import math
import re
from collections import Counter
from collections.abc import Collection, Iterable, Sequence

from policies.document_number import DocumentNumber
from search.analysis import atoms, flat, fold, is_han, parts
from search.engines import RANKED, Candidate, Found, Stored
from search.engines.embedded import sets
from search.engines.embedded.expression import (
    Expression,
    Leaf,
    asked,
    in_a_row,
    in_field,
)
from search.engines.embedded.shelf import Few, Many, Newest, Shelf, shelf
from search.engines.embedded.tables import DEFINITIONS, FACTS, NUMBERS, TEXTS, fetch
from search.engines.limits import (
    ENOUGH,
    LONG,
    MOST_PAIRS,
    PAIRS_IN_TITLE,
    RERANKED,
    TELLING,
    TOKENS,
    enough,
    in_title_enough,
    near,
    pairs_of,
    spared,
)
from search.engines.own_numbers import exact_numbers
from search.facts import ISSUED, PUBLISHED, Choices, validity_of
from search.numbers import NumberKey
from search.questions import Question, Term
from search.synonyms import synonyms

LOOKED_THROUGH = 2000
_SORTED_BY = {"issued": ISSUED, "published": PUBLISHED}


def find(question: Question, choices: Choices, sort: str) -> Found:
    """Return what answers the question; see `SearchEngine.find`."""
    here = shelf()
    if not question:
        every = here.narrow(here.every, choices)
        at = _SORTED_BY.get(sort, PUBLISHED)
        return Found(Newest(every, at), len(every), every.facets)
    if question.number:
        expression = _number_in_a_row(question.number)
    else:
        left = spared(question, sets.frequencies)
        expression = asked(question, synonyms(), left)
    if not expression:
        return Found()
    return _answer(question, expression, choices, sort, here)


def _answer(
    question: Question, expression: Expression, choices: Choices, sort: str, here: Shelf
) -> Found:
    exact = exact_numbers(question, _of_key)
    some = _matching(question, expression, here)
    is_relaxed = False
    missing = here.set_of(exact) & ~some
    order: list[int] | None = None
    found = (some | missing).bit_count()
    if found < enough(question) and not (exact and question.number):
        known = [*exact, *here.ids_in(some)]
        further = [each for each in _near(question, here) if each not in known]
        if further:
            is_relaxed = not found
            order = [*known, *further]
            missing |= here.set_of(further)
    fit = here.narrow(some | missing, choices)
    if sort in _SORTED_BY:
        ordered = fit.newest(_SORTED_BY[sort], RANKED)
    else:
        exact = fit.of(exact)
        rough = (
            _roughly(question, expression, fit, choices.on)
            if order is None
            else fit.of(order)
        )
        ordered = list(dict.fromkeys([*exact, *rough]))[:RANKED]
    return Found(ordered, len(fit), fit.facets, exact, is_relaxed)


def _number_in_a_row(number: DocumentNumber) -> Expression:
    """Return the expression for the rarest tokens of a number; the rest is verified."""
    way = in_a_row(str(number))
    bounds = sets.bounds_of(way)
    return Expression(((tuple(sorted(way, key=bounds.__getitem__)[:ENOUGH]),),))


# --- All words -------------------------------------------------------------


def _matching(question: Question, expression: Expression, here: Shelf) -> int:
    some = sets.matching(here, expression)
    phrases = [
        (term.field, term.text)
        for term in question.terms
        if term.is_phrase and len(atoms(term.text)) > 1
    ]
    if question.number:
        # 国办发 2019 54 also stands in 国办发明电〔2019〕54号, but not in a row.
        phrases.append(("", str(question.number)))
    for field, phrase in phrases:
        some = here.set_of(_holding(phrase, field, here.ids_in(some)))
    for term in question.excluded:
        if term.is_phrase and len(atoms(term.text)) > 1:
            some |= _without_phrase(question, term, here)
    return some


def _without_phrase(question: Question, term: Term, here: Shelf) -> int:
    """Return the policies that hold the excluded words, but not the phrase."""
    asked_for = (*question.terms, Term(term.text, term.field))
    suspected = sets.matching(here, asked(Question(asked_for), synonyms()))
    holding = _holding(term.text, term.field, here.ids_in(suspected))
    return suspected & ~here.set_of(holding)


def _holding(phrase: str, field: str, ids: Sequence[int]) -> set[int]:
    """Return those of the policies in which the parts of a phrase stand in a row."""
    cut = parts(phrase)
    in_order, roughly = " ".join(cut), _roughly_in_order(cut)
    columns = field or (
        "title || char(10) || number || char(10) || agencies || char(10)"
        " || tags || char(10) || interpretation || char(10) || body"
    )
    found = set()
    for begin in range(0, len(ids), 500):
        some = ids[begin : begin + 500]
        rows = fetch(
            f"SELECT policy_id, {columns} FROM {TEXTS}"
            f" WHERE policy_id IN ({_marks(some)})",
            *some,
        )
        for policy_id, text in rows:
            # Nearly always it stands as it was asked for; to cut a text is slow.
            if phrase in text or (
                roughly.search(fold(text)) and in_order in " ".join(parts(text))
            ):
                found.add(policy_id)
    return found


def _roughly_in_order(cut: Sequence[str]) -> re.Pattern:
    """Return what is found in every folded text that holds these parts in a row."""
    # A line may break between any two Han.
    return re.compile(
        r"[\W_]*".join(
            r"[^\S\n]*".join(part) if is_han(part) else re.escape(part) for part in cut
        )
    )


def _roughly(
    question: Question, expression: Expression, fit: Few | Many, on: int
) -> list[int]:
    """Return the keys so that the best 200 are among the first 200."""
    if len(fit) <= RERANKED:
        return fit.newest(PUBLISHED, RERANKED)
    leaves = {
        Leaf(leaf.atom, "title")
        for ways in expression.wanted
        for leaf in ways[0]
        if leaf.field in ("", "title")
    }
    among = sets.holding_all(
        fit.shelf, list(leaves), sets.bounds_of(leaves), enough=RERANKED
    )
    in_title = fit.newest(PUBLISHED, RANKED, among=among)
    if len(in_title) > RERANKED:
        # Of very many the short titles are the works themselves, not what cites them.
        lengths = dict(
            fetch(
                f"SELECT policy_id, length(flat_title) FROM {TEXTS}"
                f" WHERE policy_id IN ({_marks(in_title)})",
                *in_title,
            )
        )
        in_title.sort(key=lambda each: lengths.get(each, 0))
    first = []
    if question.defined:
        first = fit.of(_defining(question.defined))
    elif len(in_title) < ENOUGH:
        first = _as_typed(question, fit)
    found = dict.fromkeys([*first, *in_title])
    if len(found) < RANKED:
        found |= dict.fromkeys(fit.newest(PUBLISHED, RANKED, in_force_on=on))
    if len(found) < RANKED:
        found |= dict.fromkeys(fit.newest(PUBLISHED, RANKED))
    return list(found)


def _as_typed(question: Question, fit: Few | Many) -> list[int]:
    """Return those of the newest in which a long term stands as it was typed."""
    longest = max((term.text for term in question.terms), key=len)
    if len(longest) < LONG:
        return []
    newest = fit.newest(PUBLISHED, LOOKED_THROUGH)
    found = fetch(
        f"SELECT policy_id FROM {TEXTS} WHERE policy_id IN ({_marks(newest)})"
        f" AND (instr(title, ?) OR instr(body, ?)) LIMIT {RERANKED}",
        *newest,
        longest,
        longest,
    )
    return [policy_id for (policy_id,) in found]


def _defining(term: str) -> list[int]:
    """Return the policies whose texts say what is meant by it, the newest first."""
    rows = fetch(
        f"SELECT policy_id FROM {DEFINITIONS} WHERE term = ?"
        f" ORDER BY policy_id DESC LIMIT {RERANKED}",
        fold(term),
    )
    return [policy_id for (policy_id,) in rows]


def defined(terms: Collection[str]) -> set[str]:
    """Return those of these terms that are defined; see `SearchEngine.defined`."""
    rows = fetch(
        f"SELECT DISTINCT term FROM {DEFINITIONS} WHERE term IN ({_marks(terms)})",
        *terms,
    )
    return {term for (term,) in rows}


# --- Most of the words -----------------------------------------------------


def _near(question: Question, here: Shelf) -> list[int]:
    return near(
        question,
        most_words=lambda: _most_words(question, here),
        most_in_title=lambda: _most_in_title(question, here),
        defining=lambda: _defining(question.defined),
    )


def _most_in_title(question: Question, here: Shelf) -> list[int]:
    """Return up to 200 policies whose titles hold most of what is telling."""
    if any(term.is_phrase or term.field for term in question.terms):
        return []
    pairs = pairs_of(question)
    some_pairs = list(pairs)[:MOST_PAIRS]
    # What stands nowhere in the library cannot stand in a title.
    held = sets.frequencies(some_pairs)
    there = [
        token
        for token in some_pairs
        if token in held or sets.ids(str(Leaf(pairs[token])), most=1)
    ]
    there.sort(key=lambda token: (held.get(token, 1), token))
    weight = sets.weights(there[:TOKENS])
    found = [
        (value, some)
        for token, value in weight.items()
        if (some := sets.holding(here, Leaf(pairs[token], "title")))
    ]
    most = _in_most([some for _, some in found], PAIRS_IN_TITLE, so_many=1)
    ids, best = _best(found, most, here)
    telling = sum(weight.values())
    return ids if best >= in_title_enough(question) * telling else []


def _most_words(question: Question, here: Shelf) -> list[int]:
    """Return up to 200 policies that hold most of what is telling, best first."""
    every = {atom: term.field for term in question.terms for atom in atoms(term.text)}
    if len(every) < ENOUGH or any(term.is_phrase for term in question.terms):
        return []
    if len(pairs := [atom for atom in every if len(atom.token) > 1]) < ENOUGH:
        pairs = list(every)
    weight = sets.weights(atom.token for atom in pairs)
    telling = sorted(pairs, key=lambda atom: weight[atom.token], reverse=True)
    leaves = [Leaf(atom, every[atom]) for atom in telling[:TELLING]]
    common = max(1000, sets.documents_stored() // 30)
    bounds = sets.bounds_of(leaves)
    found = [
        (weight[leaf.atom.token], some)
        for leaf in leaves
        # What is said of most documents would cost most and tells least.
        if bounds[leaf] <= common or not leaf.tokens
        for some in [sets.holding(here, leaf)]
        if some.bit_count() <= common
    ]
    too_common = len(leaves) - len(found)
    least = max(1, math.ceil(len(leaves) / 2) - too_common)
    holding = _in_most([some for _, some in found], least)
    for term in question.excluded:
        if way := in_field(term):
            holding &= ~sets.holding_all(here, way, sets.bounds_of(way))
    ids, _ = _best(found, holding, here)
    return ids


def _best(
    found: Iterable[tuple[float, int]], among: int, here: Shelf
) -> tuple[list[int], float]:
    """Return up to 200 of these policies by the weight of the sets that hold them."""
    score: Counter[int] = Counter()
    for value, some in found:
        for policy_id in here.ids_in(some & among):
            score[policy_id] += value
    best = max(score.values(), default=0.0)
    ids = [
        policy_id
        for policy_id, reached in score.most_common(RERANKED)
        if reached >= 0.6 * best
    ]
    return ids, best


def _in_most(every: Sequence[int], least: int, so_many: int = RERANKED) -> int:
    """Return what is in at least so many of these sets.

    If that is much, what is in still more of them, as long as that is `so_many`.
    """
    # in_so_many[n]: what is in at least n of the sets seen so far.
    in_so_many = [-1] + [0] * max(len(every), least)
    for some in every:
        for n in range(len(every), 0, -1):
            in_so_many[n] |= in_so_many[n - 1] & some
    while least < len(every) and in_so_many[least + 1].bit_count() >= so_many:
        least += 1
    return in_so_many[least]


# --- Numbers ---------------------------------------------------------------


def _of_key(key: NumberKey) -> list[int]:
    where, values = ["serial = ?"], [key.serial]
    if key.head:
        where.append("head = ?")
        values.append(key.head)
    if key.year:
        # An order is often cited without its year.
        where.append("year IN (?, 0)" if key.head else "year = ?")
        values.append(key.year)
    rows = fetch(
        f"SELECT policy_id FROM {NUMBERS} WHERE {' AND '.join(where)}"
        f" ORDER BY year DESC, policy_id DESC LIMIT {RERANKED}",
        *values,
    )
    return [policy_id for (policy_id,) in rows]


# --- What re-ranking and snippets need -------------------------------------


def candidates(ids: Sequence[int], question: Question, on: int) -> list[Candidate]:
    """Return what re-ranking needs; see `SearchEngine.candidates`."""
    if not ids:
        return []
    # The four longest runs tell most; the texts are as printed, nearly always folded.
    wholes = sorted(
        {
            run
            for term in question.terms
            for run in (term.text, *_whole_runs(term.text))
            if len(run) > 1
        },
        key=len,
        reverse=True,
    )[:4]
    held = " + ".join(
        "((instr(texts.body, ?) > 0) OR (instr(texts.interpretation, ?) > 0))"
        for _ in wholes
    )
    numbered = " AND ".join("instr(texts.number, ?)" for _ in wholes)
    values: list = [value for run in wholes for value in (run, run)] + wholes
    values.append(fold(question.defined))
    rows = fetch(
        "SELECT texts.policy_id, flat_title, issued, since, until,"
        f" {held or 0}, {numbered or 0}, EXISTS (SELECT 1 FROM {DEFINITIONS} AS terms"
        " WHERE terms.term = ? AND terms.policy_id = texts.policy_id)"
        f" FROM {TEXTS} AS texts CROSS JOIN {FACTS} AS facts"
        " ON facts.policy_id = texts.policy_id"
        f" WHERE texts.policy_id IN ({_marks(ids)})",
        *values,
        *ids,
    )
    return [
        Candidate(
            policy_id,
            flat_title,
            issued,
            validity_of(since, until, on),
            held / len(wholes) if wholes else 0.0,
            bool(numbered),
            bool(defined),
        )
        for policy_id, flat_title, issued, since, until, held, numbered, defined in rows
    ]


def _whole_runs(text: str) -> list[str]:
    return [run for run in flat(text).split() if len(run) > 1]


def texts(ids: Sequence[int]) -> list[Stored]:
    """Return the texts of these policies as they were printed."""
    if not ids:
        return []
    rows = fetch(
        f"SELECT policy_id, title, body, interpretation FROM {TEXTS}"
        f" WHERE policy_id IN ({_marks(ids)})",
        *ids,
    )
    return [Stored(*row) for row in rows]


def _marks(values: Sequence) -> str:
    return ", ".join("?" * len(values))
