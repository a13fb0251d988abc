"""The search in the admin: official synonyms are kept by an administrator."""

from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from search.models import SearchSynonym


class SearchSynonymViewSet(SnippetViewSet):
    model = SearchSynonym
    icon = "search"
    menu_label = "检索同义词"
    list_display = ["short_name", "full_name"]
    add_to_settings_menu = True


register_snippet(SearchSynonymViewSet)
