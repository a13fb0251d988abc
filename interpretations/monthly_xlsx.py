"""The monthly report as a workbook: one sheet for each of its tables."""

import io

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

from interpretations.figures import Kind
from interpretations.monthly_report import MonthlyReport
from interpretations.reports import harmless

# Of a column, in letters.
NARROW, WIDE, WIDEST = 12, 30, 60


def as_xlsx(report: MonthlyReport, *, organizer: str) -> bytes:
    """Return the report as an XLSX file."""
    book = Workbook()
    book.remove(book.active)
    month, year = report.of_month, report.of_year
    _sheet(
        book,
        "总体情况",
        [f"{organizer}政策解读情况月报", report.name, "本年累计"],
        [
            ["政策文件（份）", month.policies, year.policies],
            ["政策解读（篇）", month.interpretations, year.interpretations],
            ["有解读的文件（份）", month.covered.count, year.covered.count],
            ["无法判定是否按时（篇）", month.undecided, year.undecided],
            ["统计截至", None, f"{report.until}"],
            ["制作日期", None, f"{report.made_on}"],
        ],
    )
    _sheet(
        book,
        "指标",
        ["指标", "达到", "总数", "比例（%）", "目标（%）", "完成情况"],
        [
            [
                each.label,
                each.share.count,
                each.share.of,
                each.share.percent,
                each.share.target,
                each.verdict,
            ]
            for each in report.measures
        ],
    )
    _sheet(
        book,
        "各机关",
        [
            "机关",
            "政策文件",
            "政策解读",
            "有解读",
            "已随修改更新",
            "多样化解读",
            "其他渠道发布",
            "按时解读",
            "九项要素齐全",
        ],
        [
            [
                name,
                each.policies,
                each.interpretations,
                each.covered.count,
                each.fresh.count,
                each.diversified.count,
                each.other_channels.count,
                each.timely.count,
                each.full.count,
            ]
            for name, each in report.units
        ],
    )
    _sheet(
        book,
        "形式和渠道",
        ["类别", "名称", "政策解读（篇）", "涉及文件（份）"],
        [[kind.label, *row] for kind in Kind for row in report.tallies[kind]],
    )
    _sheet(
        book,
        "存在的不足",
        ["类别", "机关", "标题", "说明"],
        [
            [each.kind, each.unit, each.title, each.words]
            for each in report.shortcomings
        ],
    )
    _sheet(
        book,
        "统计口径和存证",
        ["说明"],
        [[words] for words in (*report.definitions, report.frozen_in_words)],
    )
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def _sheet(book, name: str, headings: list[str], rows: list[list]) -> None:
    sheet = book.create_sheet(name)
    sheet.append([harmless(each) for each in headings])
    for row in rows:
        sheet.append([harmless(each) for each in row])
    for cell in sheet[1]:
        cell.font = Font(bold=True)
    for number, column in enumerate(sheet.iter_cols(), 1):
        longest = max(len(f"{cell.value or ''}") for cell in column)
        width = NARROW if longest < NARROW / 2 else WIDE if longest < WIDE else WIDEST
        sheet.column_dimensions[get_column_letter(number)].width = width
        for cell in column:
            cell.alignment = Alignment(wrap_text=True, vertical="top")
    sheet.freeze_panes = "A2"
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
    sheet.page_setup.orientation = sheet.ORIENTATION_LANDSCAPE
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
