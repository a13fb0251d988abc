"""What a reader can choose beside the words, with counts, and what is chosen."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

from django.db.models import Value as Constant
from django.db.models.functions import Coalesce
from taggit.models import Tag

from interpretations.models import InterpretationForm
from policies.models import Agency, Audience, Genre, Level, Subject
from policies.validity import Validity
from search.forms import ANY_VALIDITY, FACETS, RANGES, SearchForm
from search.results import SearchResults

# So many values of a facet are seen at once, and so many at all.
SHOWN, MOST = 6, 60
OPEN = frozenset({"validity", "agency", "year", "subject"})
CHOICES = {
    "validity": Validity,
    "genre": Genre,
    "level": Level,
    "form": InterpretationForm,
}
NAMED = {"agency": Agency, "tag": Tag, "audience": Audience, "subject": Subject}
NOWHERE = (Constant(0), Constant(0))


class Named(NamedTuple):
    """What gives a value its name; of a subject also its place in the tree."""

    facet: str
    key: object
    name: str
    parent: int = 0
    sort_order: int = 0


@dataclass(frozen=True)
class Value:
    """One value of a facet; its address chooses it, or takes it back if chosen."""

    key: object
    label: str
    count: int
    address: str
    is_chosen: bool = False
    is_below: bool = False


@dataclass(frozen=True)
class Facet:
    """One facet: the values seen at once, and the further ones."""

    name: str
    label: str
    values: list[Value]
    further: list[Value] = field(default_factory=list)
    is_open: bool = False


@dataclass(frozen=True)
class Chip:
    """One thing chosen, in words, and the address of the search without it."""

    label: str
    address: str
    # The parameters it stands for.
    names: tuple[str, ...] = ()


def facets_of(form: SearchForm, results: SearchResults) -> list[Facet]:
    """Return the facets that tell something apart; one query for all their names."""
    counts = {name: _counts(name, results) for name in FACETS}
    named = _named(counts)
    facets = []
    for name in FACETS:
        values = _values(name, form, results, counts[name], named[name])
        if len(values) > 1 or any(value.is_chosen for value in values):
            chosen = any(value.is_chosen for value in values[SHOWN:])
            shown = MOST if chosen else SHOWN
            facets.append(
                Facet(
                    name,
                    str(form.fields[name].label),
                    values[:shown],
                    values[shown:MOST],
                    is_open=name in OPEN or name in form.asked,
                )
            )
    return facets


def chips_of(form: SearchForm) -> list[Chip]:
    """Return what was chosen, in the order of the address."""
    asked = form.asked
    chips = [
        Chip(in_words(form, name), form.address(**{name: None}), (name,))
        for name in FACETS
        if name in asked and asked[name] != ANY_VALIDITY
    ]
    for name, label in RANGES.items():
        first, last = asked.get(f"{name}_from"), asked.get(f"{name}_to")
        if first or last:
            ends = (f"{name}_from", f"{name}_to")
            if first and last:
                between = f"{first}至{last}"
            else:
                between = f"{first}以后" if first else f"{last}以前"
            chips.append(
                Chip(
                    f"{label}{between}",
                    form.address(**dict.fromkeys(ends)),
                    ends,
                )
            )
    if "on" in asked:
        chips.append(Chip(f"有效性按{asked['on']}", form.address(on=None), ("on",)))
    return chips


def in_words(form: SearchForm, name: str) -> str:
    """Return the chosen value of a facet as a reader knows it."""
    value = form.asked[name]
    if name in CHOICES:
        return str(CHOICES[name](value).label)
    if name == "year":
        return f"{value}年"
    return value.name


def _counts(name: str, results: SearchResults) -> dict:
    """Return how many have which value, the chosen one in any case."""
    counts = dict(results.facets.get(name, {}))
    if chosen := getattr(results.query, name):
        counts.setdefault(chosen, 0)
    return counts


def _values(
    name: str,
    form: SearchForm,
    results: SearchResults,
    counts: dict,
    named: dict[object, Named],
) -> list[Value]:
    chosen = getattr(results.query, name)
    values = [
        Value(
            each.key,
            each.name,
            counts[each.key],
            form.address(**{name: None if each.key == chosen else each.key}),
            is_chosen=each.key == chosen,
            is_below=is_below,
        )
        for each, is_below in _ordered(name, named, counts, chosen)
    ]
    if name == "validity" and values:
        values = _with_all(values, form, bool(results.query.words))
    return values


def _with_all(values: list[Value], form: SearchForm, has_words: bool) -> list[Value]:
    """Return the values of 有效性 after one for all: a list leaves some out."""
    every = Value(
        ANY_VALIDITY,
        "全部",
        sum(value.count for value in values),
        form.address(validity="" if has_words else ANY_VALIDITY),
        is_chosen=not any(value.is_chosen for value in values),
    )
    return [every, *values]


def _named(counts: dict[str, dict]) -> dict[str, dict[object, Named]]:
    """Return for each facet its values that have a name, by their keys."""
    found: dict[str, dict[object, Named]] = defaultdict(dict)
    for facet, choices in CHOICES.items():
        for key, label in choices.choices:
            if key in counts[facet]:
                found[facet][key] = Named(facet, key, str(label))
    for year in counts["year"]:
        found["year"][year] = Named("year", year, f"{year}年")
    for each in map(Named._make, _rows(counts)):
        found[each.facet][each.key] = each
    return found


def _rows(counts: dict[str, dict]) -> Iterable[tuple]:
    """Return what the database names, all of it by one query."""
    place = {"subject": (Coalesce("parent", 0), "sort_order")}
    first, *further = [
        model.objects.order_by()
        .filter(pk__in=list(counts[facet]))
        .values_list(Constant(facet), "pk", "name", *place.get(facet, NOWHERE))
        for facet, model in NAMED.items()
    ]
    return first.union(*further, all=True)


def _ordered(
    name: str, named: dict[object, Named], counts: dict, chosen
) -> list[tuple[Named, bool]]:
    """Return (value, is below another) as a reader looks for them."""
    if name == "subject":
        return _tree(named, chosen)
    values = list(named.values())
    if name == "year":
        values.sort(key=lambda each: -each.key)
    elif name not in ("validity", "level"):
        values.sort(key=lambda each: (-counts[each.key], each.name))
    return [(each, False) for each in values]


def _tree(subjects: dict[object, Named], chosen: int | None) -> list[tuple]:
    """Return the classes, and the items of the class that is chosen."""
    ordered = sorted(subjects.values(), key=lambda each: each.sort_order)
    here = subjects.get(chosen)
    opened = {here.key, here.parent} if here else set()
    found = []
    for each in ordered:
        if not each.parent:
            found.append((each, False))
            if each.key in opened:
                found += [
                    (below, True) for below in ordered if below.parent == each.key
                ]
    return found
