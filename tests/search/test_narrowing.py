"""Narrowing: facets, ranges and orders, each counted right for the other choices."""

import datetime

import pytest

from policies.models import Subject
from policies.subjects import load_subjects
from policies.validity import Validity
from search.query import ISSUED, PUBLISHED, SearchQuery
from search.results import find
from tests import library

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.usefixtures("any_engine"),
]


@pytest.fixture
def three():
    civil = library.make_agency_page("澜川市民政局", code="LC0000004")
    first, _ = library.make_public_pair(
        issued_on=datetime.date(2019, 5, 6),
        published_on=datetime.date(2024, 8, 1),
        valid_until=datetime.date(2021, 5, 5),
    )
    second, _ = library.make_public_pair(
        issued_on=datetime.date(2020, 5, 6), published_on=datetime.date(2020, 5, 8)
    )
    third, _ = library.make_public_pair(
        civil,
        issued_on=datetime.date(2020, 7, 8),
        published_on=datetime.date(2020, 7, 9),
        effective_on=datetime.date(2020, 9, 1),
        genre="opinion",
        level="other",
    )
    return first, second, third


@pytest.mark.parametrize("words", ["", "就业补贴"])
def test_each_facet_is_counted_for_the_other_choices(three, words):
    first, _, third = three
    labour, civil = first.lead_agency.pk, third.lead_agency.pk

    free = find(SearchQuery(words)).facets
    chosen = find(SearchQuery(words, agency=labour, year=2019)).facets

    assert free["agency"] == {labour: 2, civil: 1}
    assert free["year"] == {2019: 1, 2020: 2}
    assert free["validity"] == {Validity.NOT_IN_FORCE: 1, Validity.IN_FORCE: 2}
    assert free["genre"] == {"notice": 2, "opinion": 1}
    assert free["level"] == {"normative": 2, "other": 1}
    assert free["form"] == {"text": 3}
    assert chosen["agency"] == {labour: 1}
    assert chosen["year"] == {2019: 1, 2020: 1}
    assert chosen["genre"] == {"notice": 1}


def test_a_subject_counts_under_its_class_too():
    load_subjects()
    subject = Subject.objects.filter(parent__isnull=False).first()
    policy, _ = library.make_public_pair(subject=subject)

    for asked in (subject.pk, subject.parent_id):
        (hit,) = find(SearchQuery("就业补贴", subject=asked)).hits
        assert hit.policy == policy


def test_tags_narrow(pair):
    policy, _ = pair
    policy.tags.add("稳就业")
    policy.save_revision().publish()
    tag = policy.tags.get()

    assert find(SearchQuery("补贴", tag=tag.pk)).total == 1
    assert find(SearchQuery("补贴", tag=tag.pk + 1)).total == 0
    assert find(SearchQuery("补贴")).facets["tag"] == {tag.pk: 1}


def day(year, month, of_month):
    return datetime.date(year, month, of_month)


def test_ranges_of_days_narrow(three):
    first, second, third = three

    def answer(**choices):
        return {hit.policy for hit in find(SearchQuery("补贴", **choices)).hits}

    assert answer(issued=(day(2020, 5, 6), None)) == {second, third}
    assert answer(issued=(None, day(2020, 5, 6))) == {first, second}
    assert answer(published=(day(2024, 1, 1), day(2024, 12, 31))) == {first}
    assert answer(effective=(day(2020, 9, 1), None)) == {third}


def test_validity_is_that_of_the_day_asked_for(three):
    first, *_ = three

    def valid_on(on):
        query = SearchQuery("补贴", validity=Validity.NOT_IN_FORCE, on=on)
        return [hit.policy for hit in find(query).hits]

    assert valid_on(day(2021, 5, 5)) == []
    assert valid_on(day(2021, 5, 6)) == [first]


@pytest.mark.parametrize("words", ["", "就业补贴"])
def test_the_order_can_be_that_of_a_day(three, words):
    first, second, third = three

    def order(sort):
        return [hit.policy for hit in find(SearchQuery(words, sort=sort)).hits]

    assert order(ISSUED) == [third, second, first]
    assert order(PUBLISHED) == [first, third, second]


def test_an_excluded_word_leaves_its_documents_out(three):
    _, _, third = three
    assert third.lead_agency.name == "澜川市民政局"

    hits = find(SearchQuery("就业补贴 -民政局")).hits

    assert {hit.policy for hit in hits} == set(three[:2])


def test_a_word_of_one_field_is_looked_for_there_only(pair):
    assert find(SearchQuery("标题:就业补贴")).total == 1
    assert find(SearchQuery("标题:毕业两年以内")).total == 0
    assert find(SearchQuery("机关:社会保障局")).total == 1
    assert find(SearchQuery("文号:澜人社发")).total == 1


def test_a_phrase_must_stand_as_it_is():
    policy, _ = library.make_public_pair(
        body=library.paragraphs("服务老年人。养老机构提供助餐服务。")
    )

    assert [hit.policy for hit in find(SearchQuery("“助餐服务”")).hits] == [policy]
    assert find(SearchQuery("“养老服务”")).total == 0
    assert find(SearchQuery("就业补贴 -“助餐服务”")).total == 0
    assert find(SearchQuery("就业补贴 -“机构服务”")).total == 1
