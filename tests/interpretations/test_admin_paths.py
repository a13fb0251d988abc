"""同步发布 in the admin: what an editor is told, and where it leads.

Whether each path is refused or goes to both is driven in `paths/`.
"""

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse
from wagtail.models import Page, PageViewRestriction
from wagtail.test.utils.form_data import rich_text

from interpretations.audit import breaches
from interpretations.models import InterpretationPage
from policies.models import PolicyPage
from tests import library
from tests.admin import add_url, edit_url, filled_in, one_issuer, send
from tests.people import make_people

pytestmark = pytest.mark.django_db

PUBLISH = {"action-publish": "1"}


def is_live(page) -> bool:
    return Page.objects.get(pk=page.pk).live


def messages_of(response) -> str:
    """Return the banners of an admin page as text."""
    page = BeautifulSoup(response.content, "html.parser")
    return " ".join(part.get_text(" ") for part in page.select(".messages li"))


def nothing_is_broken() -> bool:
    return not list(breaches()) and Page.find_problems() == ([], [], [], [], [])


def test_publish_button_is_answered_in_the_form_and_keeps_what_was_typed(
    policy, admin_client
):
    response = send(admin_client, policy, signature="新的署名", **PUBLISH)

    assert response.status_code == 200
    assert "还没有解读" in messages_of(response)
    assert "新的署名" in response.content.decode()
    assert not is_live(policy)


def test_refusal_leads_to_a_new_interpretation_tied_to_the_policy(policy, admin_client):
    response = send(admin_client, policy, **PUBLISH)
    page = BeautifulSoup(response.content, "html.parser")
    link = page.find("a", string=lambda text: text and "撰写解读" in text)

    form = admin_client.get(link["href"])

    chosen = BeautifulSoup(form.content, "html.parser").find(
        "input", {"name": "policy"}
    )
    assert chosen["value"] == str(policy.pk)


def test_interpretation_is_written_and_the_pair_published_by_one_button(
    policy, admin_client
):
    address = add_url(policy.get_parent(), "interpretations.interpretationpage")
    draft = library.build_interpretation(policy)
    form = filled_in(
        admin_client,
        f"{address}?policy={policy.pk}",
        draft,
        background=rich_text(draft.background),
        main_points=rich_text(draft.main_points),
        interpreter=draft.interpreter,
        contact=draft.contact,
    )
    admin_client.post(address, form)

    response = send(admin_client, policy, **PUBLISH)

    interpretation = InterpretationPage.objects.get(policy=policy)
    assert response.status_code == 200
    assert is_live(policy)
    assert is_live(interpretation)


def test_new_policy_is_not_published_from_the_create_form(agency_page, admin_client):
    address = add_url(agency_page, "policies.policypage")
    draft = library.build_policy(agency_page.agency)
    form = filled_in(
        admin_client,
        address,
        draft,
        title=draft.title,
        document_number=draft.document_number,
        issued_on="2024-03-08",
        disclosure="proactive",
        **one_issuer(agency_page.agency),
        **PUBLISH,
    )

    response = admin_client.post(address, form, follow=True)

    assert "请先保存草稿，再撰写解读" in messages_of(response)
    assert not PolicyPage.objects.exists()


def test_draft_is_saved_although_everything_is_missing(agency_page, admin_client):
    address = add_url(agency_page, "policies.policypage")
    form = filled_in(admin_client, address, PolicyPage(), title="只有标题的草稿")

    admin_client.post(address, form)

    assert PolicyPage.objects.get().title == "只有标题的草稿"


def test_on_request_without_basis_and_reason_is_not_even_a_draft(policy, admin_client):
    response = send(admin_client, policy, disclosure="on_request")

    assert "请填写法律依据" in response.content.decode()
    assert policy.get_latest_revision_as_object().disclosure == "proactive"


def test_interpretation_published_before_its_policy_is_answered_at_the_field(
    interpretation, admin_client
):
    response = send(admin_client, interpretation, **PUBLISH)

    assert "还没有发布。解读须与政策文件同步发布" in response.content.decode()
    assert not is_live(interpretation)


def test_refusal_never_leads_to_another_site(pair, admin_client):
    address = reverse("wagtailadmin_pages:delete", args=[pair[1].pk])

    response = admin_client.post(
        address, headers={"referer": "https://elsewhere.example/"}
    )

    assert response["Location"] == reverse("wagtailadmin_home")


def test_privacy_is_not_offered_on_any_page(pair, agency_page, home, admin_client):
    for page in (*pair, agency_page, home):
        address = reverse("wagtailadmin_pages:set_privacy", args=[page.pk])

        admin_client.post(address, {"restriction_type": "login"})

        assert not PageViewRestriction.objects.exists()


@pytest.mark.usefixtures("past_the_guard")
def test_autosave_of_a_broken_pair_still_works(pair, admin_client):
    policy, interpretation = pair
    Page.objects.filter(pk=interpretation.pk).update(live=False)
    latest = policy.get_latest_revision_as_object()
    form = filled_in(admin_client, edit_url(policy), latest, signature="改过的署名")

    response = admin_client.post(
        edit_url(policy), form, headers={"accept": "application/json"}
    )

    assert response.json()["success"] is True


# 政策同步审签


@pytest.fixture
def people(agency_page):
    """An editor and a head of the agency, and somebody of the disclosure office."""
    return make_people(agency_page)


def approve(client, page):
    state = page.current_workflow_task_state
    address = reverse(
        "wagtailadmin_pages:workflow_action", args=[page.pk, "approve", state.pk]
    )
    return client.post(address, {"comment": ""}, follow=True)


def test_last_approval_publishes_the_pair(interpretation, people, client):
    policy = interpretation.policy
    client.force_login(people["editor"])
    send(client, policy, **{"action-submit": "1"})
    client.force_login(people["head"])
    approve(client, PolicyPage.objects.get(pk=policy.pk))
    client.force_login(people["office"])

    approve(client, PolicyPage.objects.get(pk=policy.pk))

    assert is_live(policy)
    assert is_live(interpretation)


def test_policy_without_interpretation_is_not_submitted(policy, people, client):
    client.force_login(people["editor"])

    response = send(client, policy, **{"action-submit": "1"})

    assert "还没有解读" in messages_of(response)
    assert policy.current_workflow_state is None


def test_editor_has_no_publish_button(policy, people, client):
    client.force_login(people["editor"])

    html = client.get(edit_url(policy)).content.decode()

    assert 'name="action-publish"' not in html
    assert 'name="action-submit"' in html


def test_editor_sees_nothing_of_another_agency(people, client):
    other = library.make_agency_page("澜川市住房和城乡建设局", code="LC0000005")
    draft = library.make_policy(other, title="别的机关的草稿")
    client.force_login(people["editor"])

    response = client.get(edit_url(draft))

    assert response.status_code in (302, 403)
