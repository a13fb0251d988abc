"""解读专栏: one page of interpretations, of all forms or of one."""

import re
from dataclasses import dataclass

from django.core.paginator import Paginator
from django.db.models import Count
from django.http import QueryDict
from wagtail.query import PageQuerySet

from cms.changes import remembered
from interpretations.pictures import with_pictures

YEAR = re.compile("[0-9]{4}")
PAGE_SIZE = 18  # Whole rows, whether two or three cards stand in one.


@dataclass(frozen=True)
class FormChoice:
    """One form to narrow by, with its count; an empty value means all."""

    value: str
    label: str
    count: int
    is_chosen: bool = False


def column(pages: PageQuerySet, asked: QueryDict) -> dict:
    """Return the context of the column: `interpretations` newest first, `forms`.

    `?form=` narrows to one, `?year=` to what was published in a year; what no page has
    shows all. A page number that cannot be read gives the first page.
    """
    year = asked.get("year", "")
    of_year = (
        pages.filter(public_on__year=year) if YEAR.fullmatch(year) else pages.none()
    )
    if of_year.exists():
        pages = of_year
    else:
        year = ""
    counts = remembered(
        f"interpretations of {year} by form",
        lambda: dict(pages.order_by().values_list("form").annotate(Count("pk"))),
    )
    labels = dict(pages.model._meta.get_field("form").choices)
    chosen = asked.get("form", "")
    if chosen not in counts:
        chosen = ""
    shown = pages.filter(form=chosen) if chosen else pages
    paginator = Paginator(
        shown.select_related("policy")
        .defer("policy__body", "policy__enclosed_body")
        .order_by("-public_on", "-pk"),
        PAGE_SIZE,
    )
    paginator.count = counts[chosen] if chosen else sum(counts.values())
    page = paginator.get_page(asked.get("page"))
    page.object_list = with_pictures(page.object_list)
    return {
        "interpretations": page,
        "year": year,
        "forms": [
            FormChoice("", "全部", sum(counts.values()), not chosen),
            *(
                FormChoice(value, label, counts[value], value == chosen)
                for value, label in labels.items()
                if value in counts
            ),
        ]
        if counts
        else [],
    }
