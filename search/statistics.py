"""The figures of the library, each of them the length of a list that it leads to.

Counted by the search, as its own facets are: what a figure says and what its list
holds come from one place. As of a day, so that they can be kept from month to month.
"""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass, replace

from django.db.models import Count
from django.utils import timezone

from policies.library_figures import ValidityCount
from policies.models import AgencyPage, NoticePage
from policies.validity import Validity
from search.choosing import find_policies
from search.facets import CHOICES, NAMED


@dataclass(frozen=True)
class Row:
    """What the library holds of one agency, year, level or form: `facet` is `key`."""

    facet: str
    key: object
    label: str
    count: ValidityCount
    # Of an agency: its own page, and how many documents outside the rule it has.
    page: AgencyPage | None = None
    notices: int = 0


@dataclass(frozen=True)
class LibraryStatistics:
    """The whole library on a day, and its rows by what a reader asks for."""

    on: datetime.date
    whole: ValidityCount
    levels: list[Row]
    agencies: list[Row]
    years: list[Row]
    forms: list[Row]


def library_statistics(*, on: datetime.date | None = None) -> LibraryStatistics:
    """Return the figures of that day (today); never fails for its index."""
    day = on or timezone.localdate()
    found = {
        validity: find_policies(validity=validity.value, on=day)
        for validity in Validity
    }

    def rows(facet: str) -> list[Row]:
        keys = dict.fromkeys(
            key for each in found.values() for key in each.facets.get(facet, {})
        )
        counts = {
            key: ValidityCount(
                **{
                    validity.value: each.facets.get(facet, {}).get(key, 0)
                    for validity, each in found.items()
                }
            )
            for key in keys
        }
        return [
            Row(facet, key, label, counts[key]) for key, label in _labels(facet, keys)
        ]

    return LibraryStatistics(
        on=day,
        whole=ValidityCount(
            **{validity.value: each.total for validity, each in found.items()}
        ),
        levels=rows("level"),
        agencies=_with_pages(sorted(rows("agency"), key=_most_first)),
        years=sorted(rows("year"), key=lambda row: -row.key),
        forms=rows("form"),
    )


def _labels(facet: str, keys: Iterable) -> list[tuple[object, str]]:
    """Return the keys with their words, choices in their own order."""
    keys = list(keys)
    if facet in CHOICES:
        return [(key, label) for key, label in CHOICES[facet].choices if key in keys]
    if facet == "year":
        return [(key, f"{key}年") for key in keys]
    named = NAMED[facet].objects.filter(pk__in=keys)
    return list(named.values_list("pk", "name"))


def _most_first(row: Row) -> tuple:
    return -row.count.total, row.label


def _with_pages(rows: list[Row]) -> list[Row]:
    keys = [row.key for row in rows]
    pages = {
        page.agency_id: page
        for page in AgencyPage.objects.live().filter(agency__in=keys)
    }
    notices = dict(
        NoticePage.objects.live()
        .order_by()
        .values_list("issuing_agency")
        .annotate(Count("pk"))
    )
    return [
        replace(row, page=pages.get(row.key), notices=notices.get(row.key, 0))
        for row in rows
    ]
