"""Paths on which a page would cease to be public, or be deleted."""

from django.db.models import QuerySet
from wagtail.actions.delete_page import DeletePageAction
from wagtail.actions.unpublish_page import UnpublishPageAction
from wagtail.models import Page

from interpretations.models import InterpretationPage
from policies.models import PolicyPage
from tests.interpretations.paths import starts
from tests.interpretations.paths.doors import api, bulk, view
from tests.interpretations.paths.table import Door, Outcome, path

REFUSED, TOGETHER, DONE = Outcome.REFUSED, Outcome.TOGETHER, Outcome.DONE
ONLY_ONE = "唯一的解读"
ORDER = "请依次撤下政策文件、删除解读、再删除政策文件"


def taking_down(door: Door, **more):
    """Enter a function for the policy, its only interpretation, and one of two."""

    def enter(drive):
        path(door, starts.public, TOGETHER, **more)(drive)
        path(door, starts.public, REFUSED, ONLY_ONE, page="interpretation", **more)(
            drive
        )
        path(door, starts.two_interpretations, DONE, page="second", **more)(drive)
        return drive

    return enter


def deleting(door: Door, **more):
    """Enter a function once for each state that decides whether it may delete."""

    def enter(drive):
        # In code the refusal is Django's own RestrictedError.
        order = "" if door == Door.CODE else ORDER
        for start, page, outcome, words in (
            (starts.public, "policy", REFUSED, order),
            (starts.drafts, "policy", REFUSED, order),
            (starts.public, "interpretation", REFUSED, ONLY_ONE),
            (starts.two_interpretations, "second", DONE, ""),
            (starts.went_down, "interpretation", DONE, ""),
            (starts.public, "agency_page", TOGETHER, ""),
        ):
            path(door, start, outcome, words, page=page, **more)(drive)
        return drive

    return enter


# --- Unpublishing ------------------------------------------------------------


@taking_down(Door.VIEW, of=("view:unpublish",))
def unpublish_view(world):
    """unpublish"""
    return view(world, "unpublish", world.page)


@path(Door.VIEW, starts.public, TOGETHER, page="agency_page")
@path(Door.VIEW, starts.public_interpretation_first, TOGETHER, page="agency_page")
@path(Door.VIEW, starts.two_pairs, TOGETHER, page="agency_page")
def unpublish_section(world):
    """unpublish a section with all below it"""
    return view(world, "unpublish", world.page, include_descendants="on")


@path(Door.VIEW, starts.public, DONE, page="agency_page")
def unpublish_section_alone(world):
    """unpublish a section alone"""
    return view(world, "unpublish", world.page)


@taking_down(Door.BULK, of=("bulk:unpublish",))
def bulk_unpublish(world):
    """unpublish"""
    return bulk(world, "unpublish", world.page)


@path(Door.BULK, starts.public, TOGETHER)
def bulk_unpublish_both(world):
    """unpublish, interpretation and policy ticked"""
    return bulk(world, "unpublish", world.interpretation, world.policy)


@path(Door.BULK, starts.public_interpretation_first, TOGETHER, page="agency_page")
@path(Door.BULK, starts.two_pairs, TOGETHER, page="agency_page")
def bulk_unpublish_section(world):
    """unpublish a section with all below it"""
    return bulk(world, "unpublish", world.page, include_descendants="on")


@path(Door.BULK, starts.two_interpretations, REFUSED, ONLY_ONE)
def bulk_unpublish_all_interpretations(world):
    """unpublish, all interpretations ticked"""
    return bulk(world, "unpublish", world.interpretation, world.second)


@taking_down(Door.API, of=("api:unpublish",))
def api_unpublish(world):
    """action `unpublish`"""
    return api(world, "unpublish")


@path(Door.API, starts.public, TOGETHER, page="agency_page")
@path(
    Door.API,
    starts.public_interpretation_first,
    REFUSED,
    ONLY_ONE,
    page="agency_page",
)
def api_unpublish_section(world):
    """action `unpublish` of a section, recursive"""
    return api(world, "unpublish", recursive=True)


@taking_down(Door.CODE)
def unpublish_method(world):
    """`page.unpublish()`"""
    world.page.unpublish()


@taking_down(Door.CODE)
def unpublish_base_page(world):
    """the base `Page`'s `unpublish()`"""
    Page.objects.get(pk=world.page.pk).unpublish()


@taking_down(Door.CODE, of=("action:unpublish",))
def unpublish_action(world):
    """`UnpublishPageAction`"""
    UnpublishPageAction(world.page).execute()


@taking_down(Door.CODE)
def save_not_live(world):
    """`page.live = False; page.save()`"""
    world.page.live = False
    world.page.save()


@taking_down(Door.CODE)
def save_base_page_not_live(world):
    """the base `Page` saved with `update_fields=["live"]`, not live"""
    page = Page.objects.get(pk=world.page.pk)
    page.live = False
    page.save(update_fields=["live"], clean=False)


@path(Door.CODE, starts.public, REFUSED, ONLY_ONE)
@path(Door.CODE, starts.two_interpretations, REFUSED, ONLY_ONE)
def unpublish_interpretations(world):
    """`InterpretationPage.objects.all().unpublish()`"""
    InterpretationPage.objects.all().unpublish()


@path(Door.CODE, starts.two_pairs, TOGETHER)
def unpublish_policies(world):
    """`PolicyPage.objects.all().unpublish()`"""
    PolicyPage.objects.all().unpublish()


# --- Deleting ----------------------------------------------------------------


@deleting(Door.VIEW, of=("view:delete",))
def delete_view(world):
    """delete"""
    return view(world, "delete", world.page)


@deleting(Door.BULK, of=("bulk:delete",))
def bulk_delete(world):
    """delete"""
    return bulk(world, "delete", world.page)


@path(Door.BULK, starts.public, REFUSED, ORDER)
@path(Door.BULK, starts.drafts, REFUSED, ORDER)
@path(Door.BULK, starts.public_interpretation_first, REFUSED, ONLY_ONE)
@path(Door.BULK, starts.drafts_interpretation_first, TOGETHER)
def bulk_delete_both(world):
    """delete, policy and interpretation ticked"""
    return bulk(world, "delete", world.policy, world.interpretation)


@path(Door.BULK, starts.two_interpretations, REFUSED, ONLY_ONE)
def bulk_delete_all_interpretations(world):
    """delete, all interpretations ticked"""
    return bulk(world, "delete", world.interpretation, world.second)


@deleting(Door.API, of=("api:delete",))
def api_delete(world):
    """action `delete`"""
    return api(world, "delete")


@deleting(Door.CODE)
def delete_method(world):
    """`page.delete()`"""
    world.page.delete()


@deleting(Door.CODE, of=("action:delete",))
def delete_action(world):
    """`DeletePageAction`"""
    DeletePageAction(world.page).execute()


@deleting(Door.CODE)
def delete_base_page(world):
    """the base `Page`'s `delete()`"""
    Page.objects.get(pk=world.page.pk).delete()


@path(Door.CODE, starts.public, REFUSED, ONLY_ONE)
@path(Door.CODE, starts.two_interpretations, REFUSED, ONLY_ONE)
def delete_interpretations(world):
    """`InterpretationPage.objects.all().delete()`"""
    InterpretationPage.objects.all().delete()


@path(Door.CODE, starts.public, REFUSED)
def delete_policies(world):
    """`PolicyPage.objects.all().delete()`"""
    PolicyPage.objects.all().delete()


@path(Door.CODE, starts.public, TOGETHER)
def delete_both(world):
    """one query set with both halves is deleted"""
    pages = [world.policy.pk, world.interpretation.pk]
    Page.objects.filter(pk__in=pages).delete()


@path(Door.CODE, starts.public, REFUSED, ONLY_ONE)
def delete_by_plain_query_set(world):
    """Django's own `QuerySet.delete()`, without the tree's"""
    QuerySet(InterpretationPage).filter(pk=world.interpretation.pk).delete()
