"""Ranking: each rule with the query it was made for."""

import pytest

from search.engines import Candidate
from search.questions import Question, read_question
from search.ranking import rank

pytestmark = pytest.mark.once


def best(
    words: str,
    *titles: str,
    in_text=(),
    in_number=(),
    lapsed=(),
    weights: dict[str, float] | None = None,
) -> str:
    """Return the title that comes first; the arguments name titles."""
    candidates = [
        Candidate(
            policy_id=at,
            flat_title=title,
            issued=None,
            validity="not_in_force" if title in lapsed else "in_force",
            in_text=1.0 if title in in_text else 0.0,
            in_number=title in in_number,
            defines=False,
        )
        for at, title in enumerate(titles)
    ]

    def weigh(tokens):
        return {token: (weights or {}).get(token, 1.0) for token in tokens}

    question: Question = read_question(words)
    return titles[rank(candidates, question, weigh)[0]]


def test_the_town_that_was_asked_for_comes_before_the_words_in_a_row():
    # 市电 stands in the other town's title alone, and says nothing.
    asked = "景湖市农业农村局关于进一步做好电动自行车管理工作的通知"
    other = "兴湖市电动自行车管理工作方案"

    assert best("景湖市电动自行车管理怎么办理", asked, other, lapsed=[asked]) == asked


def test_a_wrong_character_costs_no_more_than_itself():
    asked = "远坪市财政局关于进一步做好农村公路养护工作的通知"
    other = "松坪市财政局关于进一步做好农村公路养护工作的通知"
    typed = "远坪市财政局的于进一步做好农村公路养护工作的通知"

    rare = {"远坪": 6.0, "松坪": 6.0, "局的": 9.0, "的于": 9.0}
    assert best(typed, asked, other, lapsed=[asked], weights=rare) == asked


def test_a_sentence_is_found_where_it_stands_as_it_was_typed():
    asked = "松沟市市场监督管理局关于加强粮食安全保障的实施意见"
    other = "远塘市关于进一步做好突发公共卫生事件应急工作的通知"
    typed = "次不合格的取消公益资格。对符合条件的平台，按照每"

    assert best(typed, asked, other, in_text=[asked], lapsed=[asked]) == asked


def test_words_that_all_stand_in_one_text_come_before_a_better_title():
    asked = "远坪市财政局关于进一步做好农村公路养护工作的通知"
    other = "远坪市关于会同有关部门开展检查的通知"

    typed = "会同有关部门 中资格 元以下罚款 远坪市"
    assert best(typed, asked, other, in_text=[asked], lapsed=[asked]) == asked


def test_a_number_that_holds_the_word_comes_before_a_text_that_does():
    number, text = "关于发放求职补贴的通知", "关于做好稳岗返还工作的通知"

    assert best("澜就发", text, number, in_text=[text], in_number=[number]) == number


def test_of_two_that_hold_the_words_the_one_in_force_comes_first():
    short, long = "求职补贴办法", "澜川市关于调整一次性求职补贴申领条件的通知"

    assert best("求职补贴", short, long) == short
    assert best("求职补贴", short, long, lapsed=[short]) == long


@pytest.mark.parametrize("words", ["求职补贴办法", "《求职补贴办法》"])
def test_the_title_itself_comes_before_those_that_cite_it(words):
    itself, citing = "求职补贴办法", "关于废止求职补贴办法的通知"

    assert best(words, citing, itself, lapsed=[itself]) == itself
