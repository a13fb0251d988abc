"""Questions in words that no rule knows: what is meant stands in the library."""

import pytest

from search.definitions import definitions_in
from search.query import SearchQuery
from search.results import find
from tests import library

pytestmark = pytest.mark.once


@pytest.mark.parametrize(
    ("text", "terms"),
    [
        ("第二条 本办法所称共享菜园，是指向市民出租的小块菜地。", ("共享菜园",)),
        ("本细则所称的共享菜园是指小块菜地。", ("共享菜园",)),
        ("本通知所称“共享菜园”（以下简称菜园），包括屋顶菜地。", ("共享菜园",)),
        (
            "（一）共享菜园，是指菜地；（二）菜园主人：系指租户。",
            ("共享菜园", "菜园主人"),
        ),
        ("共享菜園是指小塊菜地。", ("共享菜园",)),
        ("负责人员应当指导各区开展工作，包括巡查。", ()),
        ("所称" + "菜" * 30 + "，是指菜地。", ()),
        ("", ()),
    ],
)
def test_what_a_text_defines_is_read_from_it(text, terms):
    assert definitions_in(text) == terms


@pytest.fixture
def defining(db, any_engine):
    for title in ("关于共享菜园安全检查的通知", "关于发展共享菜园的意见"):
        library.make_public_pair(title=title)
    body = "本办法所称共享菜园，是指面向市民出租的小块菜地。"
    policy, _ = library.make_public_pair(
        title="澜川市城市农业管理办法", body=library.paragraphs(body)
    )
    return policy


@pytest.mark.parametrize(
    "typed",
    [
        "共享菜园算咋回事嘛？",
        "隔壁阿婆总提共享菜园，到底啥东西",
        "讲来讲去共享菜园究竟指哪样",
        "共享菜园 谁能给个准话，是什么",
    ],
)
def test_what_the_library_defines_is_found_however_it_is_asked(typed, defining):
    assert find(SearchQuery(typed)).hits[0].policy == defining


@pytest.mark.parametrize(
    "typed",
    [
        "家里老人念叨着“共享菜园”好些天",
        "澜川市城市农业管理的事找哪个窗口",
    ],
)
def test_a_sentence_that_finds_nothing_is_read_as_a_question(typed, defining):
    results = find(SearchQuery(typed))

    assert defining in [hit.policy for hit in results.hits]
    assert results.left_out


def test_a_sentence_about_other_things_finds_nothing(defining):
    assert not find(SearchQuery("今天天气怎么样我们去公园玩吧")).hits


def test_a_filter_that_excludes_everything_is_not_answered_around(defining):
    assert not find(SearchQuery("面向市民出租的小块菜地", year=1999)).hits


def test_only_a_question_is_answered_by_a_definition(defining):
    hits = find(SearchQuery("关于发展共享菜园的意见")).hits

    assert hits[0].policy.title == "关于发展共享菜园的意见"


@pytest.mark.parametrize(
    "typed",
    [
        "我邻居老张家想弄共享菜园安全检查该找哪位",
        "隔壁小区没做共享菜园安全检查咋整",
        "麻烦大佬指条明路共享菜园安全检查",
    ],
)
def test_words_around_the_matter_do_not_hide_its_title(typed, defining):
    assert find(SearchQuery(typed)).hits[0].policy.title == "关于共享菜园安全检查的通知"


def test_what_shares_only_common_words_with_a_title_is_not_found(defining):
    assert find(SearchQuery("关于火星移民船票抽签的通知")).total == 0
