"""Questions: what was typed, read as a person meant it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.analysis import atoms
from search.questions import Question, Term, read_question

pytestmark = pytest.mark.once


def texts(typed: str) -> list[str]:
    return read_question(typed).texts


@pytest.mark.parametrize("marks", ['""', "“”", "「」", "『』"])
def test_quotation_marks_keep_a_phrase_together(marks):
    question = read_question(f"补贴 {marks[0]}老年人 助餐{marks[1]}")

    assert question.terms == (Term("补贴"), Term("老年人 助餐", is_phrase=True))


def test_a_minus_before_a_word_excludes_it():
    question = read_question("养老 -补贴 -“助餐服务”")

    assert question.terms == (Term("养老"),)
    assert question.excluded == (Term("补贴"), Term("助餐服务", is_phrase=True))


def test_a_minus_inside_a_word_or_alone_excludes_nothing():
    assert read_question("2017-9 - 补贴").excluded == ()
    assert read_question("-补贴") == Question((Term("补贴"),))


@pytest.mark.parametrize(
    ("typed", "term"),
    [
        ("标题:办法", Term("办法", "title")),
        ("文号\uff1a澜政发", Term("澜政发", "number")),
        ("机关：民政局", Term("民政局", "agencies")),
        ("标题: “管理办法”", Term("管理办法", "title", is_phrase=True)),
    ],
)
def test_field_words_look_in_one_place(typed, term):
    assert read_question(typed).terms == (term,)


@pytest.mark.parametrize(
    ("typed", "rest"),
    [
        ("请问老旧小区改造补贴怎么申请", ["老旧小区改造补贴"]),
        ("加装电梯需要什么条件？", ["加装电梯"]),
        ("我想了解一下公租房申请", ["公租房申请"]),
        ("公租房申请什么时候开始", ["公租房申请"]),
        ("残疾人补贴有哪些规定", ["残疾人补贴"]),
        ("什么是灵活就业", ["灵活就业"]),
        ("低保标准是多少", ["低保标准"]),
        ("怎么办", ["怎么办"]),
        ("有没有和州市残疾人补贴", ["和州市残疾人补贴"]),
        ("什么是工会", ["工会"]),
        ("会议纪要怎么写", ["会议纪要"]),
    ],
)
def test_question_words_are_left_out_when_something_remains(typed, rest):
    assert texts(typed) == rest


@pytest.mark.parametrize(
    "typed",
    [
        "由澜川市农业农村局责令限期改正，可以处两千元",
        "对申请材料是否齐全以及是否符合法定形式进行形式审查的",
    ],
)
def test_a_sentence_from_a_text_keeps_words_that_could_ask(typed):
    assert texts(typed) == [typed]


@pytest.mark.parametrize(
    "typed",
    [
        "什么是灵活就业",
        "什么叫灵活就业？",
        "灵活就业是什么意思",
        "灵活就业指的是什么",
        "请问灵活就业是什么",
        "何谓灵活就业",
        "灵活就业的定义",
        "如何理解灵活就业",
        "文件里说的灵活就业是指什么",
        "所谓的灵活就业到底是什么",
        "怎样才算灵活就业",
        "哪些情形属于灵活就业？",
        "灵活就业包括哪些",
        "灵活就业的范围是什么",
        "办法里的灵活就业指谁",
        "灵活就业这个词怎么讲",
        "能不能给解释一下灵活就业",
        "灵活就业这种说法是啥意思，请科普",
    ],
)
def test_a_definition_is_recognised_in_many_wordings(typed):
    assert read_question(typed).defined == "灵活就业"


@pytest.mark.parametrize(
    "meant", ["个体工商户", "规定动作", "指导价", "说明会", "东西部协作", "中小企业"]
)
def test_what_is_meant_keeps_words_that_could_ask(meant):
    assert read_question(f"{meant}究竟包括哪些").defined == meant
    assert read_question(f"请解释一下{meant}").defined == meant


@pytest.mark.parametrize(
    "typed",
    [
        "灵活就业",
        "灵活就业怎么申请",
        "补贴 灵活就业",
        "灵活就业补贴怎么算",
        "灵活就业补贴范围",
        "关于灵活就业的说明",
        "标题:灵活就业 是什么",
    ],
)
def test_other_questions_ask_for_no_definition(typed):
    assert read_question(typed).defined == ""


@pytest.mark.parametrize(
    "typed",
    [
        "国办发〔2019〕54号",
        "国办发2019年54号文",
        "國辦發[2019]54號",
        "国办发2019 54",
        "国办发【\uff12\uff10\uff11\uff19】第054号",
        "国办发〔2O19〕54号",
        "国办发〔20l9〕54号",
    ],
)
def test_a_document_number_is_read_in_any_written_form(typed):
    assert str(read_question(typed).number) == "国办发〔2019〕54号"


def test_a_number_beside_words_is_known_as_well():
    (number,) = read_question("国办发〔2019〕54号 营商环境").numbers

    assert str(number) == "国办发〔2019〕54号"


def test_the_beginning_of_a_number_is_not_taken_for_one():
    assert read_question("〔2020〕1").number is None


@given(
    st.text(
        alphabet=st.sampled_from('补贴是什么 -标题:：“”"「」〔2019〕54号a*()^\x00'),
        max_size=40,
    )
)
def test_whatever_is_typed_gives_a_question(typed):
    question = read_question(typed)

    assert all(atoms(term.text) for term in question.terms)
    assert bool(question) or not question.excluded


@given(st.text(max_size=60))
def test_any_text_at_all_gives_a_question(typed):
    read_question(typed).number  # noqa: B018
