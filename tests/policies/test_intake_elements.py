import datetime
from pathlib import Path

import pytest

from policies.intake.blocks import Heading, Paragraph, Table
from policies.intake.elements import parse_elements, parse_text
from policies.intake.readers import read_text_file

pytestmark = pytest.mark.once

DAMAGED = Path(__file__).parent / "damaged"


def damaged(name):
    path = DAMAGED / name
    return parse_elements(read_text_file(path.read_bytes(), path.name))


def notice(*, head="", body="请认真贯彻执行。", foot=""):
    """Return a plain notice with lines put above its title, into it, or behind it."""
    return parse_text(
        f"{head}\n澜民发〔2024〕3号\n澜川市民政局关于做好养老服务工作的通知\n"
        f"各区民政局：\n{body}\n澜川市民政局\n2024年3月5日\n{foot}"
    )


def messages(elements):
    return "".join(doubt.message for doubt in elements.doubts)


def cited(elements):
    return [str(each.number) for each in elements.citations if each.number]


def headings(blocks):
    return [block.text for block in blocks if isinstance(block, Heading)]


# --- Damaged documents ---------------------------------------------------------


def test_a_number_without_code_is_partial_and_doubted():
    elements = damaged("cover_without_code.txt")

    assert elements.document_number.is_partial
    assert elements.number_text == "〔2021〕—17"
    assert "发文字号不完整" in messages(elements)


def test_a_cover_is_told_apart_from_the_plan_it_encloses():
    elements = damaged("cover_without_code.txt")

    assert elements.title == (
        "市人民政府办公室关于印发澜川市进一步规范基层便民服务站建设工作方案的通知"
    )
    assert elements.addressees == ("各镇人民政府、街道办事处，市政府各部门、各直属机构")
    assert elements.issued_on == datetime.date(2021, 9, 8)
    assert len(elements.body) == 1
    assert elements.enclosed_title == "澜川市进一步规范基层便民服务站建设工作方案"
    assert headings(elements.enclosed_body) == [
        "一、工作目标",
        "二、重点任务",
        "三、工作要求",
    ]


def test_a_seal_picture_leaves_the_signature_empty():
    elements = damaged("cover_without_code.txt")

    assert elements.signature == ""
    assert "没有找到发文机关署名" in messages(elements)


def test_copies_over_two_lines_are_one_list():
    elements = damaged("cover_without_code.txt")

    assert elements.copy_to.startswith("市委各部委")
    assert elements.copy_to.endswith("市检察院。")
    assert elements.notes == ("（共印 80 份，其中电子公文 60 份）",)


def test_a_sentence_cut_by_a_page_break_is_joined_and_doubted():
    elements = damaged("cover_without_code.txt")

    texts = [block.text for block in elements.enclosed_body]
    assert any("等候座椅" in text for text in texts)
    assert "分页断开" in messages(elements)


def test_traditional_script_gives_a_simplified_title_and_number():
    elements = damaged("traditional_with_pinyin.txt")

    assert str(elements.document_number) == "澜民办发〔2020〕7号"
    assert elements.title == (
        "关于贯彻落实《澜江省2020年养老服务工作要点》切实做好全市养老服务工作的通知"
    )
    assert cited(elements) == ["澜民发〔2020〕19号", "澜民发〔2018〕44号"]
    assert "原文为繁体" in messages(elements)


def test_the_body_keeps_its_characters_less_the_pinyin_residue():
    elements = damaged("traditional_with_pinyin.txt")

    assert elements.body[2].text.startswith("各地要組織有關人員認真學習,結合實際")
    assert elements.signature == "瀾川市民政局辦公室"
    assert "拼音残留 31 处" in messages(elements)


def test_lost_bytes_are_pointed_out_and_left_alone():
    elements = damaged("traditional_with_pinyin.txt")

    lines = [each.line for each in elements.doubts if "已损坏" in each.message]
    assert lines == [9, 9, 11]
    assert "實施方案?;鶎" in elements.body[4].text


def test_an_attachment_behind_the_signature_keeps_its_table():
    elements = damaged("traditional_with_pinyin.txt")

    assert elements.attachments == ("養老服務工作任務分解表",)
    assert elements.enclosed_title == "养老服务工作任务分解表"
    (table,) = elements.enclosed_body
    assert isinstance(table, Table)
    assert table.rows[1][0] == "1"
    assert "列数不一致" in messages(elements)


def test_a_text_without_number_has_none_though_it_cites_four():
    elements = damaged("opinions_without_number.txt")

    assert elements.document_number is None
    assert cited(elements) == [
        "澜政办发〔2021〕42号",
        "澜川市人民政府令第87号",
        "澜财社〔2022〕15号",
        "澜消函〔2022〕9号",
    ]
    assert "没有找到发文字号" in messages(elements)


def test_a_title_over_three_lines_is_one_and_attachments_keep_their_names():
    elements = damaged("opinions_without_number.txt")

    assert elements.title == "市政府办公厅关于推进社区嵌入式托育服务发展的实施意见"
    assert elements.attachments == (
        "社区嵌入式托育点建设任务表",
        "补助资金申请表",
    )
    assert elements.signature == "澜川市人民政府办公厅"
    assert elements.issued_on == datetime.date(2022, 11, 3)


def test_a_plan_without_number_and_date_says_so():
    elements = damaged("plan_without_date.txt")

    assert elements.title == "澜川交警支队全面推行轻微交通事故快处快赔工作方案"
    assert elements.document_number is None
    assert elements.issued_on is None
    assert "没有找到成文日期" in messages(elements)


def test_page_residue_is_removed_and_reported():
    elements = damaged("plan_without_date.txt")

    assert not any("PAGE" in block.text for block in elements.body)
    assert [each.excerpt for each in elements.doubts if "页码" in each.message] == [
        "PAGE"
    ]


def test_the_printed_note_decides_the_disclosure():
    elements = damaged("broken_cover.txt")

    assert elements.disclosure == "proactive"
    assert elements.notes == ("(此件公开发布)",)
    assert elements.letterhead == "澜川市水务局办公室"


def test_blanks_within_a_title_do_not_hide_what_it_encloses():
    elements = damaged("broken_cover.txt")

    name = "澜川市水务局推进供水服务公开进一步优化用水报装工作方案"
    assert elements.title == f"澜川市水务局办公室关于印发《{name}》的通知"
    assert elements.enclosed_title == name
    assert elements.body == (Paragraph(f"现将《{name}》印发给你们，请认真贯彻执行。"),)


def test_a_character_doubled_across_a_break_is_doubted_not_mended():
    elements = damaged("broken_cover.txt")

    assert "断行处“见”重复" in messages(elements)
    assert any("征求意见见、批准" in block.text for block in elements.enclosed_body)


def test_a_text_that_breaks_off_is_doubted():
    elements = damaged("broken_cover.txt")

    assert "正文结尾不是完整的句子" in messages(elements)


def test_ordinary_words_of_secrecy_are_no_mark():
    assert damaged("broken_cover.txt").secrecy_mark == ""


def test_an_order_in_two_lines_encloses_its_rules():
    elements = damaged("order.txt")

    assert str(elements.document_number) == "澜川市人民政府令第12号"
    assert elements.signature == "市长 周文远"
    assert elements.issued_on == datetime.date(2023, 11, 6)
    assert elements.enclosed_title == "澜川市城市停车管理办法"
    assert headings(elements.enclosed_body) == ["第一章　总则", "第二章　附则"]
    assert elements.enclosed_body[1].marker == "第一条"
    assert "可采用所附文本的标题" in messages(elements)


def test_a_term_in_years_ends_the_day_before_its_anniversary():
    elements = damaged("order.txt")

    assert elements.effective_on == datetime.date(2024, 1, 1)
    assert elements.valid_years == 5
    assert elements.valid_until == datetime.date(2028, 12, 31)


def test_a_plain_repeal_is_read_with_title_and_number():
    (repeal,) = damaged("order.txt").repeals

    assert repeal.title == "澜川市机动车停放管理办法"
    assert str(repeal.number) == "澜川市人民政府令第5号"


# --- Head ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("head", "mark"),
    [
        ("机密★1年", "机密★1年"),
        ("绝 密", "绝密"),
        ("秘密★", "秘密★"),
        ("000012　机密★长期　特急", "机密★长期"),
        ("保护商业秘密", ""),
        ("澜川市国家机密档案馆文件", ""),
    ],
)
def test_a_secrecy_mark_is_one_of_its_own_in_the_head(head, mark):
    assert notice(head=head).secrecy_mark == mark


def test_the_signatory_stands_beside_the_number():
    elements = parse_text(
        "澜川市财政局文件\n澜财预〔2024〕3号      签发人：周文远\n"
        "澜川市财政局 澜川市民政局\n关于下达养老补助资金的通知\n各区财政局：\n照办。"
    )

    assert elements.letterhead == "澜川市财政局"
    assert elements.signatory == "周文远"
    assert str(elements.document_number) == "澜财预〔2024〕3号"
    assert elements.title == ("澜川市财政局 澜川市民政局关于下达养老补助资金的通知")


def test_a_number_in_brackets_behind_the_title_is_read():
    elements = parse_text(
        "澜川市民政局关于废止部分文件的决定（澜民规〔2024〕1号）\n"
        "经研究，决定废止《澜川市社区服务办法》（澜民发〔2010〕8号）。"
    )

    assert elements.title == "澜川市民政局关于废止部分文件的决定"
    assert str(elements.document_number) == "澜民规〔2024〕1号"
    assert [str(each.number) for each in elements.repeals] == ["澜民发〔2010〕8号"]


def test_a_web_page_gives_its_labels_and_loses_its_furniture():
    elements = parse_text(
        "首页 > 政务公开 > 政策文件\n索引号：LC001/2024-00012\n发文字号\n"
        "澜政规〔2024〕2号\n成文日期：2024年2月1日\n来源：市政府办公厅  浏览次数：12\n"
        "澜川市人民政府关于保护古树名木的通告\n为了保护古树名木，通告如下。\n"
        "【打印】 【关闭】"
    )

    assert elements.title == "澜川市人民政府关于保护古树名木的通告"
    assert str(elements.document_number) == "澜政规〔2024〕2号"
    assert elements.issued_on == datetime.date(2024, 2, 1)
    assert elements.body == (Paragraph("为了保护古树名木，通告如下。"),)
    assert messages(elements).count("网页残留") == 3


def test_markdown_rules_take_their_number_from_the_note_below_the_title():
    text = (
        "# 澜川市停车场管理规定\n\n（2023年11月6日澜川市人民政府令第13号公布 "
        "自2024年1月1日起施行）\n\n## 第一章 总则\n\n第一条 为了规范停车，制定本规定。"
    )

    elements = parse_elements(read_text_file(text.encode(), "规定.md"))

    assert elements.title == "澜川市停车场管理规定"
    assert str(elements.document_number) == "澜川市人民政府令第13号"
    assert elements.body[0] == Heading("第一章 总则", 1)
    assert elements.body[1].marker == "第一条"
    assert "取自标题下的题注" in messages(elements)


# --- Foot ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("note", "disclosure"),
    [
        ("（此件公开发布）", "proactive"),
        ("（此件主动公开）", "proactive"),
        ("（此件依申请公开）", "on_request"),
        ("（此件不予公开）", "withheld"),
        ("（此件不公开）", "withheld"),
        ("公开方式：主动公开", "proactive"),
        ("（此件删减后公开）", ""),
        ("政务公开工作应当主动公开。", ""),
    ],
)
def test_only_a_whole_line_note_decides_the_disclosure(note, disclosure):
    assert notice(foot=note).disclosure == disclosure


def test_the_date_of_printing_is_not_the_date_of_issue():
    elements = notice(foot="抄送：市审计局。\n澜川市民政局办公室 2024年3月8日印发")

    assert elements.issued_on == datetime.date(2024, 3, 5)
    assert elements.copy_to == "市审计局。"


def test_offices_that_sign_one_below_the_other_are_all_read():
    elements = notice(foot="").signature

    joint = parse_text(
        "关于下达补助资金的通知\n各区财政局：\n请认真执行。\n澜川市财政局\n"
        "澜川市民政局\n2024年3月5日"
    )
    assert elements == "澜川市民政局"
    assert joint.signature == "澜川市财政局、澜川市民政局"


# --- Terms ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("sentence", "effective_on", "valid_until"),
    [
        (
            "本办法自2024年3月1日起施行，有效期至2029年2月28日。",
            datetime.date(2024, 3, 1),
            datetime.date(2029, 2, 28),
        ),
        (
            "本通知自2024年2月29日起施行，有效期五年。",
            datetime.date(2024, 2, 29),
            datetime.date(2029, 2, 28),
        ),
        (
            "本通知有效期自2024年3月1日至2026年2月28日。",
            datetime.date(2024, 3, 1),
            datetime.date(2026, 2, 28),
        ),
        ("本通知自印发之日起施行，有效期3年。", None, None),
        ("养老机构设立许可证有效期5年。", None, None),
        ("自2024年3月1日起施行的收费标准不变。", None, None),
        ("《澜江省养老服务条例》自2020年1月1日起施行。", None, None),
    ],
)
def test_a_term_is_read_only_where_the_document_speaks_of_itself(
    sentence, effective_on, valid_until
):
    elements = notice(body=sentence)

    assert elements.effective_on == effective_on
    assert elements.valid_until == valid_until


def test_years_without_a_known_beginning_stay_years():
    elements = notice(body="本通知自印发之日起施行，有效期3年。")

    assert elements.valid_years == 3
    assert "请核定具体日期" in messages(elements)


def test_a_rule_that_forbids_repealing_repeals_nothing():
    elements = notice(
        body="各地不得停止执行《澜江省养老服务条例》，依照《澜川市民政服务办法》办理。"
    )

    assert elements.repeals == ()


def test_what_a_repeal_rests_on_is_not_repealed():
    elements = notice(
        body="根据《澜江省养老服务条例》，《澜川市养老服务暂行办法》同时废止。"
    )

    assert [each.title for each in elements.repeals] == ["澜川市养老服务暂行办法"]


# --- Honesty -------------------------------------------------------------------


def test_an_empty_text_gives_nothing_but_doubts():
    elements = parse_text("")

    assert elements.title == ""
    assert elements.body == ()
    assert "没有找到标题" in messages(elements)


def test_a_sound_notice_leaves_no_doubt():
    elements = notice(foot="（此件公开发布）")

    assert elements.doubts == ()
    assert elements.title == "澜川市民政局关于做好养老服务工作的通知"
    assert elements.body == (Paragraph("请认真贯彻执行。"),)
