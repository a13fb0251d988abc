"""Who may do what: editors, heads of unit, disclosure office, reviewers."""

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import Group, User
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from cms.roles import REVIEWERS
from policies.models import PolicyPage
from tests import library
from tests.admin import edit_url, filled_in, send
from tests.people import make_people, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def people(agency_page):
    users = make_people(agency_page)
    users["reviewer"] = User.objects.create_user("reviewer", password="password")
    users["reviewer"].groups.add(Group.objects.get(name=REVIEWERS))
    return users


@pytest.fixture
def foreign_draft(agency_page):
    other = library.make_agency_page("澜川市住房和城乡建设局", code="LC0000005")
    return library.make_policy(other, title="别的机关的草稿")


def submit(policy, user):
    send(signed_in(user), policy, **{"action-submit": "1"})
    return PolicyPage.objects.get(pk=policy.pk)


def actions(policy, user) -> set[str]:
    """Return the workflow actions that the editor offers this person."""
    html = signed_in(user).get(edit_url(policy)).content
    buttons = BeautifulSoup(html, "html.parser").select("[data-workflow-action-name]")
    return {button["data-workflow-action-name"] for button in buttons}


def act(policy, user, action: str, **data):
    """Send the workflow's dialogue as the browser does."""
    state = policy.current_workflow_task_state
    address = reverse(
        "wagtailadmin_pages:workflow_action", args=[policy.pk, action, state.pk]
    )
    headers = {"X-Requested-With": "XMLHttpRequest"}
    return signed_in(user).post(address, data, headers=headers)


def test_nobody_signs_what_they_submitted_themselves(interpretation, people):
    people["editor"].groups.add(*people["head"].groups.all())
    policy = submit(interpretation.policy, people["editor"])

    assert actions(policy, people["editor"]) == {"reject"}
    assert actions(policy, people["head"]) == {"approve", "reject"}
    task, state = policy.current_workflow_task, policy.current_workflow_task_state
    with pytest.raises(PermissionDenied):
        task.on_action(state, people["editor"], "approve")


def test_nothing_goes_back_without_a_word(interpretation, people):
    policy = submit(interpretation.policy, people["editor"])

    response = act(policy, people["head"], "reject", comment="")

    assert "请写明退回的原因" in response.json()["html"]
    assert policy.current_workflow_task_state.status == "in_progress"


def test_document_goes_back_with_its_comment(interpretation, people):
    policy = submit(interpretation.policy, people["editor"])
    state = policy.current_workflow_task_state

    act(policy, people["head"], "reject", comment="请补充施行日期。")

    state.refresh_from_db()
    assert (state.status, state.comment) == ("rejected", "请补充施行日期。")


def test_reviewer_reads_every_draft_and_changes_none(policy, foreign_draft, people):
    client = signed_in(people["reviewer"])

    for draft in (policy, foreign_draft):
        shown = client.get(reverse("wagtailadmin_pages:view_draft", args=[draft.pk]))
        assert draft.title in shown.content.decode()
        assert client.get(edit_url(draft)).status_code == 302
        assert client.post(edit_url(draft), {"title": "改"}).status_code == 302


def choosable(user, parent) -> str:
    """Return what the page chooser shows this person below a page."""
    address = reverse("wagtailadmin_choose_page_child", args=[parent.pk])
    response = signed_in(user).get(address, {"page_type": "policies.policypage"})
    return response.json()["html"]


def test_editor_reads_no_draft_of_another_agency(foreign_draft, people):
    client = signed_in(people["editor"])
    draft = reverse("wagtailadmin_pages:view_draft", args=[foreign_draft.pk])

    assert client.get(edit_url(foreign_draft)).status_code == 302
    assert client.get(draft).status_code == 302
    chooser = choosable(people["editor"], foreign_draft.get_parent())
    assert foreign_draft.title not in chooser


def test_editor_chooses_what_another_agency_has_published(foreign_draft, people):
    library.make_interpretation(foreign_draft)
    library.publish(foreign_draft)

    chooser = choosable(people["editor"], foreign_draft.get_parent())

    assert foreign_draft.title in chooser


def test_checks_beside_the_editor_lead_to_what_is_missing(policy, admin_client):
    policy.document_number = ""
    policy.save_revision()

    html = admin_client.get(edit_url(policy)).content
    panel = BeautifulSoup(html, "html.parser").select_one(
        "[data-side-panel=publication-check]"
    )

    assert "还有 2 项需要完成" in panel.get_text()
    number = panel.find("a", string=lambda text: text and "发文字号" in text)
    assert number["data-w-focus-target-value"] == "[data-contentpath='document_number']"
    write = panel.find("a", string="撰写解读")
    assert f"policy={policy.pk}" in write["href"]


def test_checks_follow_the_autosave(policy, admin_client):
    latest = policy.get_latest_revision_as_object()
    form = filled_in(admin_client, edit_url(policy), latest, disclosure="")

    response = admin_client.post(
        edit_url(policy), form, headers={"accept": "application/json"}
    )

    assert "还没有认定公开属性" in response.json()["html"]


def test_interpretation_tab_shows_each_with_its_state(interpretation, admin_client):
    html = admin_client.get(edit_url(interpretation.policy)).content
    page = BeautifulSoup(html, "html.parser")

    tab = page.find("section", attrs={"aria-labelledby": "tab-label-u89e3u8bfb"})

    assert "已就绪，随政策文件同步发布" in (tab or page).get_text()
