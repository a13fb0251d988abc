"""The monthly report as a document, laid out as official ones are (GB/T 9704-2012)."""

import io
from collections.abc import Sequence
from xml.sax.saxutils import quoteattr

from docx import Document
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from interpretations.figures import Kind
from interpretations.monthly_report import MonthlyReport

TITLE, HEADING, BODY, NUMBER = "方正小标宋简体", "黑体", "仿宋_GB2312", "宋体"
# What stands in where an office has not bought the fonts of the standard.
INSTEAD = {TITLE: "宋体", BODY: "仿宋"}
LATIN = "Times New Roman"
# 二号, 三号, 五号.
SIZES = {"title": Pt(22), "body": Pt(16), "table": Pt(10.5)}
LINE = Pt(28)
# More would bury what is said; the spreadsheet has all.
MOST_NAMED = 30


def as_docx(report: MonthlyReport, *, organizer: str) -> bytes:
    """Return the report as a DOCX file, signed by `organizer`."""
    document = Document()
    _set_up(document)
    _paragraph(
        document, f"{organizer}政策解读情况月报", font=TITLE, size="title", centred=True
    )
    _paragraph(document, f"（{report.name}）", centred=True)
    month, year = report.of_month, report.of_year
    _heading(document, "一、总体情况")
    _paragraph(
        document,
        f"{report.name}，公开政策文件 {month.policies} 份、政策解读"
        f" {month.interpretations} 篇。截至{report.until.month}月{report.until.day}日，"
        f"本年累计公开政策文件 {year.policies} 份、政策解读 {year.interpretations} 篇；"
        f"有解读的政策文件 {year.covered.count} 份，"
        f"解读覆盖率 {year.covered.words}。",
    )
    if year.undecided:
        _paragraph(
            document,
            f"有 {year.undecided} 篇解读因放假安排尚未录入，无法判定是否按时，"
            "不计入按时解读。",
        )
    _heading(document, "二、指标完成情况（本年累计）")
    _table(
        document,
        ["指标", "达到", "总数", "比例", "目标", "完成情况"],
        [
            [
                each.label,
                each.share.count,
                each.share.of,
                each.share.words,
                each.target,
                each.verdict,
            ]
            for each in report.measures
        ],
        widths=[44, 14, 14, 16, 16, 52],
    )
    _heading(document, "三、各机关情况（本年累计）")
    _table(
        document,
        ["机关", "政策文件", "政策解读", "有解读", "多样化", "其他渠道", "按时"],
        [
            [
                name,
                figures.policies,
                figures.interpretations,
                figures.covered.words,
                figures.diversified.words,
                figures.other_channels.words,
                figures.timely.words,
            ]
            for name, figures in report.units
        ],
        widths=[54, 17, 17, 17, 17, 17, 17],
    )
    _heading(document, "四、解读形式和其他渠道（本年累计）")
    for kind in Kind:
        _table(
            document,
            [kind.label, "政策解读（篇）", "涉及文件（份）"],
            report.tallies[kind] or [["没有记录", 0, 0]],
            widths=[76, 40, 40],
        )
    _heading(document, "五、存在的不足")
    _say_what_is_missing(document, report)
    _heading(document, "六、统计口径")
    for number, words in enumerate(report.definitions, 1):
        _paragraph(document, f"{number}. {words}")
    _heading(document, "七、数据存证")
    _paragraph(document, report.frozen_in_words)
    made = report.made_on
    _paragraph(document, "")
    for words in (organizer, f"{made.year}年{made.month}月{made.day}日"):
        paragraph = _paragraph(document, words, indent=False)
        paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        paragraph.paragraph_format.right_indent = SIZES["body"] * 2
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def _say_what_is_missing(document, report: MonthlyReport) -> None:
    wanting = [each for each in report.measures if each.remedy]
    for each in wanting:
        _paragraph(document, f"{each.label}：{each.remedy}")
    kinds = dict.fromkeys(each.kind for each in report.shortcomings)
    for kind in kinds:
        named = [each for each in report.shortcomings if each.kind == kind]
        _paragraph(document, f"{kind}，共 {len(named)} 份：")
        _table(
            document,
            ["机关", "标题", "说明"],
            [[each.unit, each.title, each.words] for each in named[:MOST_NAMED]],
            widths=[44, 80, 32],
        )
        if len(named) > MOST_NAMED:
            _paragraph(document, f"其余 {len(named) - MOST_NAMED} 份见电子表格。")
    if not wanting and not kinds:
        _paragraph(document, "各项指标均已达到，没有迟发和待更新的解读。")


def _set_up(document) -> None:
    """Set page, fonts and page numbers as the standard has them."""
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(37), Mm(35)
    section.left_margin, section.right_margin = Mm(28), Mm(26)
    style = document.styles["Normal"]
    style.font.name, style.font.size = LATIN, SIZES["body"]
    style.element.rPr.rFonts.set(qn("w:eastAsia"), BODY)
    style.paragraph_format.space_after = Pt(0)
    heading = document.styles["Heading 1"]
    heading.font.bold, heading.font.color.rgb = False, RGBColor(0, 0, 0)
    # The template's own fonts would win over those of the text.
    heading.element.rPr.rFonts.attrib.clear()
    document.core_properties.language = "zh-CN"
    document.core_properties.title = "政策解读情况月报"
    footer = section.footer.paragraphs[0]
    footer.alignment = WD_ALIGN_PARAGRAPH.CENTER
    _run(footer, "— ", font=NUMBER)
    number = _run(footer, "1", font=NUMBER)
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), "PAGE")
    number._r.addnext(field)
    field.append(number._r)
    _run(footer, " —", font=NUMBER)
    _name_substitutes(document)


def _name_substitutes(document) -> None:
    """Tell which font stands in for one that is not there."""
    fonts = document.part.part_related_by(RELATIONSHIP_TYPE.FONT_TABLE)
    named = "".join(
        f"<w:font w:name={quoteattr(name)}><w:altName w:val={quoteattr(other)}/>"
        '<w:charset w:val="86"/></w:font>'
        for name, other in INSTEAD.items()
    )
    # The library keeps this part as it is and has no interface to it.
    fonts._blob = fonts.blob.replace(b"</w:fonts>", f"{named}</w:fonts>".encode())


def _heading(document, words: str) -> None:
    paragraph = _paragraph(document, words, font=HEADING)
    paragraph.style = "Heading 1"
    paragraph.paragraph_format.keep_with_next = True
    paragraph.paragraph_format.space_before = Pt(12)


def _paragraph(
    document,
    words: str,
    *,
    font: str = BODY,
    size: str = "body",
    centred: bool = False,
    indent: bool = True,
):
    paragraph = document.add_paragraph()
    layout = paragraph.paragraph_format
    layout.line_spacing_rule, layout.line_spacing = WD_LINE_SPACING.AT_LEAST, LINE
    if centred:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    elif indent:
        layout.first_line_indent = SIZES["body"] * 2
    _run(paragraph, words, font=font, size=size)
    return paragraph


def _run(paragraph, words: str, *, font: str, size: str = "body"):
    run = paragraph.add_run(words)
    run.font.name, run.font.size = LATIN, SIZES[size]
    run._r.rPr.rFonts.set(qn("w:eastAsia"), font)
    return run


def _table(
    document, headings: Sequence[str], rows: Sequence[Sequence], *, widths
) -> None:
    """Add a table whose heading is repeated on each page; widths in millimetres."""
    table = document.add_table(rows=1, cols=len(headings), style="Table Grid")
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    table.autofit = False
    for heading, cell in zip(headings, table.rows[0].cells, strict=True):
        _fill(cell, heading, font=HEADING)
    repeated = OxmlElement("w:tblHeader")
    table.rows[0]._tr.get_or_add_trPr().append(repeated)
    for row in rows:
        for value, cell in zip(row, table.add_row().cells, strict=True):
            _fill(cell, value)
    for row in table.rows:
        whole = OxmlElement("w:cantSplit")
        row._tr.get_or_add_trPr().append(whole)
        for width, cell in zip(widths, row.cells, strict=True):
            cell.width = Mm(width)
    document.add_paragraph().paragraph_format.line_spacing = Pt(10)


def _fill(cell, value, *, font: str = BODY) -> None:
    paragraph = cell.paragraphs[0]
    is_short = isinstance(value, int) or font == HEADING or len(f"{value}") < 5
    if is_short:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    _run(paragraph, f"{value}", font=font, size="table")
