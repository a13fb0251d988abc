"""Choices as filters, facets as aggregations, each counted for the other choices."""

from elasticsearch_dsl import A, Q, Search
from elasticsearch_dsl.query import Query

from policies.validity import Validity
from search.facts import FACETS, Choices, Facets

_FIELDS = {
    "year": "facts.year",
    "genre": "facts.genre",
    "level": "facts.level",
    "agency": "facts.agencies",
    "subject": "facts.subjects",
    "tag": "facts.tags",
    "audience": "facts.audiences",
    "form": "facts.forms",
}
# More values than a facet ever has, so that none of them is left out.
_VALUES = 10_000


def narrowed(search: Search, choices: Choices) -> Search:
    """Return the search narrowed by the choices."""
    return search.post_filter(Q("bool", filter=_filters(choices)))


def counted(search: Search, choices: Choices) -> Search:
    """Return the search with every facet to be counted.

    Its aggregation `all` counts what is found before it is narrowed.
    """
    search = search._clone()
    search.aggs.bucket("all", "filter", filter=Q("match_all"))
    for name in FACETS:
        others = Q("bool", filter=_filters(choices, but=name))
        counting = search.aggs.bucket(name, "filter", filter=others)
        counting.bucket("values", _values(name, choices.on))
    return search


def _filters(choices: Choices, but: str = "") -> list[Query]:
    return [
        *(_within(name, *between) for name, between in choices.days.items()),
        *(
            _chosen(name, value, choices.on)
            for name, value in choices.chosen.items()
            if name != but
        ),
    ]


def facets(aggregations: dict) -> Facets:
    """Return the facets as they were counted."""
    found: Facets = {}
    for name in FACETS:
        buckets = aggregations[name]["values"]["buckets"]
        if isinstance(buckets, dict):
            buckets = [{"key": key, **bucket} for key, bucket in buckets.items()]
        found[name] = {
            bucket["key"]: bucket["doc_count"]
            for bucket in buckets
            if bucket["doc_count"]
        }
    return found


def in_force(on: int) -> Query:
    """Return what finds the policies that are in force on a day."""
    return _validity(on)[Validity.IN_FORCE.value]


def _values(name: str, on: int):
    if name == "validity":
        return A("filters", filters=_validity(on))
    return A("terms", field=_FIELDS[name], size=_VALUES)


def _chosen(name: str, value, on: int) -> Query:
    if name == "validity":
        return _validity(on)[value]
    return Q("term", **{_FIELDS[name]: value})


def _within(name: str, first: int | None, last: int | None) -> Query:
    bounds = {"gte": first, "lte": last}
    bounds = {key: day for key, day in bounds.items() if day is not None}
    return Q("range", **{f"facts.{name}": bounds})


def _validity(on: int) -> dict[str, Query]:
    """Return for each validity what finds it, as `search.facts.validity_of` tells."""
    ended = Q("range", **{"facts.until": {"lt": on}})
    begun = Q("range", **{"facts.since": {"lte": on}})
    return {
        Validity.NOT_IN_FORCE.value: ended,
        Validity.IN_FORCE.value: Q("bool", filter=[begun], must_not=[ended]),
        Validity.NOT_YET_IN_FORCE.value: Q("bool", must_not=[begun, ended]),
    }
