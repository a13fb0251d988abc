"""Every heading and numbered clause has an address that follows its printed number."""

import re

import pytest
from wagtail.blocks import StreamValue

from cms.blocks import OfficialTextBlock
from policies.clauses import clause_text, contents

pytestmark = pytest.mark.once


def stream(*texts: str) -> StreamValue:
    block = OfficialTextBlock()
    return block.to_python([{"type": "text", "value": text} for text in texts])


def anchors(html: str) -> list[str]:
    return re.findall(r' id="([^"]+)"', html)


MEASURES = (
    "<h2>第一章　总则</h2>"
    "<p><b>第一条</b>　为了规范登记，制定本办法。</p>"
    "<p><b>第二条</b>　申请登记应当具备下列条件：</p>"
    "<p>（一）有场所；</p>"
    "<h3>（二）有制度。</h3>"
    "<h2>第二章　附则</h2>"
    "<p><b>第三条之一</b>　本办法自公布之日起施行。</p>"
    "<h2>附件：登记表</h2>"
)


def test_an_address_follows_the_printed_number():
    text = clause_text(stream(MEASURES))

    assert anchors(text.html) == [
        "chapter-1",
        "article-1",
        "article-2",
        "article-2-1",
        "article-2-2",
        "chapter-2",
        "article-3.1",
        "heading-3",
    ]


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (
            "<h2>二、重点任务</h2><h3>（一）目标</h3><p>1.登记。</p><p>（2）公示。</p>",
            ["part-2", "part-2-1", "part-2-1-1", "part-2-1-1-2"],
        ),
        (
            "<h2>第三章　程序</h2><h3>第二节　受理</h3><p>第十二条　当场受理。</p>",
            ["chapter-3", "chapter-3-section-2", "article-12"],
        ),
        (
            "<h2>1 总则</h2><h3>1.2 依据</h3><p>①值班；</p>",
            ["part-1", "part-1-2", "part-1-2-1"],
        ),
    ],
)
def test_each_way_of_counting_has_its_address(lines, expected):
    assert anchors(clause_text(stream(lines)).html) == expected


def test_the_printed_number_is_the_link_and_no_word_is_lost():
    text = clause_text(stream(MEASURES))

    assert '<b><a class="clause" href="#article-2">第二条</a></b>' in text.html
    words = re.sub(r"<[^>]+>", "", text.html)
    assert words == re.sub(r"<[^>]+>", "", MEASURES)


def test_what_an_article_lists_is_no_heading():
    text = clause_text(stream(MEASURES))

    assert '<p id="article-2-2">' in text.html
    assert [heading.text for heading in text.headings] == [
        "第一章　总则",
        "第二章　附则",
        "附件：登记表",
    ]


def test_two_texts_on_one_page_never_share_an_address():
    taken: set[str] = set()

    notice = clause_text(stream("<p>一、认真执行。</p>"), prefix="notice-", taken=taken)
    enclosed = clause_text(stream("<p>一、目标。</p><p>一、又是一。</p>"), taken=taken)

    assert anchors(notice.html) == ["notice-part-1"]
    assert anchors(enclosed.html) == ["part-1", "part-1~2"]


def test_contents_are_listed_where_there_are_enough_of_them():
    few = clause_text(stream("<h2>一、甲</h2><p>文字</p><h2>二、乙</h2>"))
    many = clause_text(stream("<h2>一、甲</h2><h3>（一）子</h3><h2>二、乙</h2>"))

    assert contents([few]) == []
    assert [(each.anchor, each.depth) for each in contents([many])] == [
        ("part-1", 1),
        ("part-1-1", 2),
        ("part-2", 1),
    ]


def test_escaped_words_stay_escaped():
    text = clause_text(stream("<h2>一、&lt;script&gt; &amp; 其他</h2><p>二</p>"))

    assert "<script" not in text.html
    assert text.headings[0].text == "一、<script> & 其他"
