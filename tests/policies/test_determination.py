"""公开属性源头认定 is a step of its own: with basis, reason, who and when."""

import pytest
from django.core.management import call_command
from django.utils import timezone

from policies.models import PolicyPage, ReasonTemplate
from tests import library
from tests.admin import edit_url, send
from tests.people import make_people, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def undetermined(agency_page):
    return library.make_policy(agency_page, disclosure="")


def latest(policy) -> PolicyPage:
    return PolicyPage.objects.get(pk=policy.pk).get_latest_revision_as_object()


def test_determination_keeps_who_and_when(undetermined, agency_page):
    editor = make_people(agency_page)["editor"]

    send(signed_in(editor), undetermined, disclosure="proactive")

    assert latest(undetermined).disclosure == "proactive"
    assert latest(undetermined).disclosure_determined_by == editor
    assert latest(undetermined).disclosure_determined_at is not None


def test_another_edit_is_no_new_determination(undetermined, agency_page):
    people = make_people(agency_page)
    send(signed_in(people["editor"]), undetermined, disclosure="proactive")

    send(
        signed_in(people["head"]), undetermined, signature="澜川市人力资源和社会保障局"
    )

    assert latest(undetermined).disclosure_determined_by == people["editor"]


def test_editor_is_offered_the_articles_that_close_a_document(
    undetermined, admin_client
):
    html = admin_client.get(edit_url(undetermined)).content.decode()

    assert "第十六条第一款（内部事务信息）" in html
    assert 'list="disclosure_basis-offers"' in html


def test_usual_reason_fills_basis_and_reason(undetermined, agency_page):
    editor = make_people(agency_page)["editor"]
    template = ReasonTemplate.objects.get(name="内部事务")

    send(
        signed_in(editor),
        undetermined,
        disclosure="withheld",
        reason_template=str(template.pk),
    )

    draft = latest(undetermined)
    assert draft.disclosure == "withheld"
    assert draft.disclosure_basis == template.basis
    assert draft.disclosure_reason == template.reason
    assert draft.disclosure_determined_by == editor


def test_usual_reason_replaces_no_word_of_the_editor(undetermined, admin_client):
    call_command("set_up_site")
    template = ReasonTemplate.objects.first()

    send(
        admin_client,
        undetermined,
        disclosure="on_request",
        disclosure_reason="含有未公开的经营数据。",
        reason_template=str(template.pk),
    )

    assert latest(undetermined).disclosure_reason == "含有未公开的经营数据。"
    assert latest(undetermined).disclosure_basis == template.basis


def test_editor_reads_who_determined_and_when(undetermined, agency_page):
    editor = make_people(agency_page)["editor"]
    client = signed_in(editor)
    assert "还没有认定；" in client.get(edit_url(undetermined)).content.decode()

    send(client, undetermined, disclosure="proactive")

    moment = timezone.localtime(latest(undetermined).disclosure_determined_at)
    html = client.get(edit_url(undetermined)).content.decode()
    assert f"editor，{moment:%Y-%m-%d %H:%M}" in html
