"""The addresses of the site; Wagtail's pages answer whatever is left."""

from django.urls import include, path
from django.views.i18n import JavaScriptCatalog
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls

from cms.health import HealthView
from cms.media_views import document, media
from policies.views import PermanentAddressView

urlpatterns = [
    # Goes before Wagtail's own, which serves the words of its package and no others.
    path("admin/jsi18n/", JavaScriptCatalog.as_view()),
    path("admin/", include(wagtailadmin_urls)),
    path("health/", HealthView.as_view(), name="health"),
    path(
        "documents/<int:document_id>/<path:filename>",
        document,
        # The name under which Wagtail asks for a document's address.
        name="wagtaildocs_serve",
    ),
    path("media/<path:name>", media, name="media"),
    path(
        "policy/<path:index_number>/",
        PermanentAddressView.as_view(),
        name="permanent_address",
    ),
    path("", include(wagtail_urls)),
]
