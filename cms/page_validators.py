"""Tells a reader that a page is as it was, before any of it is drawn.

The validator says what the whole library shows today (`cms.changes`), to whom, and at
which address. It is weaker than one of the page itself, since any change anywhere makes
every page new, and it is never wrong: a change shows at once, a day too.
"""

import hashlib

from django.conf import settings
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.cache import patch_cache_control, patch_vary_headers
from django.utils.functional import cached_property
from django.utils.http import parse_etags

from cms.changes import drawn_after, public_state
from search.engines import OutsideEngine, indexing_engine

# The reader may keep a page, and asks each time whether it is still the same.
ASK_AGAIN = "no-cache"


class PageValidatorMiddleware:
    """Gives public pages an ETag, and answers 304 by it; keeps editors' pages nowhere.

    Stands before sessions: who carries one may be an editor, whose pages show drafts
    and names; they are neither kept nor validated.
    """

    def __init__(self, get_response) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if not self.covers(request):
            return self.get_response(request)
        if settings.SESSION_COOKIE_NAME in request.COOKIES:
            response = self.get_response(request)
            if not response.has_header("Cache-Control"):
                patch_cache_control(response, private=True, no_store=True)
            return response
        mark = read_mark()
        etag = self.etag_before(request, mark)
        if has(request, etag):
            return with_headers(HttpResponseNotModified(), etag)
        with drawn_after(mark):
            response = self.get_response(request)
        if not may_be_validated(response):
            return response
        if etag is None:
            etag = etag_of_body(response)
            if has(request, etag):
                response = HttpResponseNotModified()
        return with_headers(response, etag)

    def covers(self, request: HttpRequest) -> bool:
        """Tell whether this is a request of the public for a page."""
        return (
            request.method in ("GET", "HEAD")
            and not settings.DEBUG
            and not getattr(request, "is_dummy", False)  # Wagtail draws a preview.
            and not request.path.startswith(self.elsewhere)
        )

    @cached_property
    def elsewhere(self) -> tuple[str, ...]:
        """Return the addresses that judge for themselves who may keep what."""
        return (
            reverse("wagtailadmin_home"),
            reverse("health"),
            f"/{settings.MEDIA_URL.strip('/')}/",
            "/documents/",
        )

    @staticmethod
    def etag_before(request: HttpRequest, mark: str | None) -> str | None:
        """Return the validator of what will be drawn, or None if only drawing tells.

        A search server outside changes, and comes and goes, without telling anybody.
        """
        if mark is None or isinstance(indexing_engine(), OutsideEngine):
            return None
        # Cookies hold a reader's choices, such as large type.
        shown = (mark, request.build_absolute_uri(), sorted(request.COOKIES.items()))
        return f'W/"{hashlib.sha256(repr(shown).encode()).hexdigest()[:32]}"'


def read_mark() -> str | None:
    """Return the mark of what the public is shown now; None without a database."""
    try:
        return public_state()
    except DatabaseError:
        return None


def has(request: HttpRequest, etag: str | None) -> bool:
    """Tell whether the reader names this validator as that of the page it has."""
    return etag in parse_etags(request.headers.get("If-None-Match", ""))


def etag_of_body(response: HttpResponse) -> str:
    """Return the validator of a page that has been drawn."""
    return f'W/"{hashlib.sha256(response.content).hexdigest()[:32]}"'


def may_be_validated(response: HttpResponseBase) -> bool:
    """Tell whether this is a whole page, the same for everybody, and left to us."""
    return (
        response.status_code == 200
        and not response.streaming
        and not response.cookies
        and not response.has_header("ETag")
        and not response.has_header("Cache-Control")
    )


def with_headers(response: HttpResponseBase, etag: str) -> HttpResponseBase:
    """Return the response, which says what a reader may do with it."""
    response["ETag"] = etag
    response["Cache-Control"] = ASK_AGAIN
    patch_vary_headers(response, ["Cookie"])
    return response
