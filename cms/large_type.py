"""长者模式: the whole site in large type, kept between visits by a cookie."""

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
        if response.get("Content-Type", "").startswith("text/html"):
            patch_vary_headers(response, ["Cookie"])
        return response


# Anybody may set somebody else's type large; a token would make every public page
# different for every reader, and keep it out of every cache.
@csrf_exempt
@require_POST
def large_type(request: HttpRequest) -> HttpResponse:
    """Switch to large type or back, and return to the page the reader came from."""
    back = request.POST.get("back", "")
    if not url_has_allowed_host_and_scheme(back, allowed_hosts=None):
        back = "/"
    response = HttpResponseRedirect(back)
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
