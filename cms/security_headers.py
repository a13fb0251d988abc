"""What browsers are told that they must not do with this site.

The policy is the same for every public page, without nonces or reports: two constant
headers need no package (Django 6 brings its own setting for the first).
"""

from django.conf import settings
from django.urls import reverse
from django.utils.functional import cached_property

# Nothing inline, nothing from elsewhere. The admin shows previews in a frame.
CONTENT_SECURITY_POLICY = "; ".join(
    (
        "default-src 'none'",
        "base-uri 'none'",
        "connect-src 'self'",
        "font-src 'self'",
        "form-action 'self'",
        "frame-ancestors 'self'",
        "img-src 'self'",
        "manifest-src 'self'",
        "media-src 'self'",
        "object-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
    )
)
PERMISSIONS_POLICY = ", ".join(
    f"{feature}=()"
    for feature in ("camera", "display-capture", "geolocation", "microphone", "payment")
)


class SecurityHeadersMiddleware:
    """Adds both policies; Wagtail's admin, which writes inline, gets the second alone.

    An answer with a stricter policy of its own, such as a stored file, keeps it.
    """

    def __init__(self, get_response) -> None:
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        response.setdefault("Permissions-Policy", PERMISSIONS_POLICY)
        # Django's own pages for a developer are styled inline.
        is_for_developers = settings.DEBUG and response.status_code >= 400
        if not is_for_developers and not request.path.startswith(self.admin):
            response.setdefault("Content-Security-Policy", CONTENT_SECURITY_POLICY)
        return response

    @cached_property
    def admin(self) -> str:
        """Return where the admin begins."""
        return reverse("wagtailadmin_home")
