"""What a reader can choose beside the words, with counts, and what is chosen."""

from collections.abc import Iterable
from dataclasses import dataclass, field

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
NAMED = {"agency": Agency, "tag": Tag, "audience": Audience}


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
    """Return the facets that tell something apart, one query for each kind of name."""
    facets = []
    for name in FACETS:
        values = _values(name, form, results)
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


def _values(name: str, form: SearchForm, results: SearchResults) -> list[Value]:
    counts = dict(results.facets.get(name, {}))
    chosen = getattr(results.query, name)
    if chosen:
        counts.setdefault(chosen, 0)
    labels = _labels(name, counts)
    values = [
        Value(
            key,
            label,
            counts[key],
            form.address(**{name: None if key == chosen else key}),
            is_chosen=key == chosen,
            is_below=is_below,
        )
        for key, label, is_below in _ordered(name, labels, counts, chosen)
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


def _labels(name: str, keys: Iterable) -> dict:
    if name in CHOICES:
        known = dict(CHOICES[name].choices)
        return {key: known[key] for key in keys if key in known}
    if name == "year":
        return {key: f"{key}年" for key in keys}
    if name == "subject":
        return {each.pk: each for each in Subject.objects.filter(pk__in=list(keys))}
    return dict(NAMED[name].objects.filter(pk__in=list(keys)).values_list("pk", "name"))


def _ordered(name: str, labels: dict, counts: dict, chosen) -> list[tuple]:
    """Return (key, label, is below another) as a reader looks for them."""
    if name == "subject":
        return _tree(labels, chosen)
    if name in ("validity", "level"):
        keys = [key for key in CHOICES[name].values if key in labels]
    elif name == "year":
        keys = sorted(labels, reverse=True)
    else:
        keys = sorted(labels, key=lambda key: (-counts[key], labels[key]))
    return [(key, labels[key], False) for key in keys]


def _tree(subjects: dict[int, Subject], chosen: int | None) -> list[tuple]:
    """Return the classes, and the items of the class that is chosen."""
    ordered = sorted(subjects.values(), key=lambda each: each.sort_order)
    here = subjects.get(chosen)
    opened = {here.pk, here.parent_id} if here else set()
    found = []
    for each in ordered:
        if each.parent_id is None:
            found.append((each.pk, each.name, False))
            if each.pk in opened:
                found += [
                    (below.pk, below.name, True)
                    for below in ordered
                    if below.parent_id == each.pk
                ]
    return found
