"""政策与解读对照: both drafts side by side, for whoever works on or signs one."""

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import Group, Permission, User
from django.core.management import call_command
from django.urls import reverse

from cms.roles import editors_of
from policies.models import PolicyPage
from policies.pair_preview import PAIR
from tests import library
from tests.admin import add_url, edit_url, filled_in, send
from tests.people import make_people, signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.once]


@pytest.fixture
def people(agency_page):
    return make_people(agency_page)


@pytest.fixture
def drafts(interpretation):
    """A pair whose latest drafts say what their pages do not say yet."""
    policy = interpretation.policy
    policy.body = library.paragraphs("草稿里的正文。")
    policy.save_revision()
    interpretation.main_points = "<p>草稿里的要点。</p>"
    interpretation.save_revision()
    return policy, interpretation


@pytest.fixture
def signer(people, drafts):
    """Somebody who signs for the head of unit, and may edit no page at all."""
    send(signed_in(people["editor"]), drafts[0], **{"action-submit": "1"})
    policy = PolicyPage.objects.get(pk=drafts[0].pk)
    group = Group.objects.create(name="法制审核")
    group.permissions.add(Permission.objects.get(codename="access_admin"))
    policy.current_workflow_task.specific.groups.add(group)
    user = User.objects.create_user("signer", password="password")
    user.groups.add(group)
    return user


def side_by_side(html: bytes) -> tuple[str, str]:
    sides = BeautifulSoup(html, "html.parser").select(".pair__side")
    policy, interpretation = (side.get_text() for side in sides)
    return policy, interpretation


def draft_url(page) -> str:
    return reverse("wagtailadmin_pages:view_draft", args=[page.pk])


def test_both_pages_show_the_latest_drafts_of_the_pair(drafts, people):
    for page in drafts:
        response = signed_in(people["editor"]).get(draft_url(page), {"mode": PAIR})

        policy, interpretation = side_by_side(response.content)
        assert "草稿里的正文" in policy
        assert "草稿里的要点" in interpretation


def test_editor_is_offered_the_pair_beside_the_form(drafts, people):
    for page in drafts:
        html = signed_in(people["editor"]).get(edit_url(page)).content

        offers = BeautifulSoup(html, "html.parser").find_all(
            string=lambda text: text.strip() == "政策与解读对照"
        )
        assert {offer.find_parent(["option", "a"]).name for offer in offers} == {
            "option",
            "a",
        }


def test_policy_without_interpretation_says_so(policy, people):
    response = signed_in(people["editor"]).get(draft_url(policy), {"mode": PAIR})

    assert "还没有解读" in side_by_side(response.content)[1]


def test_policy_that_is_not_saved_yet_is_previewed_too(agency_page, people):
    client = signed_in(people["editor"])
    form = filled_in(
        client,
        add_url(agency_page, "policies.policypage"),
        PolicyPage(),
        title="还没有保存的通知",
    )
    preview = reverse(
        "wagtailadmin_pages:preview_on_add",
        args=["policies", "policypage", agency_page.pk],
    )

    assert client.post(preview, form).json()["is_valid"]
    sides = side_by_side(client.get(preview, {"mode": PAIR}).content)

    assert "还没有保存的通知" in sides[0]
    assert "还没有解读" in sides[1]


def test_signer_who_may_edit_neither_reads_both(drafts, signer):
    policy, interpretation = drafts
    task = PolicyPage.objects.get(pk=policy.pk).current_workflow_task
    review = reverse("wagtailadmin_pages:workflow_preview", args=[policy.pk, task.pk])
    assert not interpretation.permissions_for_user(signer).can_edit()

    for address in (review, draft_url(policy)):
        sides = side_by_side(signed_in(signer).get(address).content)
        assert "草稿里的正文" in sides[0]
        assert "草稿里的要点" in sides[1]


def test_nobody_else_reads_the_drafts_by_the_preview(drafts, people, home):
    other = library.make_agency_page("澜川市住房和城乡建设局", code="LC0000005")
    call_command("set_up_site")
    stranger = User.objects.create_user("stranger", password="password")
    stranger.groups.add(Group.objects.get(name=editors_of(other)))
    assert signed_in(stranger).get(reverse("wagtailadmin_home")).status_code == 200

    for page in drafts:
        response = signed_in(stranger).get(draft_url(page), {"mode": PAIR})
        assert response.status_code == 302
