"""Document numbers: found by their key, before any word is looked at."""

from io import StringIO

import pytest
from django.core.management import call_command

from search.engines import engine
from search.query import SearchQuery
from search.results import find
from tests import library

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.usefixtures("any_engine"),
]


@pytest.fixture
def numbered():
    """Three policies whose numbers are easily taken for one another."""
    made = {}
    for number in (
        "澜办发〔2019〕54号",
        "澜办发明电〔2019〕54号",
        "澜办发〔2019〕541号",
    ):
        made[number], _ = library.make_public_pair(document_number=number)
    return made


@pytest.mark.parametrize(
    "typed",
    [
        "澜办发〔2019〕54号",
        "澜办发2019年54号文",
        "瀾辦發(2019)54號",
        "澜办发2019 54",
        "澜办发〔2O19〕54号",
    ],
)
def test_a_number_finds_its_document_and_no_other_series(numbered, typed):
    results = find(SearchQuery(typed))

    assert results.exact == numbered["澜办发〔2019〕54号"]
    assert [hit.policy for hit in results.hits] == [results.exact]


def test_a_number_without_its_office_offers_every_document_that_bears_it(numbered):
    results = find(SearchQuery("2019年54号"))

    assert {hit.policy for hit in results.hits} == {
        numbered["澜办发〔2019〕54号"],
        numbered["澜办发明电〔2019〕54号"],
    }
    assert results.exact is None


def test_a_serial_alone_offers_the_documents_that_bear_it(numbered):
    results = find(SearchQuery("54号文"))

    assert len(results.hits) == 2


def test_what_cites_a_number_follows_the_document_itself(numbered):
    citing, _ = library.make_public_pair(
        document_number="澜人社发〔2020〕3号",
        body=library.paragraphs("根据澜办发〔2019〕54号的要求，制定本办法。"),
    )

    hits = find(SearchQuery("澜办发〔2019〕54号")).hits

    assert [hit.policy for hit in hits] == [numbered["澜办发〔2019〕54号"], citing]


def test_an_order_is_found_with_its_long_and_short_issuer():
    order, _ = library.make_public_pair(document_number="澜川市人民政府令第12号")

    assert find(SearchQuery("澜川市人民政府令 第12号")).exact == order


def test_index_and_registration_numbers_are_keys_too(pair):
    policy, _ = pair

    assert find(SearchQuery(policy.index_number)).exact == policy


def test_a_number_beside_words_comes_first(numbered):
    results = find(SearchQuery("澜办发〔2019〕54号 就业补贴"))

    assert results.hits[0].policy == numbered["澜办发〔2019〕54号"]


def test_a_piece_of_a_figure_in_a_number_is_as_telling_as_it_is_rare(numbered):
    call_command("rebuild_search", stdout=StringIO())

    weight = engine().weights(["01", "97"])

    assert weight["01"] < weight["97"]
