"""Titles that are alike: they share the rarest of what is asked for."""

import math

from elasticsearch_dsl import Q

from search.engines.elasticsearch.expression import of_atom
from search.engines.elasticsearch.finding import (
    frequencies,
    key_of,
    run,
    searching,
    total_of,
    weight,
    worth,
)
from search.engines.limits import (
    FEW,
    FINDS,
    LIKE_ENOUGH,
    TELLING_SHARE,
    TOKENS,
    pairs_of,
)
from search.questions import Question


def alike(question: Question, most: int) -> list[int]:
    """Return the policies whose titles share most; see `SearchEngine.alike`."""
    every = pairs_of(question)
    held, stored = frequencies(every)
    rarity = {token: weight(count, stored) for token, count in held.items()}
    telling = sorted(every, key=rarity.__getitem__, reverse=True)[:TOKENS]
    if len(telling) < 2:
        return []
    in_title = {
        str(at): of_atom(every[token], "title") for at, token in enumerate(telling)
    }
    search = searching(Q("match_all"))[:0]
    search.aggs.bucket("titles", "filters", filters=in_title)
    found = run(search)
    bound = min(FINDS, max(FEW, int(total_of(found) * TELLING_SHARE)))
    titles = {
        at: bucket["doc_count"]
        for at, bucket in found["aggregations"]["titles"]["buckets"].items()
    }
    shared = [
        worth(in_title[at], math.log(1 + total_of(found) / count))
        for at, count in titles.items()
        if 0 < count <= bound
    ]
    if len(shared) < 2:
        return []
    query = Q("bool", should=shared, minimum_should_match=2)
    hits = run(searching(query)[:most])["hits"]["hits"]
    enough = LIKE_ENOUGH * max((hit["_score"] for hit in hits), default=0.0)
    return [key_of(hit) for hit in hits if hit["_score"] >= enough]
