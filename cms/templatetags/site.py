"""What every page shows of the tree around it: the standing pages, the way here."""

from dataclasses import dataclass

from django import template
from wagtail.models import Page, Site

from interpretations.models import InterpretationIndexPage
from search.models import PolicyLibraryPage

register = template.Library()


@dataclass(frozen=True)
class StandingPages:
    """The pages that head and foot lead to; None for one that is not public."""

    home: Page | None
    library: PolicyLibraryPage | None
    interpretations: InterpretationIndexPage | None


@register.simple_tag(takes_context=True)
def standing_pages(context) -> StandingPages:
    """Return the site's standing pages, read from the database once a request."""
    request = context.get("request")
    if request is None:
        return StandingPages(None, None, None)
    if not hasattr(request, "_standing_pages"):
        site = Site.find_for_request(request)
        request._standing_pages = StandingPages(
            home=site.root_page if site else None,
            library=PolicyLibraryPage.objects.live().first(),
            interpretations=InterpretationIndexPage.objects.live().first(),
        )
    return request._standing_pages


@register.simple_tag
def pages_above(page: Page) -> list[Page]:
    """Return the public pages above this one, the home page first."""
    return list(page.get_ancestors().live().filter(depth__gt=1))
