"""Official short and full names of one thing, which a question may use either of."""

from collections.abc import Mapping
from functools import cache, lru_cache

from django.apps import apps
from django.db import connection

from search.analysis import fold


def synonyms() -> Mapping[str, list[str]]:
    """Return for every name its other names; folded forms of a name count as it."""
    # Every question asks this: making the query anew would take most of the time.
    with connection.cursor() as cursor:
        cursor.execute(_every_pair())
        return _others(tuple(map(tuple, cursor.fetchall())))


@cache
def _every_pair() -> str:
    # By its label: the library's page, a model too, stands above this module.
    synonym = apps.get_model("search", "SearchSynonym")
    pairs = synonym.objects.order_by("pk").values_list("full_name", "short_name")
    return str(pairs.query)


@lru_cache(maxsize=4)
def _others(pairs: tuple[tuple[str, str], ...]) -> Mapping[str, list[str]]:
    others: dict[str, list[str]] = {}
    for full_name, short_name in pairs:
        for name, other in ((full_name, short_name), (short_name, full_name)):
            for form in {name, fold(name)}:
                others.setdefault(form, []).append(other)
    return others
