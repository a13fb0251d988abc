"""Paths that leave both halves live and part them all the same."""

from django.urls import reverse
from wagtail.actions.move_page import MovePageAction
from wagtail.models import Page, PageViewRestriction

from interpretations.models import InterpretationPage
from tests.admin import send
from tests.interpretations.paths import starts
from tests.interpretations.paths.doors import PUBLISH, api, bulk, move_to, view
from tests.interpretations.paths.table import Door, Outcome, path

REFUSED, TOGETHER, DONE = Outcome.REFUSED, Outcome.TOGETHER, Outcome.DONE
NO_RESTRICTION = "不能设置访问限制"
ONLY_ONE = "唯一的解读"


# --- Moving ------------------------------------------------------------------


def moving(door: Door, **more):
    """Enter a function once for each place that a page may or may not go to."""

    def enter(drive):
        far, shut = starts.public_and_other_agency, starts.public_and_restricted_agency
        two_shut = starts.two_interpretations_and_restricted_agency
        for start, page, outcome, words in (
            (far, "policy", DONE, ""),
            (far, "interpretation", DONE, ""),
            (shut, "policy", REFUSED, NO_RESTRICTION),
            (shut, "interpretation", REFUSED, ONLY_ONE),
            (two_shut, "second", DONE, ""),
            (starts.drafts_and_restricted_agency, "policy", DONE, ""),
        ):
            path(door, start, outcome, words, page=page, **more)(drive)
        return drive

    return enter


@moving(Door.VIEW, of=("view:move_confirm",))
def move_view(world):
    """move to another agency"""
    return move_to(world, world.page, world.other_agency)


@moving(Door.BULK, of=("bulk:move",))
def bulk_move(world):
    """move to another agency"""
    return bulk(world, "move", world.page, chooser=world.other_agency.pk)


@path(Door.BULK, starts.public_and_other_agency, DONE, of=("bulk:move",))
@path(Door.BULK, starts.public_and_restricted_agency, REFUSED, NO_RESTRICTION)
def bulk_move_both(world):
    """move to another agency, both halves ticked"""
    return bulk(
        world, "move", world.interpretation, world.policy, chooser=world.other_agency.pk
    )


@moving(Door.API, of=("api:move",))
def api_move(world):
    """action `move`, below the target"""
    target = world.other_agency.pk
    return api(world, "move", destination_page_id=target, position="last-child")


@path(Door.API, starts.public_and_hidden_draft, REFUSED, NO_RESTRICTION)
def api_move_beside(world):
    """action `move` without a position, that is beside the target"""
    return api(world, "move", destination_page_id=world.other_policy.pk)


@moving(Door.CODE)
def move_method(world):
    """`page.move()`"""
    world.page.move(world.other_agency, pos="last-child")


@moving(Door.CODE, of=("action:move",))
def move_action(world):
    """`MovePageAction` of the base `Page`"""
    page = Page.objects.get(pk=world.page.pk)
    MovePageAction(page, world.other_agency, pos="last-child").execute()


@path(Door.VIEW, starts.public, DONE, of=("view:set_page_position",))
@path(Door.VIEW, starts.public, DONE, page="interpretation")
def reorder(world):
    """drag to another place in the listing"""
    position = 1 if world.page == world.policy else 0
    return view(world, "set_page_position", world.page, query=f"?position={position}")


# --- Restricting -------------------------------------------------------------


@path(Door.VIEW, starts.public, DONE, of=("view:set_privacy",))
@path(Door.VIEW, starts.public, DONE, page="interpretation", of=("view:set_privacy",))
@path(Door.VIEW, starts.public, DONE, page="agency_page", of=("view:set_privacy",))
@path(Door.VIEW, starts.public, DONE, page="home", of=("view:set_privacy",))
def privacy_view(world):
    """privacy, which is not offered: the dialogue changes nothing"""
    address = reverse("wagtailadmin_pages:set_privacy", args=[world.page.pk])
    response = world.client.post(address, {"restriction_type": "login"})
    assert not PageViewRestriction.objects.exists()
    return response


@path(Door.CODE, starts.public, REFUSED, NO_RESTRICTION)
@path(Door.CODE, starts.public, REFUSED, ONLY_ONE, page="interpretation")
@path(Door.CODE, starts.public, REFUSED, NO_RESTRICTION, page="agency_page")
@path(Door.CODE, starts.public, REFUSED, NO_RESTRICTION, page="home")
@path(Door.CODE, starts.two_interpretations, DONE, page="second")
@path(Door.CODE, starts.drafts, DONE)
def restrict(world):
    """`PageViewRestriction.objects.create()`"""
    starts.restrict(world.page)


@path(Door.CODE, starts.public_and_restricted_agency, REFUSED, NO_RESTRICTION)
def shift_restriction(world):
    """an existing restriction is put on another page"""
    restriction = PageViewRestriction.objects.get()
    restriction.page = world.agency_page
    restriction.save()


# --- Pointing elsewhere ------------------------------------------------------


@path(Door.EDITOR, starts.two_pairs, REFUSED, ONLY_ONE, page="interpretation")
@path(Door.EDITOR, starts.two_interpretations_and_other_pair, DONE, page="second")
def repoint_in_editor(world):
    """Publish button, another policy chosen"""
    return send(world.client, world.page, policy=world.other_policy.pk, **PUBLISH)


@path(
    Door.EDITOR,
    starts.two_interpretations_and_lone_draft,
    REFUSED,
    "还没有发布",
    page="second",
)
def repoint_to_draft_in_editor(world):
    """Publish button, a policy chosen that is a draft"""
    return send(world.client, world.page, policy=world.other_policy.pk, **PUBLISH)


@path(Door.EDITOR, starts.two_pairs, DONE, page="interpretation")
def repoint_draft_in_editor(world):
    """Save draft, another policy chosen"""
    return send(world.client, world.page, policy=world.other_policy.pk)


@path(Door.EDITOR, starts.draft_and_public, DONE, page="interpretation")
def repoint_unpublished_in_editor(world):
    """Save draft of an unpublished interpretation, another policy chosen"""
    return send(world.client, world.page, policy=world.other_policy.pk)


@path(Door.CODE, starts.two_pairs, REFUSED, ONLY_ONE, page="interpretation")
@path(Door.CODE, starts.two_interpretations_and_other_pair, DONE, page="second")
@path(
    Door.CODE,
    starts.two_interpretations_and_lone_draft,
    REFUSED,
    "还没有发布",
    page="second",
)
def repoint(world):
    """`interpretation.policy = other; save()`"""
    world.page.policy = world.other_policy
    world.page.save()


@path(Door.CODE, starts.two_pairs, REFUSED, ONLY_ONE, page="interpretation")
@path(
    Door.CODE,
    starts.two_interpretations_and_lone_draft,
    REFUSED,
    "还没有发布",
    page="second",
)
def repoint_field_only(world):
    """`save(update_fields=["policy"])`"""
    world.page.policy = world.other_policy
    world.page.save(update_fields=["policy"], clean=False)


@path(Door.CODE, starts.two_pairs, REFUSED, ONLY_ONE, page="interpretation")
def repoint_by_revision(world):
    """a revision that names another policy is published"""
    page = InterpretationPage.objects.get(pk=world.page.pk)
    page.policy = world.other_policy
    page.save_revision().publish()


@path(Door.CODE, starts.two_pairs, REFUSED, ONLY_ONE)
def swap(world):
    """two interpretations change places, one after the other"""
    first, second = world.interpretation, world.other_interpretation
    first.policy, second.policy = second.policy, first.policy
    first.save()
    second.save()
