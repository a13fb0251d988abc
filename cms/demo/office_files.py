"""Makes small office files of the sample content's attachments."""

import io
from pathlib import Path

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.utils import get_column_letter
from PIL import Image

from policies.intake.readers import Line

FONT = "宋体"
WIDEST_COLUMN = 40


def docx_file(lines: tuple[Line, ...]) -> bytes:
    """Return a word-processor file: headings, paragraphs and ruled tables in order."""
    document = Document()
    style = document.styles["Normal"]
    style.font.name = FONT
    # Word looks for the font of Chinese characters in an attribute of its own.
    style.element.rPr.rFonts.set(qn("w:eastAsia"), FONT)
    for line in lines:
        if line.rows:
            _add_table(document, line.rows)
        elif line.heading_level:
            paragraph = document.add_paragraph()
            paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
            paragraph.add_run(line.text.strip()).bold = True
        elif line.text.strip():
            document.add_paragraph(line.text.strip())
    return _saved(document)


def _add_table(document, rows: tuple[tuple[str, ...], ...]) -> None:
    table = document.add_table(rows=0, cols=max(map(len, rows)))
    table.style = "Table Grid"
    for row in rows:
        for cell, text in zip(table.add_row().cells, row, strict=False):
            cell.text = text


def xlsx_file(lines: tuple[Line, ...]) -> bytes:
    """Return a workbook with one sheet: the title, then the table."""
    workbook = Workbook()
    sheet = workbook.active
    titles = [line.text.strip() for line in lines if line.heading_level]
    rows = [row for line in lines for row in line.rows]
    sheet.title = "附件"
    sheet.append(titles[:1])
    for row in rows:
        sheet.append(row)
    width = max(map(len, rows))
    sheet.merge_cells(start_row=1, end_row=1, start_column=1, end_column=width)
    sheet["A1"].font = Font(name=FONT, bold=True, size=14)
    sheet["A1"].alignment = Alignment(horizontal="center")
    thin = Side(style="thin")
    for cells in sheet.iter_rows(min_row=2, max_col=width):
        for cell in cells:
            cell.font = Font(name=FONT, bold=cell.row == 2)
            cell.border = Border(left=thin, right=thin, top=thin, bottom=thin)
            cell.alignment = Alignment(wrap_text=True, vertical="center")
    for at in range(width):
        # A Chinese character is as wide as two of the figures columns are measured in.
        longest = max(len(row[at]) for row in rows if at < len(row))
        letter = get_column_letter(at + 1)
        sheet.column_dimensions[letter].width = min(2 * longest + 4, WIDEST_COLUMN)
    return _saved(workbook)


def picture_pdf(picture: Path) -> bytes:
    """Return a PDF of one page that shows the picture, for printing."""
    file = io.BytesIO()
    with Image.open(picture) as image:
        image.convert("RGB").save(file, "PDF", resolution=150)
    return file.getvalue()


def _saved(document) -> bytes:
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()
