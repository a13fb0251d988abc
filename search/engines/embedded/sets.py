"""Which policies hold what is asked, as sets of a shelf.

FTS5 leaps fast through what is rare, and hands over what is common one by one. So
where something rare must be found it answers alone; else each common token is asked of
it once, remembered as a set, and the sets are put together.
"""

import json
import math
from collections.abc import Iterable, Mapping, Sequence
from threading import Lock

from search.engines.embedded import tables
from search.engines.embedded.expression import Expression, Leaf, all_of
from search.engines.embedded.shelf import Shelf
from search.engines.embedded.tables import FREQUENCIES, TERMS, fetch

# What stands in more policies than these is common.
RARE = 2000
# So many sets are remembered; of 100,000 policies each takes 13 KB.
REMEMBERED = 1024
# So many policies written since are asked for one by one.
WRITTEN_SINCE = 32
# In how many documents the beginning of a token stands is not counted.
UNKNOWN = math.inf
_MATCH = f"FROM {TERMS} WHERE {TERMS} MATCH ?"
_lock = Lock()


def ids(expression: str, most: int | None = None) -> list[int]:
    """Return the policies that match; in one text, as rows cost more than finds."""
    if most is None:
        ((found,),) = fetch(f"SELECT json_group_array(rowid) {_MATCH}", expression)
    else:
        ((found,),) = fetch(
            f"SELECT json_group_array(rowid) FROM (SELECT rowid {_MATCH} LIMIT ?)",
            expression,
            most,
        )
    return json.loads(found)


def matching(shelf: Shelf, expression: Expression) -> int:
    """Return the policies that hold all that is wanted and nothing unwanted."""
    leaves = {leaf for ways in expression.wanted for way in ways for leaf in way}
    bounds = bounds_of(leaves)
    only = [ways[0] for ways in expression.wanted if len(ways) == 1]
    some = holding_all(shelf, [leaf for way in only for leaf in way], bounds)
    for ways in expression.wanted:
        if some and len(ways) > 1:
            either = 0
            for way in ways:
                either |= holding_all(shelf, way, bounds)
            some &= either
    for way in expression.unwanted:
        if some:
            some &= ~holding_all(shelf, way, bounds_of(way))
    return some


def holding_all(
    shelf: Shelf, way: Sequence[Leaf], bounds: Mapping[Leaf, float], enough: int = 0
) -> int:
    """Return the policies that hold all leaves.

    So few as `enough` may be returned before the commoner leaves are asked for.
    """
    some = shelf.every
    rarest_first = sorted(way, key=bounds.__getitem__)
    counted = [leaf for leaf in rarest_first if bounds[leaf] < UNKNOWN]
    for leaf in counted:
        is_few = some.bit_count() <= RARE and str(leaf) not in shelf.known
        if not enough and (is_few or bounds[leaf] <= RARE):
            some = shelf.set_of(ids(all_of(counted)))
            break
        some &= holding(shelf, leaf)
        if some.bit_count() <= enough:
            return some
    for leaf in rarest_first[len(counted) :]:
        if some.bit_count() > enough:
            some &= holding(shelf, leaf)
    return some


def holding(shelf: Shelf, leaf: Leaf) -> int:
    """Return the policies that hold one leaf; what is common is remembered."""
    expression = str(leaf)
    slots, some = shelf.known.get(expression, (0, 0))
    # What was written since has a slot behind those that there were.
    since = [row[0] for row in shelf.rows[slots:] if row is not None] if slots else []
    if slots and len(since) <= WRITTEN_SINCE:
        further = [
            policy_id
            for policy_id in since
            if fetch(f"SELECT 1 {_MATCH} AND rowid = ?", expression, policy_id)
        ]
        if further:
            some |= shelf.set_of(further)
    else:
        some = shelf.set_of(ids(expression))
    if some.bit_count() > RARE:
        with _lock:
            shelf.known.pop(expression, None)
            shelf.known[expression] = (len(shelf.rows), some)
            if len(shelf.known) > REMEMBERED:
                del shelf.known[next(iter(shelf.known))]
    return some & shelf.every


def bounds_of(leaves: Iterable[Leaf]) -> dict[Leaf, float]:
    """Return in how many documents each stands at most; infinitely many if unknown."""
    leaves = list(leaves)
    held = frequencies(
        list(dict.fromkeys(token for leaf in leaves for token in leaf.tokens))
    )

    def bound(tokens: Sequence[str]) -> float:
        if not tokens:
            return UNKNOWN
        whole, *finer = (held.get(token, 0) for token in tokens)
        return whole + min(finer, default=0)

    return {leaf: bound(leaf.tokens) for leaf in leaves}


def frequencies(tokens: Sequence[str]) -> dict[str, int]:
    """Return in how many documents each token stands; one in none is left out."""
    marks = ", ".join("?" * len(tokens))
    return dict(
        fetch(
            f"SELECT token, documents FROM {FREQUENCIES} WHERE token IN ({marks})",
            *tokens,
        )
    )


def weights(tokens: Iterable[str]) -> Mapping[str, float]:
    """Return the inverse document frequency of each token."""
    wanted = list(dict.fromkeys(tokens))
    frequency = frequencies(wanted)
    stored = documents_stored()
    return {
        token: math.log(1 + (stored + 1) / (frequency.get(token, 0) + 1))
        for token in wanted
    }


def documents_stored() -> int:
    """Return how many documents there were at the last count."""
    return tables.state("counted") or 0
