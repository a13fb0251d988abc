"""A number that is used twice is pointed out in the editor and stops nobody."""

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import Group, User
from django.core.management import call_command

from policies.models import PolicyIssuer, PolicyPage
from tests import library
from tests.admin import add_url, edit_url, filled_in, one_issuer, send

pytestmark = pytest.mark.django_db

WARNING = "件政策文件使用相同的发文字号“澜人社发〔2024〕12号”"


@pytest.fixture
def first(agency_page):
    """Another draft that bears the number which the policy will be given."""
    return library.make_policy(agency_page, title="先用了这个文号的通知")


@pytest.fixture
def second(agency_page):
    return library.make_policy(agency_page, document_number="澜人社发〔2024〕13号")


def warnings_of(response) -> list:
    page = BeautifulSoup(response.content, "html.parser")
    return [
        each
        for each in page.select(".messages li")
        if "使用相同的发文字号" in each.get_text()
    ]


def test_saved_draft_with_a_used_number_is_warned_of_once(first, second, admin_client):
    response = send(admin_client, second, document_number="澜人社发[2024]12号")

    (warning,) = warnings_of(response)
    assert WARNING in warning.get_text()
    assert warning.find("a")["href"] == edit_url(first)
    assert (
        PolicyPage.objects.get(pk=second.pk).document_number == "澜人社发〔2024〕12号"
    )


def test_new_draft_with_a_used_number_is_warned_of(first, agency_page, admin_client):
    address = add_url(agency_page, "policies.policypage")
    form = filled_in(
        admin_client,
        address,
        PolicyPage(),
        title="后来的通知",
        document_number="澜人社发〔2024〕12号",
        **one_issuer(agency_page.agency),
    )

    response = admin_client.post(address, form, follow=True)

    assert len(warnings_of(response)) == 1


def test_publication_with_a_used_number_is_warned_of_and_goes_on(
    first, second, admin_client
):
    library.make_interpretation(second)

    response = send(
        admin_client,
        second,
        document_number="澜人社发〔2024〕12号",
        **{"action-publish": "1"},
    )

    assert len(warnings_of(response)) == 1
    assert PolicyPage.objects.get(pk=second.pk).live


def test_number_of_its_own_gets_no_warning(first, second, admin_client):
    response = send(admin_client, second, signature="新的署名")

    assert warnings_of(response) == []


def test_title_of_another_agency_s_draft_is_not_told(agency_page, client):
    call_command("set_up_site")
    editor = User.objects.create_user("editor", password="password")
    editor.groups.add(Group.objects.get(name="编辑：澜川市人力资源和社会保障局"))
    other = library.make_agency_page("澜川市财政局", code="LC0000004")
    joint = library.build_policy(other.agency, title="财政局还没有公开的通知")
    joint.issuers.add(PolicyIssuer(agency=agency_page.agency, sort_order=2))
    other.add_child(instance=joint)
    policy = library.make_policy(agency_page)
    client.force_login(editor)

    (warning,) = warnings_of(client.get(edit_url(policy)))

    assert "财政局还没有公开的通知" not in warning.get_text()
