"""The search's public addresses that are not pages of the tree."""

from django.http import HttpRequest, JsonResponse
from django.shortcuts import render
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_safe

from search.analysis import words
from search.suggestions import LONGEST, Suggestion, suggest

# Seconds for which a suggestion may be shown again.
KEPT = 60


@require_safe
def suggestions(request):
    """Answer with the list of suggestions for `q`, a piece of a page; maybe empty."""
    _, found = _suggest(request)
    response = render(request, "search/suggestions.html", {"suggestions": found})
    patch_cache_control(response, public=True, max_age=KEPT)
    return response


@require_safe
def suggestions_for_browsers(request):
    """Answer as browsers' own search fields ask (OpenSearch suggestions, JSON)."""
    typed, found = _suggest(request)
    response = JsonResponse(
        [
            typed,
            [each.policy.title for each in found],
            [each.policy.document_number for each in found],
            [request.build_absolute_uri(each.policy.permanent_path) for each in found],
        ],
        safe=False,
        content_type="application/x-suggestions+json",
    )
    patch_cache_control(response, public=True, max_age=KEPT)
    return response


def _suggest(request: HttpRequest) -> tuple[str, list[Suggestion]]:
    typed = " ".join(words(request.GET.get("q", "")[: LONGEST * 2]))
    return typed, suggest(typed)
