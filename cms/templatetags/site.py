"""What every page shows of the tree around it: the standing pages, the way here."""

from dataclasses import dataclass

from django import template
from django.contrib.contenttypes.models import ContentType
from django.db.models import Q
from wagtail.models import Page, Site

from cms.changes import remembered
from interpretations.models import InterpretationIndexPage
from search.models import PolicyLibraryPage

register = template.Library()


@dataclass(frozen=True)
class StandingPages:
    """The pages that head and foot lead to; None for one that is not public.

    `menu` are those of the main navigation after the home page, in the order of the
    tree: library, column, and what an editor shows in menus.
    """

    home: Page | None
    library: Page | None
    interpretations: Page | None
    menu: tuple[Page, ...] = ()


@register.simple_tag(takes_context=True)
def standing_pages(context) -> StandingPages:
    """Return the site's standing pages, read from the database once a request."""
    request = context.get("request")
    if request is None:
        return StandingPages(None, None, None)
    if not hasattr(request, "_standing_pages"):
        site = Site.find_for_request(request)
        home = site.root_page if site else None
        request._standing_pages = (
            remembered(f"standing pages of {home.pk}", lambda: _standing_below(home))
            if home
            else StandingPages(None, None, None)
        )
    return request._standing_pages


def _standing_below(home: Page) -> StandingPages:
    types = ContentType.objects.get_for_models(
        PolicyLibraryPage, InterpretationIndexPage
    )
    # By type, or the database would go through all pages for those few.
    below = ContentType.objects.get_for_models(
        *home.specific_class.allowed_subpage_models()
    )
    menu = (
        home.get_children()
        .live()
        .filter(content_type__in=below.values())
        .filter(Q(show_in_menus=True) | Q(content_type__in=types.values()))
    )
    first = {page.content_type_id: page for page in reversed(menu)}
    return StandingPages(
        home=home,
        library=first.get(types[PolicyLibraryPage].pk),
        interpretations=first.get(types[InterpretationIndexPage].pk),
        menu=tuple(menu),
    )


@register.simple_tag
def pages_above(page: Page) -> list[Page]:
    """Return the public pages above this one, the home page first."""
    return page.pages_above()
