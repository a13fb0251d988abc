"""解读专栏: one page of interpretations, of all forms or of one."""

import re
from dataclasses import dataclass

from django.core.paginator import Paginator
from django.db.models import Count
from django.http import QueryDict
from django.utils.http import urlencode
from wagtail.query import PageQuerySet

from cms.changes import remembered
from interpretations.pictures import with_pictures

YEAR = re.compile("[0-9]{4}")
# What the public statistics count of interpretations: see `interpretations.figures`.
MEASURES = {
    "diversified": "多样化解读",
    "released": "在其他渠道发布",
    "timely": "按时解读",
}
PAGE_SIZE = 18  # Whole rows, whether two or three cards stand in one.


@dataclass(frozen=True)
class FormChoice:
    """One form to narrow by, with its count; an empty value means all."""

    value: str
    label: str
    count: int
    query: str
    is_chosen: bool = False


@dataclass(frozen=True)
class FromNearerEnd:
    """The keys of all pages, newest first, a slice of them read from the nearer end.

    A database counts its way to a slice: that of the last page would be the longest.
    """

    pages: PageQuerySet
    count: int

    def __len__(self) -> int:
        return self.count

    def __getitem__(self, part: slice) -> list[int]:
        stop = min(part.stop, self.count)
        if part.start <= self.count // 2:
            keys = self.pages.order_by("-public_on", "-pk")
            return list(keys.values_list("pk", flat=True)[part.start : stop])
        keys = self.pages.order_by("public_on", "pk").values_list("pk", flat=True)
        return list(keys[self.count - stop : self.count - part.start])[::-1]


@dataclass(frozen=True)
class Taken:
    """A choice that was made beside the form, in words, and the query without it."""

    label: str
    query: str


def column(pages: PageQuerySet, measured: PageQuerySet, asked: QueryDict) -> dict:
    """Return the context of the column: `interpretations` newest first, `forms`.

    `?form=` narrows to one, `?year=` to what was published in a year, `?measure=` to
    what one of the statistics' figures counts, by what is `measured` of each page;
    what no page has shows all. A page number that cannot be read gives the first page.
    """
    measure = asked.get("measure", "")
    if measure in MEASURES:
        pages = pages.filter(
            pk__in=measured.filter(**{f"is_{measure}": True}).values("pk")
        )
    else:
        measure = ""
    year = asked.get("year", "")
    of_year = (
        pages.filter(public_on__year=year) if YEAR.fullmatch(year) else pages.none()
    )
    if of_year.exists():
        pages = of_year
    else:
        year = ""
    counts = remembered(
        f"interpretations of {year} by form, {measure}",
        lambda: dict(pages.order_by().values_list("form").annotate(Count("pk"))),
    )
    labels = dict(pages.model._meta.get_field("form").choices)
    chosen = asked.get("form", "")
    if chosen not in counts:
        chosen = ""
    shown = pages.filter(form=chosen) if chosen else pages
    paginator = Paginator(
        FromNearerEnd(shown, counts[chosen] if chosen else sum(counts.values())),
        PAGE_SIZE,
    )
    page = paginator.get_page(asked.get("page"))
    of_page = pages.select_related("policy").defer(
        "policy__body", "policy__enclosed_body"
    )
    rows = of_page.in_bulk(page.object_list)
    page.object_list = with_pictures(
        rows[key] for key in page.object_list if key in rows
    )
    beside = {"year": year, "measure": measure}
    words = {"year": f"{year}年发布", "measure": MEASURES.get(measure)}
    return {
        "interpretations": page,
        "taken": [
            Taken(words[name], query_of(form=chosen, **beside | {name: ""}))
            for name, value in beside.items()
            if value
        ],
        "forms": [
            FormChoice(
                "", "全部", sum(counts.values()), query_of(**beside), not chosen
            ),
            *(
                FormChoice(
                    value,
                    label,
                    counts[value],
                    query_of(form=value, **beside),
                    value == chosen,
                )
                for value, label in labels.items()
                if value in counts
            ),
        ]
        if counts
        else [],
    }


def query_of(**choices: str) -> str:
    """Return the query string of these choices, empty ones left out."""
    named = {name: value for name, value in choices.items() if value}
    return f"?{urlencode(named)}" if named else ""
