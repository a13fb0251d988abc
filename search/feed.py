"""An Atom feed of any search, the newest first."""

import datetime
from dataclasses import dataclass

from django.contrib.syndication.views import Feed
from django.http import Http404

from cms.atom import ENTRIES, SteadyAtomFeed, beginning_of, one_line
from search.forms import SearchForm
from search.models import PolicyLibraryPage
from search.query import PUBLISHED
from search.results import SearchResults, find


@dataclass(frozen=True)
class FeedOfSearch:
    """What one request asked for: the answer, its page's address and its own."""

    results: SearchResults
    page_address: str
    address: str


class SearchFeed(Feed):
    """The answer to a search for readers of feeds; the same parameters as the page."""

    feed_type = SteadyAtomFeed

    def get_object(self, request) -> FeedOfSearch:
        library = PolicyLibraryPage.objects.live().public().first()
        if library is None:
            raise Http404("没有文件库。")
        form = SearchForm({**request.GET.dict(), "sort": PUBLISHED})
        suffix = form.address(sort=None)
        return FeedOfSearch(
            find(form.to_query(), page_size=ENTRIES),
            library.get_url(request) + suffix,
            request.path + suffix,
        )

    def title(self, feed: FeedOfSearch) -> str:
        typed = feed.results.query.words
        return f"政策文件：{typed}" if typed else "政策文件"

    def subtitle(self, feed: FeedOfSearch) -> str:
        return f"符合条件的政策文件，按发布日期排列，最新{ENTRIES}份"

    def link(self, feed: FeedOfSearch) -> str:
        return feed.page_address

    def feed_url(self, feed: FeedOfSearch) -> str:
        return feed.address

    def items(self, feed: FeedOfSearch) -> list:
        return [hit.policy for hit in feed.results.hits]

    def item_title(self, policy) -> str:
        return one_line(policy.title)

    def item_description(self, policy) -> str:
        facts = [policy.document_number, str(policy.validity_today.label)]
        return "，".join(filter(None, facts))

    def item_link(self, policy) -> str:
        return policy.permanent_path

    def item_author_name(self, policy) -> str:
        return "、".join(agency.name for agency in policy.issuing_agencies)

    def item_pubdate(self, policy) -> datetime.datetime | None:
        return beginning_of(policy.public_since)

    def item_updateddate(self, policy) -> datetime.datetime | None:
        return policy.last_published_at or policy.first_published_at
