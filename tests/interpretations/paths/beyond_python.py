"""Paths that send no signal: statements of SQL, fixtures, and what commands write."""

from django.core import serializers
from django.core.management import call_command
from django.db import connection
from wagtail.models import Page, PageViewRestriction

from interpretations.models import InterpretationPage
from policies.models import PolicyPage
from tests.interpretations.paths import starts
from tests.interpretations.paths.table import Door, Outcome, path

TOGETHER, DONE, FOUND = Outcome.TOGETHER, Outcome.DONE, Outcome.FOUND


def by_sql(start, page: str = "policy"):
    """Enter a function as one that only a trigger of PostgreSQL stops."""
    return path(Door.SQL, start, FOUND, page=page, stopped_by="postgresql")


@by_sql(starts.lone_draft)
@by_sql(starts.drafts)
@by_sql(starts.on_request)
@by_sql(starts.drafts, page="interpretation")
def update_live(world):
    """`queryset.update(live=True)`"""
    Page.objects.filter(pk=world.page.pk).update(live=True)


@by_sql(starts.public)
@by_sql(starts.public, page="interpretation")
def update_not_live(world):
    """`queryset.update(live=False)`"""
    Page.objects.filter(pk=world.page.pk).update(live=False)


@path(Door.SQL, starts.public, TOGETHER)
def update_both(world):
    """one `queryset.update(live=False)` on both halves"""
    pages = [world.policy.pk, world.interpretation.pk]
    Page.objects.filter(pk__in=pages).update(live=False)


@by_sql(starts.lone_draft)
def bulk_update_live(world):
    """`bulk_update(live)`"""
    world.policy.live = True
    Page.objects.bulk_update([world.policy.page_ptr], ["live"])
    PolicyPage.objects.bulk_update([world.policy], ["live"])


@by_sql(starts.lone_draft)
def raw_update(world):
    """`UPDATE wagtailcore_page SET live`"""
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE wagtailcore_page SET live = %s WHERE id = %s",
            [True, world.policy.pk],
        )


@by_sql(starts.public)
def update_disclosure(world):
    """`queryset.update(disclosure="on_request")`"""
    PolicyPage.objects.filter(pk=world.policy.pk).update(
        disclosure="on_request", disclosure_basis="第十六条", disclosure_reason="内部"
    )


@by_sql(starts.two_pairs, page="interpretation")
def update_policy(world):
    """`queryset.update(policy=…)`"""
    InterpretationPage.objects.filter(pk=world.page.pk).update(
        policy=world.other_policy
    )


@by_sql(starts.public, page="interpretation")
def update_is_complete(world):
    """`queryset.update(is_complete=False)`"""
    InterpretationPage.objects.filter(pk=world.page.pk).update(is_complete=False)


@by_sql(starts.public, page="interpretation")
def update_expiry(world):
    """`queryset.update(expire_at=…)`, already past"""
    starts.expire(world.page)


@by_sql(starts.public)
@by_sql(starts.public, page="agency_page")
def bulk_create_restriction(world):
    """`PageViewRestriction.objects.bulk_create()`"""
    PageViewRestriction.objects.bulk_create(
        [
            PageViewRestriction(
                page_id=world.page.pk, restriction_type=PageViewRestriction.LOGIN
            )
        ]
    )


@by_sql(starts.public, page="interpretation")
def raw_delete(world):
    """`DELETE FROM interpretations_interpretationpage`"""
    InterpretationPage.objects.filter(pk=world.page.pk)._raw_delete("default")
    Page.objects.filter(pk=world.page.pk).update(live=False)


def fixture(tmp_path, *pages) -> str:
    """Write these pages, as they are in memory, into a fixture; return its path."""
    file = tmp_path / "pages.json"
    rows = [row for page in pages for row in (page.page_ptr, page)]
    file.write_text(serializers.serialize("json", rows))
    return str(file)


@by_sql(starts.lone_draft)
def load_fixture(world):
    """`loaddata` of a live policy without interpretation"""
    world.policy.live = world.policy.page_ptr.live = True
    file = fixture(world.notes["tmp_path"], world.policy)
    call_command("loaddata", file, verbosity=0)


@path(Door.COMMAND, starts.public, DONE)
@path(Door.COMMAND, starts.drafts, DONE)
def load_same_fixture(world):
    """`loaddata` of the pair as it is"""
    file = fixture(world.notes["tmp_path"], world.interpretation, world.policy)
    call_command("loaddata", file, verbosity=0)


@path(Door.COMMAND, starts.public, DONE)
@path(Door.COMMAND, starts.drafts, DONE)
def other_commands(world):
    """`fixtree`, `set_url_paths`, `purge_revisions`, `set_up_site`"""
    call_command("fixtree", interactive=False, verbosity=0)
    call_command("set_url_paths", verbosity=0)
    call_command("purge_revisions", verbosity=0)
    call_command("set_up_site", verbosity=0)


@path(Door.COMMAND, starts.public_and_other_agency, DONE)
@path(
    Door.COMMAND,
    starts.public_and_restricted_agency,
    Outcome.REFUSED,
    "不能设置访问限制",
)
def move_pages(world):
    """`move_pages` of a whole section"""
    call_command("move_pages", world.agency_page.pk, world.other_agency.pk)
