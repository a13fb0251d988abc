"""同步发布 in the admin: what an editor is told, and where it leads."""

import datetime

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import Group, User
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page, PageLogEntry, PageViewRestriction
from wagtail.test.utils.form_data import rich_text

from interpretations.audit import breaches
from interpretations.models import InterpretationPage
from policies.models import PolicyPage
from policies.scheduling import REFUSED
from tests import library
from tests.admin import add_url, edit_url, filled_in, send

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
        **{
            "issuers-TOTAL_FORMS": "1",
            "issuers-0-agency": agency_page.agency.pk,
            "issuers-0-ORDER": "1",
            "issuers-0-id": "",
            "issuers-0-DELETE": "",
        },
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


def test_policy_turned_on_request_in_the_same_submission_is_refused(
    interpretation, admin_client
):
    response = send(
        admin_client,
        interpretation.policy,
        disclosure="on_request",
        disclosure_basis="《政府信息公开条例》第十六条",
        disclosure_reason="属于内部事务信息。",
        **PUBLISH,
    )

    assert "只有主动公开的文件才能发布" in response.content.decode()
    assert not is_live(interpretation.policy)


def test_on_request_without_basis_and_reason_is_not_even_a_draft(policy, admin_client):
    response = send(admin_client, policy, disclosure="on_request")

    assert "请填写法律依据" in response.content.decode()
    assert policy.get_latest_revision_as_object().disclosure == "proactive"


def test_policy_without_interpretation_is_not_scheduled(policy, admin_client):
    later = timezone.localtime() + datetime.timedelta(days=3)

    response = send(
        admin_client, policy, go_live_at=f"{later:%Y-%m-%d %H:%M}", **PUBLISH
    )

    assert "还没有解读" in messages_of(response)
    policy.refresh_from_db()
    assert not policy.approved_schedule


def test_interpretation_published_before_its_policy_is_answered_at_the_field(
    interpretation, admin_client
):
    response = send(admin_client, interpretation, **PUBLISH)

    assert "还没有发布。解读须与政策文件同步发布" in response.content.decode()
    assert not is_live(interpretation)


def test_policy_and_interpretation_are_published_by_one_bulk_action(
    interpretation, admin_client
):
    address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])
    # The interpretation first, as siblings may stand in any order.
    pages = f"?id={interpretation.pk}&id={interpretation.policy_id}&next=/admin/"

    response = admin_client.post(address + pages, follow=True)

    assert response.status_code == 200
    assert is_live(interpretation.policy)
    assert is_live(interpretation)


def test_bulk_action_publishes_nothing_if_one_policy_lacks_its_interpretation(
    interpretation, agency_page, admin_client
):
    lone = library.make_policy(agency_page, title="没有解读的通知")
    address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])

    response = admin_client.post(
        f"{address}?id={interpretation.policy_id}&id={lone.pk}", follow=True
    )

    assert "还没有解读" in messages_of(response)
    assert not is_live(interpretation.policy)
    assert not is_live(lone)


def test_whole_pair_is_unpublished_by_one_bulk_action(pair, admin_client):
    policy, interpretation = pair
    address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "unpublish"])

    admin_client.post(f"{address}?id={interpretation.pk}&id={policy.pk}")

    assert not is_live(policy)
    assert not is_live(interpretation)


def test_section_is_unpublished_with_all_below(pair, agency_page, admin_client):
    policy, interpretation = pair
    address = reverse("wagtailadmin_pages:unpublish", args=[agency_page.pk])

    admin_client.post(address, {"include_descendants": "on"})

    assert not is_live(policy)
    assert not is_live(interpretation)


REFUSED_PATHS = [
    ("wagtailadmin_pages:unpublish", 1, {}, "唯一的解读"),
    ("wagtailadmin_pages:delete", 1, {}, "唯一的解读"),
    ("wagtailadmin_pages:delete", 0, {}, "请依次撤下政策文件、删除解读"),
]


@pytest.mark.parametrize(("name", "half", "data", "words"), REFUSED_PATHS)
def test_refusal_is_kind_undoes_everything_and_is_logged(
    name, half, data, words, pair, admin_client
):
    page = pair[half]
    address = reverse(name, args=[page.pk])

    response = admin_client.post(
        address, data, follow=True, headers={"referer": edit_url(page)}
    )

    assert response.status_code == 200
    assert words in messages_of(response)
    assert nothing_is_broken()
    assert is_live(page)
    assert (
        words in PageLogEntry.objects.get(page=page.pk, action=REFUSED).data["reason"]
    )


def test_refusal_never_leads_to_another_site(pair, admin_client):
    address = reverse("wagtailadmin_pages:delete", args=[pair[1].pk])

    response = admin_client.post(
        address, headers={"referer": "https://elsewhere.example/"}
    )

    assert response["Location"] == reverse("wagtailadmin_home")


def test_copy_with_publication_is_refused_and_leaves_no_copy(pair, admin_client):
    policy, _ = pair
    address = reverse("wagtailadmin_pages:copy", args=[policy.pk])

    response = admin_client.post(
        address,
        {
            "new_title": "复制的通知",
            "new_slug": "copy",
            "new_parent_page": policy.get_parent().pk,
            "publish_copies": "on",
        },
        follow=True,
    )

    assert "还没有解读" in messages_of(response)
    assert PolicyPage.objects.count() == 1
    assert nothing_is_broken()


def test_privacy_is_not_offered_on_any_page(pair, agency_page, home, admin_client):
    for page in (*pair, agency_page, home):
        address = reverse("wagtailadmin_pages:set_privacy", args=[page.pk])

        admin_client.post(address, {"restriction_type": "login"})

        assert not PageViewRestriction.objects.exists()


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
    call_command("set_up_site")
    names = {
        "editor": "编辑：澜川市人力资源和社会保障局",
        "head": "部门负责人：澜川市人力资源和社会保障局",
        "office": "政务公开机构",
    }
    users = {}
    for name, group in names.items():
        users[name] = User.objects.create_user(name, password="password")
        users[name].groups.add(Group.objects.get(name=group))
    return users


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


def test_approval_is_refused_if_the_interpretation_is_gone(
    interpretation, people, client
):
    policy = interpretation.policy
    client.force_login(people["editor"])
    send(client, policy, **{"action-submit": "1"})
    client.force_login(people["head"])
    approve(client, PolicyPage.objects.get(pk=policy.pk))
    interpretation.delete()
    client.force_login(people["office"])

    response = approve(client, PolicyPage.objects.get(pk=policy.pk))

    assert "还没有解读" in messages_of(response)
    assert not is_live(policy)
    assert PolicyPage.objects.get(pk=policy.pk).current_workflow_state is not None


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
