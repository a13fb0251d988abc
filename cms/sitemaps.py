"""What search engines may find: the address of every page that everybody can read."""

import datetime
from collections.abc import Callable
from functools import partial

from django.contrib.sitemaps import Sitemap, views
from django.db.models import Max
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.views.decorators.http import require_safe
from wagtail.models import Page, Site
from wagtail.query import PageQuerySet

from cms.changes import remembered
from policies.browsing import count_subjects, public_tags


class PublicPages(Sitemap):
    """The live pages below the site's root that nothing restricts.

    Every address is the canonical one that the page itself names. Rows are read as
    they are: a hundred thousand pages need not be made for it.
    """

    # The protocol allows 50,000; a smaller part is made while a crawler waits.
    limit = 1_000

    def items(self) -> PageQuerySet:
        return self._pages().order_by("pk").values_list("url_path", "last_published_at")

    def location(self, item: tuple) -> str:
        return item[0].removeprefix(self._root().url_path.rstrip("/"))

    def lastmod(self, item: tuple) -> datetime.datetime | None:
        return item[1]

    def get_latest_lastmod(self) -> datetime.datetime | None:
        return self._pages().aggregate(latest=Max("last_published_at"))["latest"]

    def _pages(self) -> PageQuerySet:
        pages = Page.objects.live().public()
        return pages.descendant_of(self._root(), inclusive=True)

    def _root(self) -> Page:
        if not hasattr(self, "_root_page"):
            site = Site.objects.filter(is_default_site=True)
            self._root_page = site.select_related("root_page").get().root_page
        return self._root_page


class PublicViews(Sitemap):
    """The pages that views make: subjects and keywords that hold something, figures."""

    limit = 5_000

    def items(self) -> list[str]:
        subjects = [
            each for top in count_subjects() for each in (top, *top.items) if each.count
        ]
        return [
            *map(reverse, ("subjects", "tags", "statistics", "search_help")),
            *(reverse("subject", args=[each.subject.code]) for each in subjects),
            *(reverse("tag", args=[tag.slug]) for tag, _ in public_tags(self.limit)),
        ]

    def location(self, item: str) -> str:
        return item


SECTIONS = {"sitemaps": {"pages": PublicPages, "columns": PublicViews}}


@require_safe
def sitemap_index(request: HttpRequest) -> HttpResponse:
    """Return the addresses of all parts, put together once for all who ask."""
    return _kept(request, partial(views.index, sitemap_url_name="sitemap_part"))


@require_safe
def sitemap_part(request: HttpRequest, section: str) -> HttpResponse:
    """Return one part, put together once for all who ask."""
    return _kept(request, partial(views.sitemap, section=section))


def _kept(request: HttpRequest, answer: Callable[..., TemplateResponse]):
    return remembered(
        f"sitemap:{request.build_absolute_uri()}",
        lambda: answer(request, **SECTIONS).render(),
    )
