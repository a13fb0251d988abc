"""The same number twice from one agency is noticed, wherever it stands."""

import pytest

from policies.models import PolicyIssuer, PolicyPage
from policies.same_number import same_number
from tests import library

pytestmark = pytest.mark.django_db


def test_policy_of_the_same_agency_with_the_same_number_is_found(agency_page):
    first = library.make_policy(agency_page, document_number="澜人社发[2024]12号")
    second = library.make_policy(agency_page, document_number="澜人社发〔2024〕012号")

    assert list(same_number(second)) == [first]
    assert list(same_number(first)) == [second]


@pytest.mark.parametrize(
    "number", ["澜人社发〔2024〕1号", "澜人社办发〔2024〕12号", ""]
)
def test_another_number_is_not_the_same(number, agency_page):
    library.make_policy(agency_page, document_number=number)
    policy = library.make_policy(agency_page)

    assert not same_number(policy)


def test_same_number_of_another_agency_is_its_own(agency_page):
    other = library.make_agency_page("澜川市财政局", code="LC0000004")
    library.make_policy(other)
    policy = library.make_policy(agency_page)

    assert not same_number(policy)


def test_joint_issuer_counts_as_issuing_agency(agency_page):
    other = library.make_agency_page("澜川市财政局", code="LC0000004")
    joint = library.build_policy(other.agency)
    joint.issuers.add(PolicyIssuer(agency=agency_page.agency, sort_order=2))
    other.add_child(instance=joint)
    policy = library.make_policy(agency_page)

    assert list(same_number(policy)) == [joint]


@pytest.mark.parametrize(
    "joint",
    [
        "澜人社发〔2024〕12号 澜财社〔2024〕3号",
        "澜财社〔2024〕3号 澜人社发〔2024〕12号",
        "澜财社〔2024〕3号 澜人社发〔2024〕12号 澜工信〔2024〕1号",
        "澜人社发〔2024〕11—13号",
    ],
)
def test_one_of_several_joint_numbers_is_enough(joint, agency_page):
    first = library.make_policy(agency_page, document_number=joint)
    policy = library.make_policy(agency_page)

    assert list(same_number(policy)) == [first]
    assert list(same_number(first)) == [policy]


def test_announcement_of_two_offices_is_not_that_of_the_second_alone(agency_page):
    library.make_policy(
        agency_page, document_number="澜川市财政局 澜川市税务局公告2024年第3号"
    )
    policy = library.make_policy(
        agency_page, document_number="澜川市税务局公告2024年第3号"
    )

    assert not same_number(policy)


def test_number_that_only_the_latest_draft_bears_is_found(pair):
    public, _ = pair
    public.document_number = "澜人社发〔2024〕40号"
    public.save_revision()
    policy = library.make_policy(
        public.get_parent().specific, document_number="澜人社发〔2024〕40号"
    )

    assert list(same_number(policy)) == [public]


def test_partial_numbers_equal_none(agency_page):
    library.make_policy(agency_page, document_number="〔2024〕12号")
    policy = library.make_policy(agency_page, document_number="〔2024〕12号")

    assert not same_number(policy)


def test_unsaved_policy_is_compared_too(policy):
    draft = library.build_policy(policy.lead_agency)

    assert list(same_number(draft)) == [PolicyPage.objects.get(pk=policy.pk)]
