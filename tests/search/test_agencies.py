"""Agencies merge and are renamed; their documents are found under every name."""

import datetime

import pytest

from policies.models import AgencyFormerName, PolicyIssuer
from search.engines import indexing_engine
from search.forms import SearchForm
from search.query import SearchQuery
from search.results import find
from tests import library
from tests.reading import listed, read, tabs

pytestmark = pytest.mark.django_db
with_full_text = pytest.mark.skipif(
    indexing_engine() is None, reason="no full text here"
)


@pytest.fixture
def merged(home):
    """A policy of an agency that has been merged into another, and that agency."""
    old = library.make_agency_page("澜川市工商行政管理局", code="LC0000021")
    new = library.make_agency_page("澜川市市场监督管理局", code="LC0000014")
    policy, _ = library.make_public_pair(old, title="关于简化登记手续的通知")
    old.agency.successor = new.agency
    old.agency.until = datetime.date(2019, 1, 15)
    old.agency.save()
    return policy, old, new


@with_full_text
@pytest.mark.parametrize("name", ["工商行政管理局", "市场监督管理局"])
def test_document_of_a_merged_agency_is_found_under_both_names(merged, name):
    policy, _, _ = merged

    assert [hit.policy for hit in find(SearchQuery(name)).hits] == [policy]


@with_full_text
def test_name_that_the_successor_gets_later_finds_it_too(merged):
    policy, _, new = merged

    new.agency.former_names = [AgencyFormerName(name="澜川市质量技术监督局")]
    new.agency.save()

    found = find(SearchQuery("质量技术监督局")).hits
    assert [hit.policy for hit in found] == [policy]


@with_full_text
def test_facet_of_either_agency_holds_the_document(merged):
    policy, old, new = merged

    for page in (old, new):
        query = SearchForm({"agency": page.agency.pk, "validity": "any"}).to_query()
        assert [hit.policy for hit in find(query).hits] == [policy]


def test_pages_of_both_agencies_list_the_document(merged, client):
    policy, old, new = merged

    before, after = (client.get(page.url).content.decode() for page in (old, new))

    assert policy.title in before
    assert "已于2019年1月15日撤并，职能由" in before
    assert f'<a href="{new.url}">澜川市市场监督管理局</a>承接' in before
    assert policy.title in after
    assert "以上包括澜川市工商行政管理局制发的文件，其职能现由本机关承接" in after


def test_document_of_both_agencies_is_listed_once(merged, client):
    policy, _, new = merged
    policy.issuers = [*policy.issuers.all(), PolicyIssuer(agency=new.agency)]
    policy.save()

    page = read(client, new.url)
    assert listed(page) == [policy.title]
    assert tabs(page)["现行有效"] == 1


def test_agencies_that_name_each_other_do_not_go_round_for_ever(merged):
    _, old, new = merged

    new.agency.successor = old.agency
    new.agency.save()

    assert old.agency.line() == [old.agency, new.agency]
    assert old.agency.predecessors_in_line() == [new.agency]
