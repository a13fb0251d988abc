"""文件库: the page on which the public lists and searches the library."""

from django.shortcuts import redirect

from cms.pages import BasePage
from search.facets import chips_of, facets_of
from search.forms import ANY_VALIDITY, SearchForm
from search.journal import record_after
from search.nothing_found import advice
from search.promoted import promoted
from search.query import PUBLISHED, RELEVANCE
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

    def describe(self) -> str:
        return (
            f"{self.title}：按标题、文号和正文检索政策文件，"
            "按发文机关、主题、年份、有效性筛选。"
        )

    def serve(self, request, *args, **kwargs):
        """Answer under the one address of a search; keep what was asked for."""
        form = request.search_form = SearchForm(request.GET)
        if form.is_wordy and form.is_valid():
            # What a form sends without a script: every input, also the empty ones.
            return redirect(
                self.get_url(request) + form.address(page=form.asked.get("page"))
            )
        response = super().serve(request, *args, **kwargs)
        return record_after(response, response.context_data["results"], form)

    def get_context(self, request, *args, **kwargs):
        """Add the bound `form`, the `results` of the search, and the ways on."""
        context = super().get_context(request, *args, **kwargs)
        form = getattr(request, "search_form", None) or SearchForm(request.GET)
        query = form.to_query()
        results = find(query, page_number=form.page_number)
        context["form"] = form
        context["results"] = results
        context["facets"] = facets_of(form, results)
        context["chips"] = chips_of(form)
        context["orders"] = [
            (label, form.address(sort="" if value == RELEVANCE else value), value)
            for value, label in form.fields["sort"].choices
            if query.words or value != RELEVANCE
        ]
        context["promoted"] = promoted(query.words) if form.page_number == 1 else []
        context["advice"] = None if results.total else advice(form, query)
        context["feed_query"] = form.address(sort=None)
        # From a list as of a day, a document opens as of that day.
        context["day_suffix"] = f"?on={query.on}" if query.on else ""
        context["today_query"] = form.address(on=None)
        context["all_query"] = form.address(validity=ANY_VALIDITY)
        # Without words there is no relevance: a list is by day of publication.
        by_default = query.words or query.sort != RELEVANCE
        context["order"] = query.sort if by_default else PUBLISHED
        return context
