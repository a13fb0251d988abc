"""What helps a reader when nothing was found: a way on, never a dead end."""

from dataclasses import dataclass, replace

from policies.models import PolicyPage
from search.engines import IndexUnavailable, SearchEngine, engine
from search.engines.titles import TitlesEngine
from search.facets import Chip, chips_of
from search.forms import FACETS, RANGES, SearchForm
from search.query import SearchQuery
from search.repair import repaired
from search.results import load

NEAREST = 5


@dataclass(frozen=True)
class WayOn:
    """One choice that excluded everything, and how many there are without it."""

    chip: Chip
    count: int


@dataclass(frozen=True)
class Advice:
    """What was left to try: choices to take back, better words, near titles."""

    ways: list[WayOn]
    # How many the words alone find, when no single choice is to blame.
    without_choices: int
    repaired: str
    nearest: list[PolicyPage]


def advice(form: SearchForm, query: SearchQuery) -> Advice:
    """Return what helps with a search that found nothing.

    Asks the engine once for each choice, and once for near titles.
    """
    try:
        return _advice(engine(), form, query)
    except IndexUnavailable:
        return _advice(TitlesEngine(), form, query)


def _advice(chosen: SearchEngine, form: SearchForm, query: SearchQuery) -> Advice:
    def count(narrower: SearchQuery) -> int:
        if narrower.words and not narrower.question:
            return 0
        return chosen.find(narrower.question, narrower.choices, narrower.sort).total

    chips = chips_of(form)
    ways = [
        WayOn(chip, found)
        for chip in chips
        if (found := count(_without(query, chip.names)))
    ]
    alone = 0
    if not ways and len(chips) > 1:
        alone = count(SearchQuery(query.words))
    mended, nearest = "", []
    if query.question and not ways and not alone:
        ids = chosen.alike(query.question, NEAREST)
        pages = load(ids)
        nearest = [pages[policy_id] for policy_id in ids if policy_id in pages]
        mended = repaired(query.question, chosen.texts(list(pages)))
    return Advice(ways, alone, mended, nearest)


def _without(query: SearchQuery, names: tuple[str, ...]) -> SearchQuery:
    empty = SearchQuery()
    fields = {name for name in names if name in (*FACETS, "on")}
    fields |= {name for name in RANGES if f"{name}_from" in names}
    return replace(query, **{name: getattr(empty, name) for name in fields})
