import pytest

from policies.intake.readers import MAX_BYTES, UnreadableFileError, read_text_file

pytestmark = pytest.mark.once

NOTICE = "澜川市民政局关于做好防汛工作的通知\n\n澜民发〔2024〕3号"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_a_text_is_read_in_the_encodings_that_offices_use(encoding):
    source = read_text_file(NOTICE.encode(encoding), "通知.txt")

    assert [line.text for line in source.lines] == NOTICE.split("\n")
    assert [line.number for line in source.lines] == [1, 2, 3]


def test_windows_line_ends_count_as_one_line():
    source = read_text_file("第一行\r\n第二行".encode(), "通知.txt")

    assert [(line.number, line.text) for line in source.lines] == [
        (1, "第一行"),
        (2, "第二行"),
    ]


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"PK\x03\x04" + b"x" * 20, "不是文本文件"),
        (b"%PDF-1.7\n", "不是文本文件"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "不是文本文件"),
        ("通知\0".encode(), "不是文本文件"),
        ("通知\x01\x02".encode(), "不是文本文件"),
        (NOTICE.encode("utf-16"), "UTF-16"),
        ("通知".encode() + b"\xff\xff", "无法识别文件的文字编码"),
        (b"a" * (MAX_BYTES + 1), "10 MB"),
    ],
)
def test_what_is_no_text_is_refused_in_plain_words(data, words):
    with pytest.raises(UnreadableFileError, match=words):
        read_text_file(data, "通知.txt")


def test_markdown_headings_keep_their_level_and_strong_text_its_words():
    text = "# 澜川市停车管理办法\n\n## 第一章 总则 ##\n\n第一条 为了**规范**停车。"

    lines = read_text_file(text.encode(), "办法.md").lines

    assert [(line.text, line.heading_level) for line in lines if line.text] == [
        ("澜川市停车管理办法", 1),
        ("第一章 总则", 2),
        ("第一条 为了规范停车。", 0),
    ]


def test_markdown_comments_are_left_out_and_line_numbers_stay():
    text = "# 题目\n<!-- 来源\n说明 -->\n正文"

    lines = read_text_file(text.encode(), "办法.md").lines

    assert [(line.number, line.text) for line in lines if line.text] == [
        (1, "题目"),
        (4, "正文"),
    ]


def test_a_markdown_table_stays_a_table_between_its_paragraphs():
    text = "标准如下：\n| 项目 | 标准 |\n|---|---|\n| 首小时 | 3元 |\n按此执行。"

    before, table, after = read_text_file(text.encode(), "办法.md").lines

    assert before.text == "标准如下："
    assert table.rows == (("项目", "标准"), ("首小时", "3元"))
    assert after.text == "按此执行。"


def test_two_markdown_tables_are_not_run_together():
    text = "| 甲 | 乙 |\n|--|--|\n| 1 | 2 |\n\n| 丙 | 丁 |\n|--|--|\n| 3 | 4 |"

    lines = read_text_file(text.encode(), "办法.md").lines

    assert [line.rows for line in lines if line.rows] == [
        (("甲", "乙"), ("1", "2")),
        (("丙", "丁"), ("3", "4")),
    ]


def test_a_pasted_table_whose_cells_break_over_lines_keeps_its_rows():
    text = (
        "序号 | 任务 | 单位 |\n1\n| 公布项目 | 民政局\n| |\n2 |\n\n增加床位 | 财政局 |"
    )

    (table,) = [
        line for line in read_text_file(text.encode(), "表.txt").lines if line.rows
    ]

    assert table.rows == (
        ("序号", "任务", "单位"),
        ("1", "公布项目", "民政局"),
        ("2", "增加床位", "财政局"),
    )
