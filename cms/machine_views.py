"""The small files that machines ask a site for first."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from cms.metadata import SiteIdentity
from search.models import PolicyLibraryPage

# Longer names are refused by browsers (OpenSearch 1.1, ShortName).
LONGEST_SHORT_NAME = 16


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """Tell crawlers where the list of pages is, and what is no page."""
    lines = [
        "User-agent: *",
        f"Disallow: {reverse('wagtailadmin_home')}",
        f"Disallow: {reverse('health')}",
        f"Disallow: {reverse('search_suggestions')}",
        f"Sitemap: {request.build_absolute_uri(reverse('sitemap'))}",
    ]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain")


@require_safe
def opensearch(request: HttpRequest) -> HttpResponse:
    """Describe the library's search, so that browsers and portals can offer it."""
    library = get_object_or_404(PolicyLibraryPage.objects.live().public())
    name = SiteIdentity.for_request(request).name
    context = {
        "name": name,
        "short_name": name[:LONGEST_SHORT_NAME],
        "library": request.build_absolute_uri(library.get_url(request)),
        "feed": request.build_absolute_uri(reverse("search_feed")),
        "suggestions": request.build_absolute_uri(reverse("search_suggestions_json")),
        "itself": request.build_absolute_uri(reverse("opensearch")),
        "root": request.build_absolute_uri("/").rstrip("/"),
    }
    return render(
        request,
        "cms/opensearch.xml",
        context,
        content_type="application/opensearchdescription+xml",
    )
