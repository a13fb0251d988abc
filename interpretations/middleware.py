"""One unsafe admin request is one transaction, and a refusal is told in words.

Wagtail's edit, copy, unpublish and move views are not atomic, nor is the tree's
delete; without this a refusal half-way would leave half of them done.
"""

from django.contrib import messages
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import IntegrityError, OperationalError, transaction
from django.db.models import RestrictedError
from django.http import JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from wagtail.admin.utils import get_valid_next_url_from_request
from wagtail.log_actions import log
from wagtail.models import Page

from policies.scheduling import REFUSED

SAFE = frozenset({"GET", "HEAD", "OPTIONS", "TRACE"})
# Uploads take long and touch no pair; they must not hold the write lock.
UPLOADS = ("images/", "documents/")
BUSY = "其他人正在处理同一批文件，本次操作没有生效，请稍后重试。"
CONFLICT = "与库中已有的记录或者发布规则冲突，本次操作没有生效。"


class WriteTransactionMiddleware:
    """Wraps the admin's unsafe requests; stands after sessions and messages."""

    def __init__(self, get_response) -> None:
        self.get_response = get_response

    def __call__(self, request):
        if request.method in SAFE or not self.covers(request.path):
            return self.get_response(request)
        request.refusal = ""
        try:
            with transaction.atomic():
                response = self.get_response(request)
                request.refusal = request.refusal or self.told_by_api(response)
                if response.status_code >= 400 or request.refusal:
                    transaction.set_rollback(True)
        except IntegrityError as refused_at_commit:
            response = self.process_exception(request, refused_at_commit)
        if request.refusal:
            self.log_refusal(request)
        return response

    def process_exception(self, request, exception):
        if not hasattr(request, "refusal"):
            return None
        words = self.words_for(exception)
        if words is None:
            return None
        request.refusal = words
        if self.is_api(request):
            return JsonResponse({NON_FIELD_ERRORS: [words]}, status=400)
        if not request.accepts("text/html"):  # autosave
            return JsonResponse(
                {"success": False, "error_code": "refused", "error_message": words},
                status=400,
            )
        messages.error(request, words)
        back = self.way_back(request)
        if request.headers.get("X-Requested-With") == "XMLHttpRequest":
            # What the workflow dialogue understands: it closes and goes there.
            return JsonResponse({"step": "success", "redirect": back})
        return redirect(back)

    @staticmethod
    def covers(path: str) -> bool:
        """Tell whether this address belongs to the admin's work on pages."""
        root = reverse("wagtailadmin_home")
        return path.startswith(root) and not path.startswith(
            tuple(root + upload for upload in UPLOADS)
        )

    @staticmethod
    def is_api(request) -> bool:
        """Tell whether the admin's own API was asked."""
        match = request.resolver_match
        return match is not None and "wagtailadmin_api" in match.app_names

    @staticmethod
    def told_by_api(response) -> str:
        """Return the refusal that the API itself has put into its answer, if any."""
        answer = getattr(response, "data", None) if response.status_code == 400 else {}
        return "".join(answer.get(NON_FIELD_ERRORS, ())) if answer else ""

    @staticmethod
    def words_for(exception) -> str | None:
        """Return what to tell the editor; None for what is not ours to answer."""
        if isinstance(exception, ValidationError):
            return "".join(exception.messages)
        if isinstance(exception, RestrictedError):
            held_by = "、".join(
                f"《{page}》" for page in list(exception.restricted_objects)[:5]
            )
            return (
                f"不能删除，还有解读与它对应：{held_by}。"
                "请依次撤下政策文件、删除解读、再删除政策文件。"
            )
        if isinstance(exception, OperationalError):
            return BUSY
        if isinstance(exception, IntegrityError):
            return CONFLICT
        return None

    @staticmethod
    def way_back(request) -> str:
        """Return a safe address on this site where the editor can go on."""
        referer = request.headers.get("Referer", "")
        if not url_has_allowed_host_and_scheme(
            referer, allowed_hosts={request.get_host()}, require_https=False
        ):
            referer = ""
        return (
            get_valid_next_url_from_request(request)
            or referer
            or reverse("wagtailadmin_home")
        )

    @classmethod
    def log_refusal(cls, request) -> None:
        """Keep the refusal in the log of its pages, after the rollback of all else."""
        for page in Page.objects.filter(pk__in=cls.page_ids(request)).specific():
            log(
                instance=page,
                action=REFUSED,
                user=request.user,
                data={"reason": request.refusal},
            )

    @classmethod
    def page_ids(cls, request) -> list[int]:
        """Return the pages that the request was about, by its address."""
        kwargs = request.resolver_match.kwargs if request.resolver_match else {}
        if (
            kwargs.get("model_name") == "page" and "action" in kwargs
        ):  # ticked in a list
            return [int(pk) for pk in request.GET.getlist("id") if pk.isdigit()]
        page_id = kwargs.get("page_id") or kwargs.get("page_to_move_id")
        if page_id is None and cls.is_api(request):
            page_id = kwargs.get("pk")
        return [page_id] if page_id else []
