"""The search's public addresses that are not pages of the tree."""

from django.shortcuts import render
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_safe

from search.analysis import words
from search.suggestions import LONGEST, suggest

# Seconds for which a suggestion may be shown again.
KEPT = 60


@require_safe
def suggestions(request):
    """Answer with the list of suggestions for `q`, a piece of a page; maybe empty."""
    typed = " ".join(words(request.GET.get("q", "")[: LONGEST * 2]))
    response = render(
        request, "search/suggestions.html", {"suggestions": suggest(typed)}
    )
    patch_cache_control(response, public=True, max_age=KEPT)
    return response
