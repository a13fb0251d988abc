"""The search in the admin: synonyms, and the report of what was not found."""

from django.urls import path, reverse
from wagtail import hooks
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from interpretations.wagtail_hooks import ReportMenuItem
from search.models import SearchSynonym
from search.reports import SearchesWithoutFinds


class SearchSynonymViewSet(SnippetViewSet):
    model = SearchSynonym
    icon = "search"
    menu_label = "检索同义词"
    list_display = ["short_name", "full_name"]
    add_to_settings_menu = True


register_snippet(SearchSynonymViewSet)


@hooks.register("register_admin_urls")
def register_report_urls():
    address = "reports/searches-without-finds/"
    return [
        path(address, SearchesWithoutFinds.as_view(), name="searches_without_finds"),
        path(
            f"{address}results/",
            SearchesWithoutFinds.as_view(results_only=True),
            name="searches_without_finds_results",
        ),
    ]


@hooks.register("register_reports_menu_item")
def register_report_menu_item():
    return ReportMenuItem(
        "无结果检索",
        reverse("searches_without_finds"),
        name="searches-without-finds",
        icon_name="search",
        order=40,
    )
