"""Highlighting: what was found, in the original text, and nothing else as markup."""

import pytest

from search.analysis import pieces
from search.highlight import SNIPPET_LENGTH, beginning, highlight, snippet

pytestmark = pytest.mark.once


@pytest.mark.parametrize(
    ("text", "typed", "shown"),
    [
        ("养老服务补贴", "服务", "养老<mark>服务</mark>补贴"),
        ("養老服務補貼", "服务", "養老<mark>服務</mark>補貼"),
        ("养老服务补贴", "服務", "养老<mark>服务</mark>补贴"),
        ("老旧 小区改造", "旧小", "老<mark>旧 小</mark>区改造"),
        ("关于印发《澜川市办法》", "发《澜川", "关于印<mark>发《澜川</mark>市办法》"),
        ("〔2020〕13号", "020", "〔2<mark>020</mark>〕13号"),
        ("\uff30\uff30\uff30项目", "pp项", "\uff30<mark>\uff30\uff30项</mark>目"),
        ("养老服务补贴", "老服 服务 贴", "养<mark>老服务</mark>补<mark>贴</mark>"),
        ("每㎡补贴", "m2", "每<mark>㎡</mark>补贴"),
        ("养老服务", "医疗", "养老服务"),
    ],
)
def test_marks_stand_around_what_was_found(text, typed, shown):
    assert highlight(text, pieces(typed)) == shown


def test_the_text_is_never_markup():
    shown = highlight('<script>"补贴"</script> & 办法', ["补贴", "script"])

    assert "<script>" not in shown
    assert "&lt;<mark>script</mark>&gt;" in shown
    assert "&amp;" in shown


def test_a_snippet_is_short_and_holds_the_first_find():
    text = (
        "为规范管理，制定本办法。\n" + "前文" * 200 + "，老年人助餐点，" + "后文" * 200
    )

    shown = snippet(text, ["助餐"])

    assert "<mark>助餐</mark>" in shown
    assert shown.startswith("…")
    assert shown.endswith("…")
    assert len(shown) <= SNIPPET_LENGTH + len("<mark></mark>……")


def test_a_snippet_takes_the_paragraph_that_holds_most_words():
    text = "助餐点的设置。\n助餐点由街道补贴。"

    shown = snippet(text, ["补贴", "助餐"])

    assert shown == "<mark>助餐</mark>点由街道<mark>补贴</mark>。"


def test_a_long_find_is_shown_whole():
    piece = "老年人助餐服务" * 20

    assert f"<mark>{piece}</mark>" in snippet("前文" * 100 + piece, [piece])


def test_there_is_no_snippet_without_a_find():
    assert snippet("养老服务补贴", ["医疗"]) is None
    assert snippet("", ["医疗"]) is None


def test_the_beginning_of_a_text_is_cut_and_escaped():
    assert beginning("<p>\n办法") == "&lt;p&gt; 办法"
    assert beginning("文" * 300) == "文" * SNIPPET_LENGTH + "…"
