"""The addresses of the site; Wagtail's pages answer whatever is left."""

from django.urls import include, path
from django.views.decorators.http import require_safe
from django.views.i18n import JavaScriptCatalog
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.admin.auth import require_admin_access

from cms.health import HealthView
from cms.large_type import large_type
from cms.machine_views import opensearch, robots
from cms.media_views import document, media
from cms.sitemaps import sitemap_index, sitemap_part
from interpretations.feeds import InterpretationFeed
from interpretations.reports import PageTypeList
from policies.feeds import PolicyFeed, StatusChangeFeed
from search.views import StatisticsView

handler404 = "cms.errors.page_not_found"

urlpatterns = [
    # Goes before Wagtail's own, which serves the words of its package and no others.
    path("admin/jsi18n/", JavaScriptCatalog.as_view()),
    *(
        # So does this: the page type's last edited page may be anybody's draft.
        path(
            f"admin/reports/page-types-usage/{suffix}",
            require_admin_access(PageTypeList.as_view(results_only=bool(suffix))),
        )
        for suffix in ("", "results/")
    ),
    path("admin/", include(wagtailadmin_urls)),
    path("health/", HealthView.as_view(), name="health"),
    path(
        "documents/<int:document_id>/<path:filename>",
        document,
        # The name under which Wagtail asks for a document's address.
        name="wagtaildocs_serve",
    ),
    path("media/<path:name>", media, name="media"),
    *(
        path(
            f"feeds/{name}/{of}",
            require_safe(feed()),
            name=f"{name}_feed",
        )
        for name, feed in (
            ("policies", PolicyFeed),
            ("interpretations", InterpretationFeed),
            ("changes", StatusChangeFeed),
        )
        for of in ("", "<int:agency_id>/")
    ),
    path("sitemap.xml", sitemap_index, name="sitemap"),
    path("sitemap-<slug:section>.xml", sitemap_part, name="sitemap_part"),
    path("robots.txt", robots),
    path("opensearch.xml", opensearch, name="opensearch"),
    path("search/", include("search.urls")),
    path("large-type/", large_type, name="large_type"),
    path("statistics/", StatisticsView.as_view(), name="statistics"),
    path("", include("policies.urls")),
    path("", include(wagtail_urls)),
]
