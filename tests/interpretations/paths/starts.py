"""The states of a library from which the paths are tried; docstrings name them."""

import datetime

from django.utils import timezone
from wagtail.models import Locale, PageViewRestriction, Revision

from interpretations.models import InterpretationPage
from policies.disclosure import Disclosure
from policies.models import Agency, AgencyPage, PolicyPage
from tests import library
from tests.interpretations.paths.table import World

OTHER_TITLE = "澜川市人力资源和社会保障局关于规范职业技能培训补贴的通知"


def empty(world: World) -> None:
    """no documents."""


def lone_draft(world: World) -> None:
    """draft without interpretation."""
    world.policy = library.make_policy(world.agency_page)


def drafts(world: World) -> None:
    """draft policy with a complete draft interpretation."""
    lone_draft(world)
    world.interpretation = library.make_interpretation(world.policy)


def drafts_interpretation_first(world: World) -> None:
    """drafts, the interpretation before its policy in the tree."""
    drafts(world)
    world.interpretation.move(world.policy, pos="left")


def shell(world: World) -> None:
    """draft policy with an interpretation that lacks 背景依据."""
    lone_draft(world)
    world.interpretation = library.make_interpretation(world.policy, background="")


def on_request(world: World) -> None:
    """draft pair, 公开属性 is 依申请公开."""
    world.policy = library.make_policy(
        world.agency_page,
        disclosure=Disclosure.ON_REQUEST,
        disclosure_basis="《政府信息公开条例》第十六条",
        disclosure_reason="属于内部事务信息。",
    )
    world.interpretation = library.make_interpretation(world.policy)


def hidden(world: World) -> None:
    """draft pair below a restricted section."""
    drafts(world)
    PageViewRestriction.objects.create(
        page=world.agency_page, restriction_type=PageViewRestriction.LOGIN
    )


def public(world: World) -> None:
    """public pair."""
    world.policy, world.interpretation = library.make_public_pair(world.agency_page)


def public_interpretation_first(world: World) -> None:
    """public pair, the interpretation before its policy in the tree."""
    public(world)
    world.interpretation.move(world.policy, pos="left")


def public_and_draft(world: World) -> None:
    """public pair and a further draft interpretation."""
    public(world)
    world.second = library.make_interpretation(world.policy, title="一图读懂就业补贴")


def two_interpretations(world: World) -> None:
    """public policy with two interpretations."""
    public_and_draft(world)
    world.second.get_latest_revision().publish()
    world.second.refresh_from_db()


def went_down(world: World) -> None:
    """pair that was public and was taken down."""
    public(world)
    PolicyPage.objects.get(pk=world.policy.pk).unpublish()


def two_pairs(world: World) -> None:
    """two public pairs."""
    public(world)
    add_other_pair(world)


def draft_and_public(world: World) -> None:
    """draft pair, and a public pair beside it."""
    drafts(world)
    add_other_pair(world)


def pair_and_lone_draft(world: World) -> None:
    """draft pair, and a draft without interpretation."""
    drafts(world)
    add_other_draft(world)


def older_draft_names_another(world: World) -> None:
    """two public pairs; an older draft of one interpretation names the other policy."""
    two_pairs(world)
    page = InterpretationPage.objects.get(pk=world.interpretation.pk)
    page.policy = world.other_policy
    world.notes["revision"] = page.save_revision()
    page.policy = world.policy
    page.save_revision()


def older_draft_on_request(world: World) -> None:
    """public pair; an older draft of the policy says 依申请公开."""
    public(world)
    page = PolicyPage.objects.get(pk=world.policy.pk)
    latest = page.get_latest_revision_as_object()
    latest.disclosure = Disclosure.ON_REQUEST
    latest.disclosure_basis = "《政府信息公开条例》第十六条"
    latest.disclosure_reason = "属于内部事务信息。"
    world.notes["revision"] = latest.save_revision()
    page.save_revision()


def older_draft(world: World) -> None:
    """pair that was public; the policy has an older draft."""
    went_down(world)
    page = PolicyPage.objects.get(pk=world.policy.pk)
    page.signature = "旧的署名"
    world.notes["revision"] = page.save_revision()
    page.signature = "新的署名"
    page.save_revision()


def public_and_other_agency(world: World) -> None:
    """public pair, and another agency."""
    public(world)
    add_other_agency(world)


def two_interpretations_and_other_agency(world: World) -> None:
    """public policy with two interpretations, and another agency."""
    two_interpretations(world)
    add_other_agency(world)


def public_and_restricted_agency(world: World) -> None:
    """public pair, and a restricted section."""
    public_and_other_agency(world)
    restrict(world.other_agency)


def two_interpretations_and_restricted_agency(world: World) -> None:
    """public policy with two interpretations, and a restricted section."""
    two_interpretations_and_other_agency(world)
    restrict(world.other_agency)


def public_and_hidden_draft(world: World) -> None:
    """public pair, and a draft below a restricted section."""
    public_and_other_agency(world)
    world.other_policy = library.make_policy(
        world.other_agency, title=OTHER_TITLE, document_number="澜人社发〔2024〕13号"
    )
    restrict(world.other_agency)


def two_interpretations_and_other_pair(world: World) -> None:
    """public policy with two interpretations, and another public pair."""
    two_interpretations(world)
    add_other_pair(world)


def two_interpretations_and_lone_draft(world: World) -> None:
    """public policy with two interpretations, and a draft without interpretation."""
    two_interpretations(world)
    add_other_draft(world)


def translated_section(world: World) -> None:
    """public pair in a section that stands in two languages."""
    public(world)
    english = Locale.objects.get_or_create(language_code="en")[0]
    world.home.copy_for_translation(english)
    section = AgencyPage(
        title="Human Resources",
        slug="human-resources",
        agency=Agency.objects.create(
            name="澜川市人力资源和社会保障局（英文）", institution_code="LC0000103"
        ),
        locale=english,
        translation_key=world.agency_page.translation_key,
    )
    world.home.get_translation(english).add_child(instance=section)


def drafts_and_restricted_agency(world: World) -> None:
    """draft pair, and a restricted section."""
    drafts(world)
    add_other_agency(world)
    restrict(world.other_agency)


def aliased(world: World) -> None:
    """public pair, and an alias of the interpretation."""
    public(world)
    world.alias = world.interpretation.create_alias(update_slug="another-address")


def two_and_alias(world: World) -> None:
    """public policy with two interpretations, and an alias of one."""
    two_interpretations(world)
    world.alias = world.interpretation.create_alias(update_slug="another-address")


def due(world: World) -> None:
    """draft pair, its policy scheduled and due."""
    drafts(world)
    schedule(world.policy)
    make_due()


def due_beside_one_that_lost_its_interpretation(world: World) -> None:
    """scheduled policy that lost its interpretation, before another that is due."""
    drafts(world)
    schedule(world.policy)
    world.interpretation.delete()
    world.interpretation = None
    add_other_draft(world)
    world.other_interpretation = library.make_interpretation(world.other_policy)
    schedule(world.other_policy)
    make_due()


def due_interpretation(world: World) -> None:
    """further interpretation of a public policy, scheduled and due."""
    public_and_draft(world)
    schedule(world.second)
    make_due()


def due_interpretation_of_a_withdrawn_policy(world: World) -> None:
    """further interpretation due, its policy taken down meanwhile."""
    due_interpretation(world)
    PolicyPage.objects.get(pk=world.policy.pk).unpublish()


def due_and_restricted(world: World) -> None:
    """draft pair, its policy due, the section restricted meanwhile."""
    due(world)
    restrict(world.agency_page)


def due_repointing(world: World) -> None:
    """two public pairs; a due draft of one interpretation names the other policy."""
    two_pairs(world)
    page = InterpretationPage.objects.get(pk=world.interpretation.pk)
    page.policy = world.other_policy
    schedule(page)
    make_due()


def expired(world: World) -> None:
    """public pair whose policy has expired."""
    public(world)
    expire(world.policy)


def interpretation_expired(world: World) -> None:
    """public pair whose interpretation got an expiry by SQL."""
    public(world)
    expire(world.interpretation)


def scheduled(world: World) -> None:
    """draft pair, its policy scheduled."""
    drafts(world)
    schedule(world.policy)


def add_other_pair(world: World) -> None:
    world.other_policy, world.other_interpretation = library.make_public_pair(
        world.agency_page, title=OTHER_TITLE, document_number="澜人社发〔2024〕13号"
    )


def add_other_draft(world: World) -> None:
    world.other_policy = library.make_policy(
        world.agency_page, title=OTHER_TITLE, document_number="澜人社发〔2024〕13号"
    )


def add_other_agency(world: World) -> None:
    world.other_agency = library.make_agency_page("澜川市档案局", code="LC0000099")


def restrict(page) -> None:
    PageViewRestriction.objects.create(
        page=page, restriction_type=PageViewRestriction.LOGIN
    )


def in_an_hour() -> datetime.datetime:
    return timezone.now() + datetime.timedelta(hours=1)


def schedule(page) -> None:
    """Schedule the page as it is in memory."""
    page.go_live_at = in_an_hour()
    page.save_revision().publish()


def make_due() -> None:
    """Let every approved schedule be due, in the order in which they were made."""
    past = timezone.now() - datetime.timedelta(hours=1)
    for number, revision in enumerate(
        Revision.objects.exclude(approved_go_live_at=None).order_by("pk")
    ):
        moment = past + datetime.timedelta(minutes=number)
        revision.content["go_live_at"] = moment.isoformat()
        Revision.objects.filter(pk=revision.pk).update(
            approved_go_live_at=moment, content=revision.content
        )


def expire(page) -> None:
    type(page).objects.filter(pk=page.pk).update(
        expire_at=timezone.now() - datetime.timedelta(minutes=1)
    )
