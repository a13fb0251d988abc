"""Paths on which a page would become public at once."""

from django.forms import modelform_factory
from wagtail.actions.create_page import CreatePageAction
from wagtail.actions.edit_page import EditPageAction
from wagtail.actions.publish_page_revision import PublishPageRevisionAction
from wagtail.models import Page
from wagtail.test.utils.form_data import rich_text

from policies.models import PolicyPage
from tests import library
from tests.admin import add_url, one_issuer, send
from tests.interpretations.paths import starts
from tests.interpretations.paths.doors import PUBLISH, api, bulk, send_to
from tests.interpretations.paths.table import Door, Outcome, path

REFUSED, TOGETHER, DONE = Outcome.REFUSED, Outcome.TOGETHER, Outcome.DONE
NONE_YET = "还没有解读"
TOO_EARLY = "还没有发布。解读须与政策文件同步发布"


def both_ways(door: Door, **more):
    """Enter a function for either half: each is refused alone, both go together."""

    def enter(drive):
        path(door, starts.lone_draft, REFUSED, NONE_YET, **more)(drive)
        path(door, starts.drafts, TOGETHER, **more)(drive)
        path(door, starts.drafts, REFUSED, TOO_EARLY, page="interpretation", **more)(
            drive
        )
        return drive

    return enter


def everywhere(door: Door, **more):
    """Enter a function for each state that decides whether it may publish."""

    def enter(drive):
        both_ways(door, **more)(drive)
        for start, outcome, words in (
            (starts.shell, REFUSED, "还缺少背景依据"),
            (starts.on_request, REFUSED, "只有主动公开的文件才能发布"),
            (starts.hidden, REFUSED, "访问限制"),
            (starts.went_down, TOGETHER, ""),
        ):
            path(door, start, outcome, words, **more)(drive)
        path(door, starts.public_and_draft, DONE, page="second", **more)(drive)
        return drive

    return enter


@everywhere(Door.EDITOR, of=("view:edit",))
def publish_button(world):
    """Publish button"""
    response = send(world.client, world.page, contact="0879-6600456", **PUBLISH)
    if not response.redirect_chain:
        assert "0879-6600456" in response.content.decode(), "what was typed is gone"
    return response


@path(Door.EDITOR, starts.empty, REFUSED, NONE_YET, of=("view:add",))
def publish_new_policy(world):
    """Publish button for a new policy"""
    address = add_url(world.agency_page, "policies.policypage")
    draft = library.build_policy(world.agency_page.agency)
    return send_to(
        world,
        address,
        draft,
        title=draft.title,
        document_number=draft.document_number,
        issued_on="2024-03-08",
        disclosure="proactive",
        **one_issuer(world.agency_page.agency),
        **PUBLISH,
    )


@path(Door.EDITOR, starts.lone_draft, REFUSED, TOO_EARLY, of=("view:add",))
@path(Door.EDITOR, starts.public, DONE, of=("view:add",))
def publish_new_interpretation(world):
    """Publish button for a new interpretation"""
    address = add_url(world.agency_page, "interpretations.interpretationpage")
    draft = library.build_interpretation(world.policy)
    return send_to(
        world,
        f"{address}?policy={world.policy.pk}",
        draft,
        background=rich_text(draft.background),
        main_points=rich_text(draft.main_points),
        interpreter=draft.interpreter,
        contact=draft.contact,
        **PUBLISH,
    )


@path(Door.EDITOR, starts.public, REFUSED, "只有主动公开的文件才能发布")
@path(Door.EDITOR, starts.drafts, REFUSED, "只有主动公开的文件才能发布")
def turn_on_request(world):
    """Publish button, 公开属性 changed to 依申请公开 in the same submission"""
    return send(
        world.client,
        world.policy,
        disclosure="on_request",
        disclosure_basis="《政府信息公开条例》第十六条",
        disclosure_reason="属于内部事务信息。",
        **PUBLISH,
    )


@path(Door.EDITOR, starts.public, REFUSED, "还缺少：背景依据", page="interpretation")
@path(Door.EDITOR, starts.two_interpretations, DONE, page="second")
def empty_the_interpretation(world):
    """Publish button, 背景依据 emptied"""
    return send(world.client, world.page, background=rich_text(""), **PUBLISH)


@everywhere(Door.BULK, of=("bulk:publish",))
def bulk_publish(world):
    """publish"""
    return bulk(world, "publish", world.page)


@path(Door.BULK, starts.drafts, TOGETHER, of=("bulk:publish",))
@path(Door.BULK, starts.drafts_interpretation_first, TOGETHER, of=("bulk:publish",))
def bulk_publish_both(world):
    """publish, interpretation and policy ticked"""
    return bulk(world, "publish", world.interpretation, world.policy)


@path(Door.BULK, starts.drafts, TOGETHER, of=("bulk:publish",))
@path(Door.BULK, starts.drafts_interpretation_first, TOGETHER, of=("bulk:publish",))
@path(Door.BULK, starts.lone_draft, REFUSED, NONE_YET, of=("bulk:publish",))
def bulk_publish_section(world):
    """publish a section with all below it"""
    return bulk(world, "publish", world.agency_page, include_descendants="on")


@path(Door.BULK, starts.pair_and_lone_draft, REFUSED, NONE_YET, of=("bulk:publish",))
def bulk_publish_one_of_two_unpaired(world):
    """publish two policies, one of them without interpretation"""
    return bulk(world, "publish", world.policy, world.other_policy)


@everywhere(Door.API, of=("api:publish",))
def api_publish(world):
    """action `publish`"""
    return api(world, "publish")


@everywhere(Door.CODE)
def publish_revision(world):
    """`revision.publish()`"""
    world.page.get_latest_revision().publish()


@both_ways(Door.CODE, of=("action:publish",))
def publish_action(world):
    """`PublishPageRevisionAction`"""
    PublishPageRevisionAction(world.page.get_latest_revision()).execute()


@both_ways(Door.CODE)
def publish_method(world):
    """`page.publish(revision)`"""
    world.page.publish(world.page.get_latest_revision())


@both_ways(Door.CODE)
def save_live(world):
    """`page.live = True; page.save()`"""
    world.page.live = True
    world.page.save()


@everywhere(Door.CODE)
def save_live_unclean(world):
    """`page.live = True; page.save(clean=False)`"""
    world.page.live = True
    world.page.save(clean=False)


@both_ways(Door.CODE)
def save_live_field_only(world):
    """`page.save(update_fields=["live"])`"""
    world.page.live = True
    world.page.save(update_fields=["live"], clean=False)


@everywhere(Door.CODE)
def save_base_page_live(world):
    """the base `Page` saved with `live = True`"""
    page = Page.objects.get(pk=world.page.pk)
    page.live = True
    page.save()


@both_ways(Door.CODE)
def save_deferred_live(world):
    """`page.specific_deferred` saved with `live = True`"""
    page = Page.objects.get(pk=world.page.pk).specific_deferred
    page.live = True
    page.save(clean=False)


@both_ways(Door.CODE, of=("action:edit",))
def edit_action(world):
    """`EditPageAction(publish=True)`"""
    EditPageAction(world.page, publish=True).execute()


@path(Door.CODE, starts.empty, REFUSED, NONE_YET)
def add_child_live(world):
    """`add_child`, live by default"""
    world.agency_page.add_child(
        instance=PolicyPage(
            title="新增的通知",
            disclosure="proactive",
            document_number="澜人社发〔2024〕15号",
        )
    )


@path(Door.CODE, starts.lone_draft, REFUSED, NONE_YET)
def add_sibling_live(world):
    """`add_sibling`, live"""
    agency = world.agency_page.agency
    world.policy.add_sibling(
        instance=library.build_policy(agency, live=True, title="新增的通知")
    )


@path(Door.CODE, starts.lone_draft, REFUSED, TOO_EARLY)
@path(Door.CODE, starts.public, DONE)
def add_interpretation_live(world):
    """`add_child` of a live interpretation"""
    world.agency_page.add_child(
        instance=library.build_interpretation(world.policy, live=True)
    )


@path(Door.CODE, starts.empty, REFUSED, NONE_YET, of=("action:create",))
def create_action(world):
    """`CreatePageAction(publish=True)`"""
    draft = library.build_policy(world.agency_page.agency)
    form = modelform_factory(PolicyPage, fields=["title"])(
        {"title": draft.title}, instance=draft
    )
    CreatePageAction(draft, world.agency_page, form=form, publish=True).execute()


@path(Door.CODE, starts.public, REFUSED, "只有主动公开的文件才能发布")
def save_on_request(world):
    """live policy saved as 依申请公开"""
    world.policy.disclosure = "on_request"
    world.policy.disclosure_basis = "《政府信息公开条例》第十六条"
    world.policy.disclosure_reason = "属于内部事务信息。"
    world.policy.save()


@path(Door.CODE, starts.public, REFUSED, "只有主动公开的文件才能发布")
def save_on_request_field_only(world):
    """live policy saved with `update_fields=["disclosure"]`"""
    world.policy.disclosure = "on_request"
    world.policy.save(update_fields=["disclosure"], clean=False)


@path(Door.CODE, starts.public, REFUSED, "唯一的解读", page="interpretation")
@path(Door.CODE, starts.two_interpretations, DONE, page="second")
def save_emptied(world):
    """live interpretation saved without its main points"""
    world.page.main_points = ""
    world.page.save(clean=False)


@path(Door.CODE, starts.public, DONE)
def mend(world):
    """a new interpretation for a policy that SQL has left uncovered"""
    Page.objects.filter(pk=world.interpretation.pk).update(live=False)
    library.make_interpretation(world.policy).get_latest_revision().publish()
