"""When not all words stand together: most of them, and the reader is told."""

import pytest

from search.models import SearchSynonym
from search.query import SearchQuery
from search.results import find
from tests import library

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.usefixtures("any_engine"),
]


def test_most_of_the_words_are_enough_and_the_others_are_named(pair):
    results = find(SearchQuery("高校毕业生 就业补贴 龘龘"))

    assert [hit.policy for hit in results.hits] == [pair[0]]
    assert results.left_out == ["龘龘"]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("高校毕业牲就业补贴", "高校毕业生就业补贴"),
        ("高校毕业就业补贴发放", "高校毕业生就业补贴发放"),
        ("高校毕业生生就业补贴", "高校毕业生就业补贴"),
        ("高校毕业生就补业贴发放", "高校毕业生就业补贴发放"),
    ],
)
def test_one_wrong_missing_or_surplus_character_is_set_right(pair, typed, meant):
    results = find(SearchQuery(typed))

    assert [hit.policy for hit in results.hits] == [pair[0]]
    assert results.repaired == meant


def test_nothing_is_found_for_what_is_nowhere(pair):
    results = find(SearchQuery("龘龘龘龘"))

    assert (results.total, results.hits, results.repaired) == (0, [], "")


def test_short_and_full_names_find_one_another(pair):
    policy, _ = library.make_public_pair(
        title="澜川市深化简政放权、放管结合、优化服务改革方案"
    )

    assert [hit.policy for hit in find(SearchQuery("放管服改革")).hits] == [policy]


def test_an_administrators_synonym_works_at_once(pair):
    assert find(SearchQuery("大学生补助")).total == 0

    SearchSynonym.objects.create(full_name="就业补贴", short_name="大学生补助")

    assert find(SearchQuery("大学生补助")).total == 1


@pytest.mark.parametrize(
    "typed", ["什么是灵活就业", "灵活就业的定义是什么", "灵活就业是啥意思"]
)
def test_the_document_that_defines_a_word_comes_first(typed):
    library.make_public_pair(title="澜川市灵活就业人员参保办法")
    defining, _ = library.make_public_pair(
        title="澜川市就业促进办法",
        body=library.paragraphs("本办法所称灵活就业，是指以非全日制方式就业。"),
    )

    assert find(SearchQuery(typed)).hits[0].policy == defining
