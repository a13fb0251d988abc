"""The search's public addresses that are not pages of the tree."""

from django.http import HttpRequest, JsonResponse
from django.shortcuts import render
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_safe

from cms.public_view import PublicView
from interpretations.figures import Dimension, Kind, figures_by, tally
from interpretations.models import CoverageTarget, FrozenMonth
from interpretations.share import Share
from search.analysis import words
from search.examples import examples
from search.statistics import library_statistics
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


class SearchHelpView(PublicView):
    """`/search/help/`: how to ask, with examples that this library answers."""

    template_name = "search/help.html"
    title = "查询帮助"
    description = "怎样按文号、词语、短语和日期查找政策文件。"

    def get_context_data(self, **kwargs) -> dict:
        return super().get_context_data(examples=examples(), **kwargs)


class StatisticsView(PublicView):
    """`/statistics/`: what the library holds and how it is explained, in figures."""

    template_name = "search/statistics.html"
    title = "数据统计"
    description = "政策文件和政策解读的数量、有效性和解读覆盖情况。"

    def get_context_data(self, **kwargs) -> dict:
        years = figures_by(Dimension.YEAR)
        forms = tally(Kind.FORM)
        library = library_statistics()
        return super().get_context_data(
            library=library,
            years=years,
            coverage=Share(
                sum(each.covered.count for each in years),
                sum(each.policies for each in years),
            ),
            interpretations=sum(count for count, _ in forms.values()),
            forms=[(row, forms.get(row.key, (0, 0))[0]) for row in library.forms],
            targets=CoverageTarget.objects.all(),
            frozen=FrozenMonth.objects.defer("content").last(),
            **kwargs,
        )
