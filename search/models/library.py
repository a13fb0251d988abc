"""文件库: the page on which the public lists and searches the library."""

from cms.pages import BasePage
from search.forms import SearchForm
from search.results import find


class PolicyLibraryPage(BasePage):
    """The library: one page that lists by filters and searches by words."""

    parent_page_types = ["cms.HomePage"]
    subpage_types: list[str] = []
    max_count = 1
    template = "search/policy_library_page.html"

    class Meta:
        verbose_name = "文件库"
        verbose_name_plural = "文件库"

    def get_context(self, request, *args, **kwargs):
        """Add `form` (bound, with its messages) and `results` of the search."""
        context = super().get_context(request, *args, **kwargs)
        form = SearchForm(request.GET)
        context["form"] = form
        context["results"] = find(form.to_query(), page_number=form.page_number)
        return context
