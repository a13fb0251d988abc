"""Titles that are alike: they share the rarest of what is asked for."""

import math
from collections import Counter

from search.engines.embedded.expression import of_atom
from search.engines.embedded.sets import weights
from search.engines.embedded.shelf import shelf
from search.engines.embedded.tables import TERMS, fetch
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
    rarity = weights(every)
    telling = sorted(every, key=rarity.__getitem__, reverse=True)[:TOKENS]
    stored = len(shelf().slots)
    bound = min(FINDS, max(FEW, int(stored * TELLING_SHARE)))
    score: Counter[int] = Counter()
    shared: Counter[int] = Counter()
    for token in telling:
        rows = fetch(
            f"SELECT rowid FROM {TERMS} WHERE {TERMS} MATCH ? LIMIT {bound + 1}",
            f"{{title}} : ({of_atom(every[token])})",
        )
        if len(rows) <= bound:
            for (policy_id,) in rows:
                score[policy_id] += math.log(1 + stored / len(rows))
                shared[policy_id] += 1
    enough = LIKE_ENOUGH * max(score.values(), default=0.0)
    return [
        each
        for each, reached in score.most_common()
        if shared[each] > 1 and reached >= enough
    ][:most]
