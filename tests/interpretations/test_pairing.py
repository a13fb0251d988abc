"""同步发布 on the main paths: code, commands, restrictions, deletion, re-pointing."""

import datetime

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import transaction
from django.db.models import RestrictedError
from django.utils import timezone
from wagtail.models import Page, PageLogEntry, PageViewRestriction, Revision

from interpretations.audit import breaches
from interpretations.models import InterpretationPage
from policies.disclosure import Disclosure
from policies.models import PolicyPage
from policies.scheduling import REFUSED
from tests import library

pytestmark = pytest.mark.django_db


def is_live(page) -> bool:
    return Page.objects.get(pk=page.pk).live


def test_publishing_a_policy_publishes_its_interpretation(interpretation):
    library.publish(interpretation.policy)

    assert is_live(interpretation.policy)
    assert is_live(interpretation)
    assert list(breaches()) == []


def test_interpretation_does_not_go_live_before_its_policy(interpretation):
    with pytest.raises(ValidationError, match="还没有发布"):
        interpretation.get_latest_revision().publish()

    assert not is_live(interpretation)


def test_incomplete_interpretation_covers_nothing(policy):
    library.make_interpretation(policy, background="", interpreter="")

    with pytest.raises(ValidationError, match="背景依据、解读人"):
        library.publish(policy)

    assert not is_live(policy)


def test_one_ready_interpretation_is_enough_and_the_other_stays_a_draft(
    interpretation, policy
):
    unready = library.make_interpretation(policy, title="图解", main_points="")

    library.publish(policy)

    assert is_live(interpretation)
    assert not is_live(unready)


@pytest.mark.parametrize("value", [Disclosure.ON_REQUEST, Disclosure.WITHHELD, ""])
def test_only_proactive_disclosure_goes_live(value, agency_page):
    policy = library.make_policy(
        agency_page,
        disclosure=value,
        disclosure_basis="《政府信息公开条例》第十六条",
        disclosure_reason="属于内部事务信息。",
    )
    library.make_interpretation(policy)

    with pytest.raises(ValidationError, match="公开属性"):
        library.publish(policy)

    assert not is_live(policy)


def test_public_policy_cannot_become_on_request(pair):
    policy, _ = pair
    policy.disclosure = Disclosure.ON_REQUEST
    policy.disclosure_basis = "《政府信息公开条例》第十六条"
    policy.disclosure_reason = "属于内部事务信息。"

    with pytest.raises(ValidationError, match="只有主动公开"):
        policy.save_revision().publish()

    assert PolicyPage.objects.get(pk=policy.pk).disclosure == Disclosure.PROACTIVE


@pytest.mark.parametrize("as_base_page", [False, True])
def test_taking_a_policy_down_takes_its_interpretations_down(pair, as_base_page):
    policy, interpretation = pair

    (Page if as_base_page else PolicyPage).objects.get(pk=policy.pk).unpublish()

    assert not is_live(policy)
    assert not is_live(interpretation)


@pytest.mark.parametrize("as_base_page", [False, True])
def test_only_interpretation_of_a_public_policy_is_not_taken_down(pair, as_base_page):
    _, interpretation = pair
    model = Page if as_base_page else InterpretationPage

    with pytest.raises(ValidationError, match="唯一的解读"):
        model.objects.get(pk=interpretation.pk).unpublish()

    assert is_live(interpretation)


def test_unpublishing_a_query_set_leaves_no_policy_uncovered(pair):
    with pytest.raises(ValidationError, match="唯一的解读"):
        InterpretationPage.objects.all().unpublish()

    assert list(breaches()) == []


def test_only_interpretation_of_a_public_policy_is_not_deleted(pair):
    _, interpretation = pair

    with pytest.raises(ValidationError, match="唯一的解读"), transaction.atomic():
        interpretation.delete()

    assert is_live(interpretation)
    assert Page.find_problems() == ([], [], [], [], [])


def test_policy_with_an_interpretation_is_not_deleted_alone(interpretation):
    with pytest.raises(RestrictedError), transaction.atomic():
        interpretation.policy.delete()

    assert PolicyPage.objects.filter(pk=interpretation.policy_id).exists()


def test_section_that_contains_the_whole_pair_is_deleted_in_one_go(pair, agency_page):
    agency_page.delete()

    assert not PolicyPage.objects.exists()
    assert not InterpretationPage.objects.exists()


def test_only_interpretation_is_not_pointed_elsewhere(pair, agency_page):
    policy, interpretation = pair
    other, _ = library.make_public_pair(agency_page, title="另一份通知")
    interpretation.policy = other

    with pytest.raises(ValidationError, match="唯一的解读"):
        interpretation.save_revision().publish()

    assert InterpretationPage.objects.get(pk=interpretation.pk).policy_id == policy.pk


def test_public_pair_is_not_restricted(pair, agency_page):
    with pytest.raises(ValidationError, match="不能设置访问限制"):
        PageViewRestriction.objects.create(
            page=agency_page, restriction_type=PageViewRestriction.LOGIN
        )

    assert not PageViewRestriction.objects.exists()


def test_policy_does_not_go_live_behind_a_restriction(interpretation, agency_page):
    PageViewRestriction.objects.create(
        page=agency_page, restriction_type=PageViewRestriction.LOGIN
    )

    with pytest.raises(ValidationError, match="访问限制"):
        library.publish(interpretation.policy)

    assert not is_live(interpretation.policy)


def test_public_pair_is_not_moved_behind_a_restriction(pair, home):
    hidden = library.make_agency_page("澜川市档案局", code="LC0000099")
    PageViewRestriction.objects.create(
        page=hidden, restriction_type=PageViewRestriction.LOGIN
    )
    policy, _ = pair

    with pytest.raises(ValidationError, match="不能设置访问限制"), transaction.atomic():
        policy.move(hidden, pos="last-child")

    assert PolicyPage.objects.get(pk=policy.pk).is_descendant_of(home)
    assert list(breaches()) == []


def test_policy_has_no_alias(pair, agency_page):
    policy, _ = pair

    with pytest.raises(ValidationError, match="别名"), transaction.atomic():
        policy.create_alias(update_slug="another")

    assert PolicyPage.objects.count() == 1


def test_policy_that_comes_back_brings_back_what_went_down_with_it(pair):
    policy, interpretation = pair
    policy.unpublish()

    library.publish(policy)

    assert is_live(interpretation)


def test_interpretation_withdrawn_on_purpose_stays_down_until_worked_on(pair):
    policy, first = pair
    second = library.make_interpretation(policy, title="一图读懂")
    second.get_latest_revision().publish()
    InterpretationPage.objects.get(pk=second.pk).unpublish()
    PolicyPage.objects.get(pk=policy.pk).unpublish()

    library.publish(policy)

    assert is_live(first)
    assert not is_live(second)

    PolicyPage.objects.get(pk=policy.pk).unpublish()
    InterpretationPage.objects.get(pk=second.pk).save_revision()
    library.publish(policy)

    assert is_live(second)


@pytest.mark.usefixtures("past_the_guard")
def test_draft_of_a_public_policy_saves_while_the_pair_is_broken(pair):
    policy, interpretation = pair
    Page.objects.filter(pk=interpretation.pk).update(live=False)

    PolicyPage.objects.get(pk=policy.pk).save_revision()

    assert [breach.page_id for breach in breaches()] == [policy.pk]


def test_fixture_of_a_pair_loads(pair, tmp_path):
    dump = tmp_path / "pair.json"
    call_command("dumpdata", "wagtailcore.page", "interpretations", output=dump)

    call_command("loaddata", dump)

    assert list(breaches()) == []


# Schedules


def scheduled(page, when):
    page.go_live_at = when
    page.save_revision().publish()


def make_due():
    """Let every approved schedule be due."""
    past = timezone.now() - datetime.timedelta(minutes=1)
    for revision in Revision.objects.exclude(approved_go_live_at=None):
        revision.approved_go_live_at = past
        revision.content["go_live_at"] = past.isoformat()
        Revision.objects.filter(pk=revision.pk).update(
            approved_go_live_at=past, content=revision.content
        )


def in_an_hour():
    return timezone.now() + datetime.timedelta(hours=1)


def test_policy_without_interpretation_is_not_scheduled(policy):
    with pytest.raises(ValidationError, match="还没有解读"):
        scheduled(policy, in_an_hour())


def test_scheduled_policy_takes_its_interpretation_along(interpretation):
    scheduled(interpretation.policy, in_an_hour())
    make_due()

    call_command("publish_scheduled")

    assert is_live(interpretation.policy)
    assert is_live(interpretation)


def test_refused_schedule_is_logged_and_stops_nobody_elses(agency_page):
    refused = library.make_policy(agency_page, title="将被拒绝的通知")
    lost = library.make_interpretation(refused)
    scheduled(refused, in_an_hour())
    lost.delete()
    other = library.make_policy(agency_page, title="按时发布的通知")
    library.make_interpretation(other)
    scheduled(other, in_an_hour())
    make_due()

    call_command("publish_scheduled")

    assert not is_live(refused)
    assert is_live(other)
    entry = PageLogEntry.objects.get(page=refused.pk, action=REFUSED)
    assert "还没有解读" in entry.data["reason"]


def test_expired_policy_takes_its_interpretation_down(pair):
    policy, interpretation = pair
    Page.objects.filter(pk=policy.pk).update(
        expire_at=timezone.now() - datetime.timedelta(minutes=1)
    )

    call_command("publish_scheduled")

    assert not is_live(policy)
    assert not is_live(interpretation)


def test_stray_expiry_of_an_interpretation_strands_nobody(pair):
    _, interpretation = pair
    Page.objects.filter(pk=interpretation.pk).update(
        expire_at=timezone.now() + datetime.timedelta(minutes=1)
    )

    call_command("publish_scheduled")

    interpretation.refresh_from_db()
    assert interpretation.live
    assert interpretation.expire_at is None


# check_publication


def test_check_publication_passes_on_a_sound_library(pair, capsys):
    call_command("check_publication")

    assert "全库符合" in capsys.readouterr().out


@pytest.mark.usefixtures("past_the_guard")
def test_check_publication_finds_what_sql_broke(pair, capsys):
    policy, interpretation = pair
    Page.objects.filter(pk=policy.pk).update(live=False)

    with pytest.raises(Exception, match="发现 1 处"):
        call_command("check_publication")

    assert interpretation.title in capsys.readouterr().err
