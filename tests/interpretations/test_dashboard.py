"""The first page of the admin shows each person what waits for them."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from policies.models import PolicyPage
from tests import library
from tests.admin import send
from tests.people import make_people, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def people(agency_page):
    return make_people(agency_page)


def first_page(user) -> str:
    return signed_in(user).get(reverse("wagtailadmin_home")).content.decode()


def test_editor_sees_own_drafts_that_lack_an_interpretation(policy, people):
    other = library.make_agency_page("澜川市住房和城乡建设局", code="LC0000005")
    library.make_policy(other, title="别的机关的草稿")

    html = first_page(people["editor"])

    assert "待解读的草稿" in html
    assert policy.title in html
    assert "别的机关的草稿" not in html


def test_paired_draft_waits_no_longer(interpretation, people):
    assert "待解读的草稿" not in first_page(people["editor"])


def test_editor_sees_what_lapses_within_six_months(pair, people):
    policy, _ = pair
    end = timezone.localdate() + datetime.timedelta(days=100)
    PolicyPage.objects.filter(pk=policy.pk).update(in_force_until=end)

    assert f"有效期至 {end:%Y-%m-%d}" in first_page(people["editor"])


def test_head_sees_what_waits_for_a_signature(interpretation, people):
    policy = interpretation.policy
    send(signed_in(people["editor"]), policy, **{"action-submit": "1"})

    assert policy.title in first_page(people["head"])
