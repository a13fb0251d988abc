"""The pages that every page type of the site is built on."""

import datetime

from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.db.models.functions import Length, Substr
from django.http import Http404
from django.utils import timezone
from django.utils.text import Truncator
from wagtail.models import (
    Page,
    PageManager,
    PagePermissionTester,
    PageViewRestriction,
)
from wagtail.query import PageQuerySet

# Of a site's first page: above it stands the root alone, which nobody sees.
FIRST_DEPTH = 2
# Lists of other sites show no more of a description.
DESCRIPTION_LENGTH = 120


class LibraryPageQuerySet(PageQuerySet):
    """Pages of this site; `public()` and `not_public()` ask one query, not two."""

    def private_q(self) -> Q:
        """Return what is true of a page behind a restriction, by the query itself.

        Wagtail reads the restrictions first, so that one set in between is missed.
        """
        restrictions = PageViewRestriction.objects.annotate(
            beginning=Substr(OuterRef("path"), 1, Length("page__path"))
        )
        return Q(Exists(restrictions.filter(beginning=F("page__path"))))


class BasePage(Page):
    """A page that everybody may read once it is live.

    View restrictions are not offered: a policy or an interpretation that the public
    cannot read would break the promise that both are public together.
    """

    private_page_options = []
    # The pages above, from the site's first one, once the public's way here is known.
    way: tuple[Page, ...] | None = None

    objects = PageManager.from_queryset(LibraryPageQuerySet)()

    class Meta:
        abstract = True

    def route(self, request, path_components):
        """Find a page below in two queries; Wagtail asks two for each step of the way.

        Only types of this site stand in its tree, and none of them answers for
        addresses below its own.
        """
        if self.depth == FIRST_DEPTH:
            self.way = ()
        if not path_components or self.way is None:
            return super().route(request, path_components)
        steps = self._steps_down(path_components)
        if steps is None:
            raise Http404
        page = steps[-1].specific
        page.way = (self, *steps[:-1])
        page._cached_parent_obj = page.way[-1]
        return page.route(request, [])

    def _steps_down(self, slugs: list[str]) -> list[Page] | None:
        """Return the pages below one another that bear these slugs, if there are."""
        below = Page.objects.filter(
            slug__in=slugs,
            path__startswith=self.path,
            depth__gt=self.depth,
            depth__lte=self.depth + len(slugs),
        )
        known = {(page.path[: -page.steplen], page.slug): page for page in below}
        steps, path = [], self.path
        for slug in slugs:
            page = known.get((path, slug))
            if page is None:
                return None
            steps.append(page)
            path = page.path
        return steps

    def get_view_restrictions(self):
        """Return what restricts this page, by itself or from above; one query.

        Where aliases lend their restrictions, Wagtail follows them.
        """
        if self.way is None or any(page.alias_of_id for page in (self, *self.way)):
            return super().get_view_restrictions()
        starts = range(self.steplen, len(self.path) + 1, self.steplen)
        return PageViewRestriction.objects.filter(
            page__path__in=[self.path[:end] for end in starts]
        )

    def pages_above(self) -> list[Page]:
        """Return the public pages above this one, the home page first."""
        if self.way is None:
            return list(self.get_ancestors().live().filter(depth__gte=FIRST_DEPTH))
        return [page for page in self.way if page.live]

    def get_meta_description(self) -> str:
        """Return what stands below this page's title in the lists of others.

        The editor's own words, or else what the page says of itself.
        """
        return self.search_description or shortened(self.describe())

    def describe(self) -> str:
        """Return what this page holds; long texts are cut by who shows it."""
        return self.title


def shortened(text: str) -> str:
    """Return the beginning of a text, on one line."""
    return Truncator(" ".join(text.split())).chars(DESCRIPTION_LENGTH)


class RecordPermissions(PagePermissionTester):
    """What a person may do with a record, which has no pages below it."""

    def can_delete(self, ignore_bulk=False):
        # Wagtail asks the database for public pages below, once for each row of a list.
        if self.page.is_leaf() and "change" in getattr(self, "permissions", ()):
            return "publish" in self.permissions or not self.page.live
        return super().can_delete(ignore_bulk)


class RecordPage(BasePage):
    """A page that is a public record: it keeps its address, and knows its day.

    The slug is set once, when the page is first stored. It belongs to the page and
    not to a revision: publishing an older draft or reverting never changes it.
    """

    published_on = models.DateField(
        "发布日期", null=True, blank=True, help_text="留空则以网页上线之日为准。"
    )

    # `public_since` as of the last save of the whole page, for lists to be ordered by.
    public_on = models.DateField(null=True, editable=False, db_index=True)

    # Whether it was public when it was read; None for a page made in memory.
    was_live_when_read: bool | None = None

    class Meta:
        abstract = True

    @classmethod
    def from_db(cls, db, field_names, values):
        page = super().from_db(db, field_names, values)
        page.was_live_when_read = page.__dict__.get("live")
        return page

    def permissions_for_user(self, user) -> RecordPermissions:
        return RecordPermissions(user, self)

    def get_admin_display_title(self) -> str:
        """Return the title the public reads; a draft's own while it is a draft.

        Whoever chooses a public page in the admin reads this, and may be of another
        agency, whose people see no draft.
        """
        return self.title if self.live else super().get_admin_display_title()

    @property
    def public_since(self) -> datetime.date | None:
        """Return the 发布日期, or the day the page first went live, or None."""
        if self.published_on or not self.first_published_at:
            return self.published_on
        return timezone.localtime(self.first_published_at).date()

    def save(self, clean=True, user=None, log_action=False, **kwargs):
        if not kwargs.get("update_fields"):
            self.public_on = self.public_since
        return super().save(clean=clean, user=user, log_action=log_action, **kwargs)

    def with_content_json(self, content):
        page = super().with_content_json(content)
        page.was_live_when_read = self.live
        if page.slug != self.slug:
            page.slug = self.slug
            page.set_url_path(page.get_parent())
        return page
