"""Finding in Elasticsearch: all words together, or else most of them."""

import math
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

from elasticsearch_dsl import Q, Search
from elasticsearch_dsl.query import Query

from search.analysis import atoms, flat, fold, parts
from search.engines import RANKED, Candidate, Found, IndexUnavailable, Stored
from search.engines.elasticsearch import schema
from search.engines.elasticsearch.connection import address, client, stubborn_client
from search.engines.elasticsearch.entries import number_way
from search.engines.elasticsearch.expression import (
    all_of,
    any_of,
    asked,
    in_field,
    of_atom,
    phrase,
)
from search.engines.elasticsearch.listing import Listing
from search.engines.elasticsearch.narrowing import counted, facets, in_force, narrowed
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
from search.facts import Choices, validity_of
from search.numbers import NumberKey
from search.questions import Question
from search.synonyms import synonyms

KEPT_OPEN = "1m"
_COLUMNS = ("flat_title", "number", "facts.issued", "facts.since", "facts.until")
_DAY_OF = {"issued": "facts.issued", "published": "facts.published"}
# In the rough order one of these outweighs all that follow it.
_EXACT, _DEFINES, _IN_TITLE, _AS_TYPED, _IN_FORCE = 128.0, 64.0, 32.0, 16.0, 1.0
_SHORT_TITLE = 0.01


def find(question: Question, choices: Choices, sort: str) -> Found:
    """Return what answers the question; see `SearchEngine.find`."""
    if not question:
        return _listed(choices, sort)
    left = set() if question.number else spared(question, _held)
    wanted = asked(question, synonyms(), left)
    if wanted is None:
        return Found()
    exact = exact_numbers(question, _of_key)
    query = any_of([wanted, _these(exact)]) if exact else wanted
    found = _found(query, question, exact, choices, sort)
    before = found["aggregations"]["all"]["doc_count"]
    further: list[int] = []
    if before < enough(question) and not (exact and question.number):
        further = _near(question, query)
        if further:
            query = any_of([query, _these(further)])
            found = _found(query, question, exact, choices, sort)
    ids = ids_of(found)
    if further and sort not in _DAY_OF:
        place = {policy_id: at for at, policy_id in enumerate(further)}
        ids.sort(key=lambda policy_id: place.get(policy_id, -1))
    if sort not in _DAY_OF:
        left = set(ids)
        exact = [policy_id for policy_id in exact if policy_id in left]
        ids = [*exact, *(each for each in ids if each not in set(exact))]
    return Found(
        ids,
        total_of(found),
        facets(found["aggregations"]),
        exact,
        is_relaxed=bool(further) and not before,
    )


def _listed(choices: Choices, sort: str) -> Found:
    order = _newest_first(_DAY_OF.get(sort, _DAY_OF["published"]))
    search = narrowed(searching(Q("match_all")).sort(*order), choices)
    found = run(counted(search[:0], choices))
    total = total_of(found)
    return Found(Listing(search, total, run), total, facets(found["aggregations"]))


def _found(
    query: Query, question: Question, exact: list[int], choices: Choices, sort: str
) -> dict:
    if sort in _DAY_OF:
        search = searching(query).sort(*_newest_first(_DAY_OF[sort]))
    else:
        better = _rough_order(question, exact, choices.on)
        search = searching(Q("bool", filter=[query], should=better))
        search = search.sort("_score", *_newest_first(_DAY_OF["published"]))
    return run(counted(narrowed(search[:RANKED], choices), choices))


def searching(query: Query, *columns: str) -> Search:
    """Return the search that answers with keys, these columns and the exact number.

    Of a thousand finds none is unpacked for it: columns stand beside the documents.
    """
    return _search(query).extra(
        track_total_hits=True,
        stored_fields="_none_",
        docvalue_fields=["policy_id", *columns],
        _source=False,
    )


def _search(query: Query) -> Search:
    return Search(using=client(), index=schema.live()).query(query)


def run(search: Search) -> dict:
    """Return the whole answer; half of one raises IndexUnavailable."""
    search = search.extra(timeout=f"{address().timeout * 1000:.0f}ms")
    found = search.params(allow_partial_search_results=False).execute().to_dict()
    if found["timed_out"] or found["_shards"]["failed"]:
        raise IndexUnavailable("检索服务只回答了一部分")
    return found


def total_of(found: dict) -> int:
    """Return how many were found."""
    return found["hits"]["total"]["value"]


def ids_of(found: dict) -> list[int]:
    """Return the keys of what was found, in order."""
    return [key_of(hit) for hit in found["hits"]["hits"]]


def key_of(hit: dict) -> int:
    """Return the key of one find."""
    return hit["fields"]["policy_id"][0]


def _these(ids: Sequence[int]) -> Query:
    return Q("terms", policy_id=list(ids))


def _newest_first(day: str) -> tuple[dict, dict]:
    return {day: {"order": "desc", "missing": "_last"}}, {"policy_id": "desc"}


# --- All words -------------------------------------------------------------


def _rough_order(question: Question, exact: list[int], on: int) -> list[Query]:
    """Return what orders the finds so that the best 200 are among the first 200."""
    better = [worth(in_force(on), _IN_FORCE)]
    if exact:
        better.append(worth(_these(exact), _EXACT))
    longest = max((term.text for term in question.terms), key=len)
    if question.defined:
        better.append(worth(_defining(question.defined), _DEFINES))
    elif len(longest) >= LONG:
        better.append(worth(phrase(longest, "title", "body"), _AS_TYPED))
    every = [atom for term in question.terms for atom in atoms(term.text)]
    in_title = all_of(of_atom(atom, "title") for atom in every)
    better.append(worth(in_title, _IN_TITLE))
    # Of very many the short titles are the works themselves, not what cites them.
    words = " ".join(atom.token for atom in every)
    short = Q("match", **{"words.title": {"query": words, "boost": _SHORT_TITLE}})
    better.append(Q("bool", filter=[in_title], must=[short]))
    return better


def worth(query: Query, boost: float, **options) -> Query:
    """Return the query, so that each find is worth the same."""
    return Q("constant_score", filter=query, boost=boost, **options)


def _defining(term: str) -> Query:
    """Return what finds the policies whose texts say what is meant by the term."""
    return Q("term", defines=fold(term))


def defined(terms: Collection[str]) -> set[str]:
    """Return those of these terms that are defined; see `SearchEngine.defined`."""
    if not terms:
        return set()
    wanted = sorted(terms)
    search = searching(Q("terms", defines=wanted))[:0]
    options = {"field": "defines", "include": wanted, "size": len(wanted)}
    search.aggs.bucket("defined", "terms", **options)
    buckets = run(search)["aggregations"]["defined"]["buckets"]
    return {bucket["key"] for bucket in buckets}


# --- Most of the words -----------------------------------------------------


def _near(question: Question, known: Query) -> list[int]:
    """Return those that are not `known`, as `limits.near` decides."""

    def defining() -> list[int]:
        if not question.defined:
            return []
        query = Q("bool", filter=[_defining(question.defined)], must_not=[known])
        return ids_of(run(searching(query).sort("-policy_id")[:RERANKED]))

    return near(
        question,
        most_words=lambda: _most_words(question, known),
        most_in_title=lambda: _most_in_title(question, known),
        defining=defining,
    )


def _most_in_title(question: Question, known: Query) -> list[int]:
    """Return up to 200 further policies whose titles hold most of what is telling."""
    if any(term.is_phrase or term.field for term in question.terms):
        return []
    pairs = pairs_of(question)
    held, stored = frequencies(list(pairs)[:MOST_PAIRS])
    # What stands nowhere in the library cannot stand in a title.
    there = [token for token in held if held[token]]
    telling = sorted(there, key=lambda each: (held[each], each))[:TOKENS]
    if len(telling) < PAIRS_IN_TITLE:
        return []
    named = [
        worth(
            of_atom(pairs[token], "title"), weight(held[token], stored), _name=str(at)
        )
        for at, token in enumerate(telling)
    ]
    known = worth(known, 0.0, _name="known")
    hits = _in_most(named, PAIRS_IN_TITLE, known, [], so_many=1)
    best = max((hit["_score"] for hit in hits), default=0.0)
    weights = sum(weight(held[token], stored) for token in telling)
    if best < in_title_enough(question) * weights:
        return []
    return _further(hits, best)


def _further(hits: list[dict], best: float) -> list[int]:
    """Return those that come near the best, without what was known before."""
    return [
        key_of(hit)
        for hit in hits
        if hit["_score"] >= 0.6 * best and "known" not in hit["matched_queries"]
    ]


def _most_words(question: Question, known: Query) -> list[int]:
    """Return up to 200 further policies that hold most of what is telling."""
    fields = {atom: term.field for term in question.terms for atom in atoms(term.text)}
    if len(fields) < ENOUGH or any(term.is_phrase for term in question.terms):
        return []
    pairs = {atom: field for atom, field in fields.items() if len(atom.token) > 1}
    if len(pairs) >= ENOUGH:
        fields = pairs
    held, stored = frequencies(atom.token for atom in fields)
    rarity = {token: weight(count, stored) for token, count in held.items()}
    telling = sorted(fields, key=lambda atom: rarity[atom.token], reverse=True)
    telling = telling[:TELLING]
    bound = max(1000, stored // 30)
    rare = [atom for atom in telling if held[atom.token] <= bound]
    if not rare:
        return []
    named = [
        worth(of_atom(atom, fields[atom]), rarity[atom.token], _name=str(at))
        for at, atom in enumerate(rare)
    ]
    unwanted = [found for term in question.excluded if (found := in_field(term))]
    least = max(1, math.ceil(len(telling) / 2) - (len(telling) - len(rare)))
    hits = _in_most(named, least, worth(known, 0.0, _name="known"), unwanted)
    return _further(hits, max((hit["_score"] for hit in hits), default=0.0))


def _in_most(
    named: list[Query],
    least: int,
    known: Query,
    unwanted: list[Query],
    so_many: int = RERANKED,
) -> list[dict]:
    """Return the best of what at least so many of these queries find.

    If that is much, of what still more of them find, as long as that is `so_many`.
    """

    def found_by(count: int) -> Query:
        return Q("bool", should=named, minimum_should_match=count, must_not=unwanted)

    def best(count: int) -> Search:
        query = Q("bool", must=[found_by(count)], should=[known])
        return searching(query)[:RERANKED]

    search = best(least)
    more = {str(count): found_by(count) for count in range(least + 1, len(named) + 1)}
    if not more:
        return run(search)["hits"]["hits"]
    search.aggs.bucket("more", "filters", filters=more)
    found = run(search)
    count = found["aggregations"]["more"]["buckets"]
    most = least
    while str(most + 1) in more and count[str(most + 1)]["doc_count"] >= so_many:
        most += 1
    if most > least:
        found = run(best(most))
    return found["hits"]["hits"]


# --- Numbers ---------------------------------------------------------------


def _of_key(key: NumberKey) -> list[int]:
    # An order is often cited without its year.
    years = [key.year, 0] if key.year and key.head else [key.year or ""]
    ways = [number_way(serial=key.serial, year=year, head=key.head) for year in years]
    search = searching(Q("bool", filter=[Q("terms", numbers=ways)]))
    search = search.sort(*_newest_first("number_year"))
    return ids_of(run(search[:RERANKED]))


# --- The whole -------------------------------------------------------------


def digests() -> Iterator[tuple[int, str]]:
    """Yield the digest of every stored policy by their keys, all of one moment."""
    servers = stubborn_client()
    moment = servers.open_point_in_time(index=schema.live(), keep_alive=KEPT_OPEN)
    try:
        after = None
        while True:
            hits = servers.search(
                pit={"id": moment["id"], "keep_alive": KEPT_OPEN},
                sort=["policy_id"],
                stored_fields="_none_",
                docvalue_fields=["policy_id", "digest"],
                size=1000,
                search_after=after,
                allow_partial_search_results=False,
            )["hits"]["hits"]
            if not hits:
                return
            for hit in hits:
                yield key_of(hit), *hit["fields"].get("digest", [""])
            after = hits[-1]["sort"]
    finally:
        servers.close_point_in_time(id=moment["id"])


# --- What re-ranking and snippets need -------------------------------------


def candidates(ids: Sequence[int], question: Question, on: int) -> list[Candidate]:
    """Return what re-ranking needs; see `SearchEngine.candidates`."""
    if not ids:
        return []
    # The four longest runs tell most.
    wholes = sorted(
        {
            run
            for term in question.terms
            for run in (term.text, *flat(term.text).split())
            if len(run) > 1 and parts(run)
        },
        key=len,
        reverse=True,
    )[:4]
    named = [
        worth(phrase(whole, "body", "interpretation"), 1.0, _name=str(at))
        for at, whole in enumerate(wholes)
    ]
    if question.defined:
        named.append(worth(_defining(question.defined), 1.0, _name="defines"))
    query = Q("bool", filter=[_these(ids)], should=named)
    search = searching(query, *_COLUMNS)[: len(ids)]
    return [_candidate(hit, wholes, on) for hit in run(search)["hits"]["hits"]]


def _candidate(hit: dict, wholes: Sequence[str], on: int) -> Candidate:
    title, number, issued, since, until = (
        next(iter(hit["fields"].get(name, ())), None) for name in _COLUMNS
    )
    matched = set(hit.get("matched_queries", ()))
    held = len(matched - {"defines"})
    return Candidate(
        key_of(hit),
        title,
        issued,
        validity_of(since, until, on),
        in_text=held / len(wholes) if wholes else 0.0,
        in_number=bool(wholes) and all(whole in number for whole in wholes),
        defines="defines" in matched,
    )


def texts(ids: Sequence[int]) -> list[Stored]:
    """Return the texts of these policies as they were printed."""
    if not ids:
        return []
    names = ("title", "body", "interpretation")
    search = _search(Q("bool", filter=[_these(ids)]))
    search = search.source([f"printed.{name}" for name in names])
    return [
        Stored(int(hit["_id"]), *(hit["_source"]["printed"][name] for name in names))
        for hit in run(search[: len(ids)])["hits"]["hits"]
    ]


def weights(tokens: Iterable[str]) -> Mapping[str, float]:
    """Return the inverse document frequency of each token."""
    held, stored = frequencies(tokens)
    return {token: weight(count, stored) for token, count in held.items()}


def weight(held: int, stored: int) -> float:
    """Return how telling a token is that stands in so many documents."""
    return math.log(1 + (stored + 1) / (held + 1))


def frequencies(tokens: Iterable[str]) -> tuple[dict[str, int], int]:
    """Return in how many documents each token stands, and how many there are."""
    wanted = list(dict.fromkeys(tokens))
    search = searching(Q("match_all"))[:0]
    if wanted:
        filters = {token: _anywhere(token) for token in wanted}
        search.aggs.bucket("held", "filters", filters=filters)
    found = run(search)
    buckets = found["aggregations"]["held"]["buckets"] if wanted else {}
    held = {token: buckets[token]["doc_count"] for token in wanted}
    return held, total_of(found)


def _anywhere(token: str) -> Query:
    """Return what finds a token, as a piece of a figure in title or number as well."""
    if not token.isascii():
        return Q("term", anywhere=token)
    pieces = (Q("term", **{f"finer.{name}": token}) for name in schema.FINE)
    return any_of([Q("term", anywhere=token), *pieces])


def _held(tokens: Sequence[str]) -> dict[str, int]:
    return frequencies(tokens)[0]
