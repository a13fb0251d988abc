"""A notice that needs an interpretation after all becomes a policy draft at once."""

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse

from policies.models import NoticePage, PolicyPage
from tests import library
from tests.admin import edit_url
from tests.people import make_people, signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.once]


@pytest.fixture
def live_notice(agency_page):
    notice = library.make_notice(agency_page, addressees="各科室：")
    notice.get_latest_revision().publish()
    return NoticePage.objects.get(pk=notice.pk)


def test_notice_becomes_a_policy_draft_and_is_taken_down(live_notice, admin_client):
    editor = BeautifulSoup(
        admin_client.get(edit_url(live_notice)).content, "html.parser"
    )
    address = reverse("turn_into_policy", args=[live_notice.pk])
    assert editor.find("a", href=address)

    admin_client.post(address)

    policy = PolicyPage.objects.get()
    live_notice.refresh_from_db()
    assert not policy.live
    assert not live_notice.live
    assert policy.index_number != live_notice.index_number
    for name in ("title", "document_number", "issued_on", "addressees", "disclosure"):
        assert getattr(policy, name) == getattr(live_notice, name)
    assert policy.lead_agency == live_notice.issuing_agency
    assert policy.plain_text() == live_notice.plain_text()


def test_nothing_happens_before_it_is_confirmed(live_notice, admin_client):
    page = admin_client.get(reverse("turn_into_policy", args=[live_notice.pk]))

    assert "将从网站撤下" in page.content.decode()
    assert not PolicyPage.objects.exists()


def test_editor_cannot_take_a_public_notice_down_this_way(live_notice, agency_page):
    editor = make_people(agency_page)["editor"]

    response = signed_in(editor).post(
        reverse("turn_into_policy", args=[live_notice.pk])
    )

    assert response.status_code == 302
    live_notice.refresh_from_db()
    assert live_notice.live
    assert not PolicyPage.objects.exists()
