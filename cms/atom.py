"""Atom feeds: what the feeds of every app have in common."""

import datetime
import re
from dataclasses import dataclass

from django.contrib.syndication.views import Feed
from django.shortcuts import get_object_or_404
from django.utils.feedgenerator import Atom1Feed
from django.utils.timezone import make_aware

from cms.changes import remembered
from cms.metadata import SiteIdentity

# A reader that comes back often needs no more, and one that does not has the library.
ENTRIES = 50
NEVER = datetime.datetime(1970, 1, 1, tzinfo=datetime.UTC)
NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


class SteadyAtomFeed(Atom1Feed):
    """Atom whose time is that of its entries, also when there are none."""

    def latest_post_date(self):
        return super().latest_post_date() if self.items else NEVER


@dataclass(frozen=True)
class Subscription:
    """Whose news somebody reads: the whole site's, or one agency's."""

    site_name: str
    agency: object | None
    root: str

    @property
    def publisher(self) -> str:
        """Return the name of the site, or of the agency."""
        return self.agency.name if self.agency else self.site_name


class LibraryFeed(Feed):
    """The newest of one kind, of the site or, by its number, of one agency.

    Subclasses say `subject`, what it is news of, and `agencies`, the model of those
    who may be asked for. It is put together once for all readers, and anew after any
    change of what the public is shown.
    """

    feed_type = SteadyAtomFeed
    subject: str
    agencies: type

    def __call__(self, request, *args, **kwargs):
        address = request.build_absolute_uri(request.path)
        answer = super().__call__
        return remembered(f"feed:{address}", lambda: answer(request, *args, **kwargs))

    def get_object(self, request, agency_id: int | None = None) -> Subscription:
        agency = agency_id and get_object_or_404(self.agencies, pk=agency_id)
        name = SiteIdentity.for_request(request).name
        return Subscription(name, agency, request.build_absolute_uri("/"))

    def title(self, feed: Subscription) -> str:
        return f"{feed.publisher}：{self.subject}"

    def subtitle(self, feed: Subscription) -> str:
        return f"{feed.publisher}的{self.subject}，最新{ENTRIES}条"

    def link(self, feed: Subscription) -> str:
        page = getattr(feed.agency, "page", None)
        return page.url if page and page.live else feed.root


def beginning_of(day: datetime.date | None) -> datetime.datetime | None:
    """Return the moment at which a day begins here; None for no day."""
    return day and make_aware(datetime.datetime.combine(day, datetime.time()))


def one_line(text: str) -> str:
    """Return a title as XML can hold it: a word processor's line breaks are blanks."""
    return " ".join(NOT_XML.sub(" ", text).split())
