"""公开属性源头认定 is a step of its own: with basis, reason, who and when."""

import pytest

from policies.models import PolicyPage
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
