"""The search's public addresses that are not pages of the tree."""

from django.urls import path
from django.views.decorators.http import conditional_page, require_safe

from search.feed import SearchFeed
from search.views import SearchHelpView, suggestions, suggestions_for_browsers

urlpatterns = [
    path("suggestions/", suggestions, name="search_suggestions"),
    path("suggestions.json", suggestions_for_browsers, name="search_suggestions_json"),
    path("help/", SearchHelpView.as_view(), name="search_help"),
    path("atom/", require_safe(conditional_page(SearchFeed())), name="search_feed"),
]
