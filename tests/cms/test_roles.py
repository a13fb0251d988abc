"""Five kinds of people, each with as little as the work needs."""

import pytest
from django.contrib.auth.models import Group, User
from django.core.management import call_command

from cms.roles import DISCLOSURE_OFFICE, REVIEWERS, editors_of, heads_of
from policies.models import ValidityTerm
from tests import library
from tests.tables import changes, everything

pytestmark = pytest.mark.django_db


@pytest.fixture
def other_page(agency_page):
    other = library.make_agency_page("澜川市住房和城乡建设局", code="LC0000005")
    call_command("set_up_site")
    return other


def somebody_of(*groups: str) -> User:
    user = User.objects.create_user("、".join(groups))
    user.groups.set(Group.objects.filter(name__in=groups))
    return user


def rights(user: User, page) -> set[str]:
    """Return what this person may do with a draft below an agency's page."""
    draft = library.make_policy(page)
    tester = draft.permissions_for_user(user)
    names = ("edit", "publish", "unpublish", "delete", "lock")
    return {name for name in names if getattr(tester, f"can_{name}")()}


def test_site_set_up_twice_is_the_same_site(other_page, policy):
    ValidityTerm.objects.filter(words="").update(years=3)
    before = everything()

    call_command("set_up_site")

    assert changes(before) == set()


def test_site_set_up_again_makes_room_for_a_new_agency(other_page):
    before = set(Group.objects.values_list("name", flat=True))
    page = library.make_agency_page("澜川市市场监督管理局", code="LC0000007")

    call_command("set_up_site")

    added = set(Group.objects.values_list("name", flat=True)) - before
    assert added == {editors_of(page), heads_of(page)}
    assert page.get_workflow().name.endswith(page.title)


@pytest.mark.parametrize("of", [editors_of, heads_of])
def test_agencys_people_edit_their_own_drafts_and_publish_nothing(
    of, agency_page, other_page
):
    user = somebody_of(of(agency_page))

    assert rights(user, agency_page) == {"edit", "delete"}
    assert rights(user, other_page) == set()
    assert not user.has_perm("interpretations.view_coverage")


def test_disclosure_office_publishes_for_every_agency(agency_page, other_page):
    user = somebody_of(DISCLOSURE_OFFICE)

    for page in (agency_page, other_page):
        assert rights(user, page) == {"edit", "delete", "publish", "lock"}
    assert user.has_perm("interpretations.view_coverage")
    assert user.has_perm("policies.add_validityevent")


def test_reviewer_has_the_reports_and_no_page(agency_page, other_page):
    user = somebody_of(REVIEWERS)

    assert rights(user, agency_page) == set()
    assert user.get_all_permissions() == {
        "wagtailadmin.access_admin",
        "interpretations.view_coverage",
        "policies.add_disclosurereview",
    }


def test_ready_made_groups_that_may_publish_everywhere_are_gone(other_page):
    assert not Group.objects.filter(name__in=("Moderators", "Editors")).exists()
