"""The addresses of the site; Wagtail's pages answer whatever is left."""

from django.conf import settings
from django.urls import include, path, re_path
from django.views.i18n import JavaScriptCatalog
from django.views.static import serve
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

from cms.health import HealthView
from policies.views import PermanentAddressView

urlpatterns = [
    # Goes before Wagtail's own, which serves the words of its package and no others.
    path("admin/jsi18n/", JavaScriptCatalog.as_view()),
    path("admin/", include(wagtailadmin_urls)),
    path("health/", HealthView.as_view(), name="health"),
    path("documents/", include(wagtaildocs_urls)),
    path(
        "policy/<path:index_number>/",
        PermanentAddressView.as_view(),
        name="permanent_address",
    ),
    path("", include(wagtail_urls)),
]
if settings.SERVE_MEDIA:
    urlpatterns.insert(
        0,
        re_path("^media/(?P<path>.*)$", serve, {"document_root": settings.MEDIA_ROOT}),
    )
