"""长者模式: the whole site in large type, kept between visits by a cookie."""

from urllib.parse import urlsplit

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.cache import patch_vary_headers
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

COOKIE = "large_type"
KEPT = 365 * 24 * 60 * 60


class LargeTypeMiddleware:
    """Tells templates by `request.large_type`, and caches that pages differ by it."""

    def __init__(self, get_response) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.large_type = request.COOKIES.get(COOKIE) == "on"
        response = self.get_response(request)
        is_html = response.get("Content-Type", "").startswith("text/html")
        # A piece that anybody may keep, such as a suggestion, is the same for all.
        if is_html and "public" not in response.get("Cache-Control", ""):
            patch_vary_headers(response, ["Cookie"])
        return response


# Anybody may set somebody else's type large; a token would make every public page
# different for every reader, and keep it out of every cache.
@csrf_exempt
@require_POST
def large_type(request: HttpRequest) -> HttpResponse:
    """Switch to large type or back, and return to the page the reader came from."""
    response = HttpResponseRedirect(_came_from(request))
    if request.POST.get("large") == "on":
        response.set_cookie(
            COOKIE,
            "on",
            max_age=KEPT,
            httponly=True,
            samesite="Lax",
            secure=request.is_secure(),
        )
    else:
        response.delete_cookie(COOKIE, samesite="Lax")
    return response


def _came_from(request: HttpRequest) -> str:
    """Return the page of this site on which the switch was pressed, else the first.

    The browser says so; if the page did, every answer of 404 would be another one.
    """
    came_from = urlsplit(request.headers.get("Referer", ""))
    path = came_from._replace(scheme="", netloc="", fragment="").geturl()
    is_here = came_from.netloc == request.get_host()
    if is_here and url_has_allowed_host_and_scheme(path, allowed_hosts=None):
        return path
    return "/"
