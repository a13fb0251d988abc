"""Analysis: one form for documents, questions and highlighting."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.analysis import (
    Atom,
    atoms,
    fine_tokens,
    flat,
    flat_with_places,
    fold,
    pieces,
    tokens,
)

pytestmark = pytest.mark.once

TEXTS = [
    "关于印发《澜川市城镇 老旧小区改造办法（试行）》的通知",
    "澜政办发〔2020〕13号 澜川市人民政府办公室",
    "ＡＰＰ备案须知：①网上申请；②现场核验 每㎡補貼３０元",
    "第一章 总则\n第一条 为规范管理，制定本办法。",
    "政\u200b策\u00ad解读 😀 café",
    "，。！",
    "",
]


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("２０２４年", "2024年"),
        ("補貼辦法", "补贴办法"),
        ("ＰＰＰ项目", "ppp项目"),
        ("〔2024〕", "〔2024〕"),
        ("政\u200b策", "政策"),
        ("㎡", "m2"),
    ],
)
def test_one_form_for_width_script_and_case(text, folded):
    assert fold(text) == folded


@pytest.mark.parametrize("text", TEXTS)
def test_folding_twice_changes_nothing_more(text):
    assert fold(fold(text)) == fold(text)


def test_every_han_begins_a_token_and_figures_stay_whole():
    assert tokens("养老服务2024年") == ["养老", "老服", "服务", "务", "2024", "年"]


def test_titles_and_numbers_are_cut_finer():
    assert fine_tokens("PPP2024年") == [
        "ppp2024",
        "年",
        "pp",
        "p2",
        "20",
        "02",
        "24",
        "4",
    ]


def test_marks_part_runs():
    assert tokens("印发《办法》") == ["印发", "发", "办法", "法"]


def test_blanks_between_han_are_dropped_but_no_line_ends():
    assert tokens("老旧 小区") == tokens("老旧小区")
    assert tokens("总则\n第一") == ["总则", "则", "第一", "一"]


def test_a_piece_leaves_its_end_open():
    assert atoms("印发《凯里") == [Atom("印发"), Atom("凯里")]
    assert atoms("发《凯") == [Atom("发"), Atom("凯", is_beginning=True)]
    assert atoms("凯") == [Atom("凯", is_beginning=True)]
    assert atoms("《》") == []


def test_a_piece_of_a_figure_is_looked_for_in_finer_tokens():
    assert atoms("020") == [Atom("020", finer=("02", "20"))]
    assert atoms("2") == [Atom("2", finer=("2",))]


@pytest.mark.parametrize("text", TEXTS)
def test_each_flat_character_has_its_place_in_the_text(text):
    line, places = flat_with_places(text)

    assert line == flat(text)
    assert len(places) == len(line)
    assert places == sorted(places)
    for character, place in zip(line, places, strict=True):
        assert character == " " or character in fold(text[place])


def test_typed_words_are_parted_by_blanks_of_every_width():
    assert pieces("养老　服务\t补贴 养老 ——") == ["养老", "服务", "补贴"]


def test_what_no_database_holds_is_no_part_of_a_word():
    assert pieces("养老\x00服务\ud800补贴") == ["养老", "服务", "补贴"]


HAN_AND_MORE = st.text(
    alphabet=st.sampled_from("澜川市养老服务补贴辦法2024aB〔〕《》，。 \n\uff11"),
    max_size=40,
)


@given(HAN_AND_MORE, st.data())
def test_any_piece_of_a_title_is_looked_for_by_tokens_that_it_has(text, data):
    begin = data.draw(st.integers(0, len(text)))
    piece = text[begin : data.draw(st.integers(begin, len(text)))]
    stored = fine_tokens(text)

    for atom in atoms(piece):
        if atom.finer:
            whole = atom.token in stored
            assert whole or all(
                any(each.startswith(token) for each in stored) for token in atom.finer
            )
        else:
            assert any(each.startswith(atom.token) for each in stored)


@given(st.text(max_size=60))
def test_any_text_has_tokens_without_blanks(text):
    assert all(token and not token.isspace() for token in fine_tokens(text))
    assert fold(fold(text)) == fold(text)
