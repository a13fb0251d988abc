"""One short mark for all that the public is shown, which changes whenever that does.

A page of this site is put together from many rows: a policy's page names its agencies,
its interpretations, the documents that repeal it. Instead of asking all of them, every
change leaves a row of its own, written in the transaction of the change, and the mark
is a sum over these rows. A row is only ever added, never updated: publications that run
at the same time do not wait for each other here, and whichever ends first, each of
them changes the sum.
"""

import datetime
import hashlib
import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from typing import TypeVar

from django.conf import settings
from django.core.cache import cache as django_cache
from django.db import models
from django.db.models import Max, Sum
from django.utils import timezone
from wagtail.models import Page

Made = TypeVar("Made")

# Saved often, and nothing of it is ever shown to the public. Whatever is not named
# here counts: a new model is safe before anybody has thought of it.
NEVER_SHOWN_APPS = frozenset(
    {"auth", "migrations", "sessions", "wagtailadmin", "wagtailusers"}
)
NEVER_SHOWN = frozenset(
    {
        "cms.publicchange",
        "cms.vital",
        "interpretations.sentdigest",
        "policies.disclosurereview",
        "policies.indexnumbersequence",
        "search.pendingchange",
        "search.searchwithoutfinds",
        "wagtailcore.comment",
        "wagtailcore.commentreply",
        "wagtailcore.modellogentry",
        "wagtailcore.pagelogentry",
        "wagtailcore.pagesubscription",
        "wagtailcore.referenceindex",
        "wagtailcore.revision",
        "wagtailcore.taskstate",
        "wagtailcore.uploadedfile",
        "wagtailcore.workflowpage",
        "wagtailcore.workflowstate",
        "wagtailsearch.indexentry",
        "wagtailsearchpromotions.query",
        "wagtailsearchpromotions.querydailyhits",
    }
)
# What a page's row says of its draft alone.
OF_THE_DRAFT = frozenset(
    {
        "draft_title",
        "has_unpublished_changes",
        "latest_revision",
        "latest_revision_created_at",
        "locked",
        "locked_at",
        "locked_by",
    }
)
# Older rows say nothing more; the newest one always stays.
KEPT = datetime.timedelta(hours=1)
# The code that draws the pages, and what it is built on.
CODE = ("cms", "interpretations", "policies", "search", "templates", "requirements")
KINDS = frozenset({".css", ".html", ".js", ".py", ".svg", ".toml", ".txt"})


def _token() -> int:
    return secrets.randbelow(2**31 - 1) + 1


class PublicChange(models.Model):
    """One change of something that the public may be shown."""

    token = models.PositiveIntegerField(default=_token)
    changed_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = "公开内容变更"
        verbose_name_plural = "公开内容变更"

    def __str__(self) -> str:
        return f"{self.changed_at}"


def note_change() -> None:
    """Say that something the public is shown has changed, or may have."""
    PublicChange.objects.bulk_create([PublicChange()])


def note_saved(sender, instance, update_fields=None, **kwargs) -> None:
    """Note the change of a saved row."""
    if update_fields and isinstance(instance, Page) and update_fields <= OF_THE_DRAFT:
        return
    note_row(sender)


def note_row(sender, **kwargs) -> None:
    """Note the change of a row of this model, if the public may be shown it."""
    meta = sender._meta
    if meta.app_label in NEVER_SHOWN_APPS or meta.label_lower in NEVER_SHOWN:
        return
    # A migration's models of former days may come before there is a table for this.
    if sender.__module__ != "__fake__":
        note_change()


def note_links(sender, action, **kwargs) -> None:
    """Note that a row was joined to others, or parted from them."""
    if action.startswith("post_"):
        note_row(sender)


def note_move(**kwargs) -> None:
    """Note that pages have other addresses now."""
    note_change()


def forget_old_changes() -> int:
    """Drop the rows that are of no more use; return how many.

    The mark changes with them, which costs every reader one page anew.
    """
    newest = PublicChange.objects.aggregate(newest=Max("pk"))["newest"]
    old = PublicChange.objects.filter(
        changed_at__lt=timezone.now() - KEPT, pk__lt=newest or 0
    )
    return old._raw_delete(old.db)


def public_state() -> str:
    """Return the mark of all that the public is shown today.

    Read before a page is drawn: the page is then at least as new as the mark says.
    The day is part of it, as documents come into force and lapse without a write, and
    so is the code.
    """
    seen = PublicChange.objects.aggregate(total=Sum("token"), last=Max("pk"))
    return f"{timezone.localdate()}/{seen['last']}/{seen['total']}/{code_version()}"


@cache
def code_version() -> str:
    """Return a digest of code, templates and styles, the same on every machine."""
    digest = hashlib.sha256()
    for folder in CODE:
        for path in sorted((settings.BASE_DIR / folder).rglob("*")):
            if path.suffix in KINDS and path.is_file():
                digest.update(str(path.relative_to(settings.BASE_DIR)).encode())
                digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


# The mark that was read before the page that is now drawn, if it was.
_mark: ContextVar[str | None] = ContextVar("mark", default=None)


@contextmanager
def drawn_after(mark: str | None) -> Iterator[None]:
    """Let what is drawn within be remembered under this mark, read before it."""
    token = _mark.set(mark)
    try:
        yield
    finally:
        _mark.reset(token)


def remembered(name: str, make: Callable[[], Made]) -> Made:
    """Return what `make` makes, made anew only after the public is shown otherwise."""
    mark = _mark.get() or public_state()
    key = hashlib.sha256(f"{name}:{mark}".encode()).hexdigest()
    made = django_cache.get(key)
    if made is None:
        made = make()
        django_cache.set(key, made)
    return made
