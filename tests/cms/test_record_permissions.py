"""What a person may do with a record is what Wagtail says, without asking below it."""

import pytest
from wagtail.models import PagePermissionTester

from tests import library
from tests.people import make_people

pytestmark = pytest.mark.django_db


def test_who_may_delete_a_record_is_whom_wagtail_lets(agency_page, admin):
    other = library.make_agency_page("澜川市住房和城乡建设局", code="LC0000005")
    public, _ = library.make_public_pair(agency_page)
    pages = (public, library.make_policy(agency_page), library.make_policy(other))
    people = [admin, *make_people(agency_page).values()]
    said = {}

    for person in people:
        for page in pages:
            ours = page.permissions_for_user(person)
            wagtails = PagePermissionTester(person, page)
            said[person.username, page.pk] = ours.can_delete()
            assert ours.can_delete() == wagtails.can_delete(), (person, page)

    assert set(said.values()) == {True, False}


def test_whether_one_may_delete_a_record_costs_no_query(
    policy, agency_page, django_assert_num_queries
):
    editor = make_people(agency_page)["editor"]
    policy.permissions_for_user(editor).can_delete()

    with django_assert_num_queries(0):
        assert policy.permissions_for_user(editor).can_delete()
