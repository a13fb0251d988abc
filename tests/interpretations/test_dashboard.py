"""The first page of the admin shows each person what waits for them."""

import datetime

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import Group, User
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Revision

from cms.roles import REVIEWERS
from policies.models import PolicyPage
from tests import library
from tests.admin import add_url, send
from tests.english import english_in, texts_of
from tests.people import make_people, signed_in

pytestmark = pytest.mark.django_db

KNOWN = frozenset(["editor", "head"])


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


def test_each_starts_where_they_may_draft(agency_page, people, policy):
    html = first_page(people["editor"])
    reviewer = User.objects.create_user("reviewer")
    reviewer.groups.add(Group.objects.get(name=REVIEWERS))

    assert f'href="{add_url(agency_page, "policies.policypage")}"' in html
    assert f'href="{add_url(agency_page, "policies.noticepage")}"' in html
    assert "起草文件" not in first_page(reviewer)


def test_disclosure_office_is_not_shown_every_agency_to_start_from(people):
    for number in range(4):
        library.make_agency_page(f"澜川市第{number}局", code=f"LC000010{number}")

    assert "起草文件" not in first_page(people["office"])


def test_panel_of_what_waits_for_a_signature_is_chinese(interpretation, people):
    send(signed_in(people["editor"]), interpretation.policy, **{"action-submit": "1"})

    panel = BeautifulSoup(first_page(people["head"]), "html.parser").select_one(
        "#awaiting-review-section"
    )

    assert "等待" in panel.get_text()
    assert [text for text in texts_of(str(panel)) if english_in(text, KNOWN)] == []


def test_refused_schedule_stands_on_the_first_page_of_who_made_it(
    interpretation, people
):
    policy = interpretation.policy
    policy.go_live_at = timezone.now() + datetime.timedelta(hours=1)
    policy.save_revision(user=people["office"]).publish(user=people["office"])
    Revision.objects.filter(approved_go_live_at__isnull=False).update(
        approved_go_live_at=timezone.now() - datetime.timedelta(minutes=1)
    )
    interpretation.delete()

    call_command("publish_scheduled")

    assert policy.title in first_page(people["office"])
    assert "还没有解读" in first_page(people["office"])
