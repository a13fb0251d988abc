"""公开属性复核: recorded with who, when, why; opening goes through the usual door."""

import pytest
from django.contrib.auth.models import Group, User
from django.core.exceptions import ValidationError
from django.urls import reverse

from cms.roles import REVIEWERS
from policies.models import DisclosureReview, NoticePage, PolicyPage
from tests import library
from tests.admin import edit_url
from tests.people import make_people, signed_in
from tests.reading import read, text_of

pytestmark = pytest.mark.django_db

CLOSED = {
    "disclosure": "on_request",
    "disclosure_basis": "《政府信息公开条例》第十六条",
    "disclosure_reason": "属于内部事务信息。",
}


@pytest.fixture
def closed(agency_page):
    return library.make_policy(agency_page, title="抽样工作规程", **CLOSED)


@pytest.fixture
def people(agency_page):
    people = make_people(agency_page)
    people["reviewer"] = User.objects.create_user("reviewer", last_name="监督一处")
    people["reviewer"].groups.add(Group.objects.get(name=REVIEWERS))
    return people


def address(page) -> str:
    return reverse("disclosure_review", args=[page.pk])


def review(user, page, outcome="kept", reason="流程仍在使用，公开会影响抽样。", **more):
    data = {"outcome": outcome, "reason": reason} | more
    return signed_in(user).post(address(page), data, follow=True)


def latest(page) -> PolicyPage:
    return type(page).objects.get(pk=page.pk).get_latest_revision_as_object()


@pytest.mark.parametrize("name", ["reviewer", "office"])
def test_review_is_recorded_with_who_and_why(name, closed, people):
    response = review(people[name], closed)

    kept = DisclosureReview.objects.get()
    assert "复核已经记录：维持依申请公开" in response.content.decode()
    assert kept.document_id == closed.pk
    assert kept.reviewed_by == people[name]
    assert kept.reason == "流程仍在使用，公开会影响抽样。"
    assert latest(closed).disclosure == "on_request"


@pytest.mark.parametrize("name", ["editor", "head"])
def test_agencys_own_people_record_no_review(name, closed, people):
    signed_in(people[name]).get(address(closed))
    review(people[name], closed)

    assert not DisclosureReview.objects.exists()


def test_review_without_reason_or_outcome_says_so_and_keeps_what_was_typed(
    closed, people
):
    page = review(people["reviewer"], closed, outcome="opened", reason="")
    other = review(people["reviewer"], closed, outcome="", reason="已经公布。")

    assert "请写明理由。" in page.content.decode()
    assert 'value="opened"' in page.content.decode()
    assert "请选择复核结果。" in other.content.decode()
    assert "已经公布。</textarea>" in other.content.decode()
    assert not DisclosureReview.objects.exists()


def test_review_stands_in_the_editor_and_in_the_history(closed, people):
    review(people["reviewer"], closed)

    client = signed_in(people["editor"])
    editor = client.get(edit_url(closed)).content.decode()
    history = client.get(
        reverse("wagtailadmin_pages:history", args=[closed.pk])
    ).content.decode()
    for html in (editor, history):
        assert "维持依申请公开。流程仍在使用" in html
    assert "监督一处" in editor


def test_opened_policy_is_a_draft_that_waits_for_its_interpretation(closed, people):
    response = review(people["reviewer"], closed, "opened", "已经对外实施。")

    policy = PolicyPage.objects.get(pk=closed.pk)
    assert "撰写解读" in response.content.decode()
    assert not policy.live
    for version in (policy, latest(closed)):
        assert version.disclosure == "proactive"
        assert version.disclosure_reason == version.disclosure_basis == ""
        assert version.disclosure_determined_by == people["reviewer"]
    assert DisclosureReview.objects.get().words == "改为主动公开"


def test_opened_policy_goes_public_only_with_its_interpretation(closed, people, client):
    review(people["reviewer"], closed, "opened", "已经对外实施。")

    with pytest.raises(ValidationError, match="还没有解读"):
        library.publish(PolicyPage.objects.get(pk=closed.pk))
    assert client.get(closed.url).status_code == 404

    library.make_interpretation(PolicyPage.objects.get(pk=closed.pk))
    library.publish(PolicyPage.objects.get(pk=closed.pk))
    assert closed.title in text_of(read(client, closed.url))


def test_opened_notice_waits_for_the_office_as_every_notice(agency_page, people):
    notice = library.make_notice(agency_page, **CLOSED)

    response = review(people["office"], notice, "opened", "任职已经公布。")

    assert "请核对附注，审签后发布" in response.content.decode()
    assert not NoticePage.objects.get(pk=notice.pk).live
    assert latest(notice).disclosure == "proactive"


def test_document_in_sign_off_or_locked_is_not_opened_behind_anybodys_back(
    closed, people
):
    closed.get_workflow().start(closed, people["editor"])

    response = review(people["reviewer"], closed, "opened", "已经对外实施。")

    assert "文件正在审签" in response.content.decode()
    assert "已经对外实施。</textarea>" in response.content.decode()
    assert not DisclosureReview.objects.exists()
    assert latest(closed).disclosure == "on_request"


def test_public_document_has_nothing_to_review(pair, people):
    policy, _ = pair

    response = review(people["reviewer"], policy)

    assert "只有依申请公开和不予公开的文件需要复核" in response.content.decode()
    assert not DisclosureReview.objects.exists()


def test_review_is_offered_where_it_can_be_recorded(closed, policy, people):
    client = signed_in(people["office"])

    assert address(closed) in client.get(edit_url(closed)).content.decode()
    assert address(policy) not in client.get(edit_url(policy)).content.decode()
    editors = signed_in(people["editor"]).get(edit_url(closed)).content.decode()
    assert address(closed) not in editors


def test_copy_of_a_reviewed_document_has_not_been_reviewed(closed, people):
    review(people["reviewer"], closed)

    copied = closed.copy(update_attrs={"title": "抽样工作规程（二）"})

    assert not copied.disclosure_reviews.exists()
