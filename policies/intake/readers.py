"""Files become lines: plain text and Markdown, whatever encoding an office used."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import PurePath

# Longer texts are data, not documents; the longest codes of law stay under 1 MB.
MAX_BYTES = 10 * 1024 * 1024
_LONGEST_LONE_CELL = 40

_MARKDOWN_SUFFIXES = frozenset({".md", ".markdown"})
_BINARY_STARTS = (b"PK\x03\x04", b"%PDF", b"\xd0\xcf\x11\xe0", b"{\\rtf", b"\x89PNG")
_UTF16_STARTS = (b"\xff\xfe", b"\xfe\xff")
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f]")

_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_MARKDOWN_HEADING = re.compile(r"^ {0,3}(#{1,6})[ \t]+(.*?)[ \t]*#*$")
_MARKDOWN_RULE_ROW = re.compile(r"^\s*\|?\s*:?-{2,}:?\s*(\|\s*:?-{2,}:?\s*)*\|?\s*$")
_MARKDOWN_STRONG = re.compile(r"(\*\*|__)(?=\S)(.+?)(?<=\S)\1")


class UnreadableFileError(ValueError):
    """A file that cannot be read as text; its message tells an editor why."""


@dataclass(frozen=True)
class Line:
    """One line of a source with its number; a table is one line that carries rows."""

    number: int
    text: str
    heading_level: int = 0
    rows: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True)
class Source:
    """The lines of a file in order, blank ones too, and how its bytes were decoded."""

    lines: tuple[Line, ...]
    encoding: str = ""


def read_text_file(data: bytes, name: str) -> Source:
    """Return the lines of a text or Markdown file; UnreadableFileError says why not."""
    text, encoding = decode(data)
    markdown = PurePath(name).suffix.lower() in _MARKDOWN_SUFFIXES
    return Source(
        markdown_lines(text) if markdown else plain_lines(text), encoding=encoding
    )


def decode(data: bytes) -> tuple[str, str]:
    """Return the text and its encoding: UTF-8 with or without mark, else GB 18030."""
    if len(data) > MAX_BYTES:
        raise UnreadableFileError(
            f"文件超过 {MAX_BYTES // 1024 // 1024} MB，请拆分后再导入。"
        )
    if data.startswith(_UTF16_STARTS):
        raise UnreadableFileError(
            "这份文件是 UTF-16 编码，请另存为 UTF-8 文本后再导入。"
        )
    if data.startswith(_BINARY_STARTS) or b"\0" in data:
        raise UnreadableFileError("这不是文本文件，请按文件的实际格式导入。")
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if _CONTROL.search(text):
            raise UnreadableFileError("这不是文本文件，请按文件的实际格式导入。")
        return text, encoding
    raise UnreadableFileError("无法识别文件的文字编码，请另存为 UTF-8 文本后再导入。")


def plain_lines(text: str) -> tuple[Line, ...]:
    """Return the lines of a plain text; rows drawn with pipes become one table."""
    lines = [Line(at, line) for at, line in enumerate(_split(text), start=1)]
    return tuple(_with_tables(lines, _read_drawn_rows))


def markdown_lines(text: str) -> tuple[Line, ...]:
    """Return the lines of a Markdown text: headings with level, tables, no comments."""
    # A comment keeps its line ends, so that later lines keep their numbers.
    text = _COMMENT.sub(lambda match: "\n" * match[0].count("\n"), text)
    lines = []
    for at, line in enumerate(_split(text), start=1):
        plain = _MARKDOWN_STRONG.sub(r"\2", line)
        if heading := _MARKDOWN_HEADING.match(plain):
            lines.append(Line(at, heading[2], heading_level=len(heading[1])))
        else:
            lines.append(Line(at, plain))
    return tuple(_with_tables(lines, _read_markdown_rows))


def _split(text: str) -> list[str]:
    return re.split(r"\r\n|[\n\r\f\v\u2028\u2029]", text)


Rows = list[tuple[str, ...]]


def _with_tables(
    lines: list[Line], read_rows: Callable[[list[str]], Rows]
) -> list[Line]:
    """Fold each run of lines with pipes into one line that carries the rows."""
    folded: list[Line] = []
    at = 0
    while at < len(lines):
        end = _table_end(lines, at)
        if end - at < 2:
            folded.append(lines[at])
            at += 1
            continue
        texts = [line.text for line in lines[at:end] if line.text.strip()]
        rows = tuple(row for row in read_rows(texts) if any(row))
        folded.append(Line(lines[at].number, "", rows=rows))
        at = end
    return folded


def _table_end(lines: list[Line], start: int) -> int:
    """Return where the run of table lines ends; `start` itself if there is none.

    A line without a pipe belongs to it if the next written line begins with one: a
    cell was broken over two lines. A blank line ends a table whose rows are bordered.
    """
    end = at = start
    if "|" not in lines[start].text:
        return start
    while at < len(lines) and not lines[at].heading_level:
        text = lines[at].text.strip()
        if "|" in text:
            end = at + 1
        else:
            before_pipe = _next_written(lines, at + 1).startswith("|")
            if not before_pipe if text else _is_bordered(lines[at - 1].text):
                break
        at += 1
    return end


def _is_bordered(row: str) -> bool:
    row = row.strip()
    return len(row) > 1 and row.startswith("|") and row.endswith("|")


def _next_written(lines: list[Line], at: int) -> str:
    for line in lines[at:]:
        if text := line.text.strip():
            return text
    return ""


def _cells(row: str) -> tuple[str, ...]:
    row = row.strip()
    row = row.removeprefix("|").removesuffix("|")
    return tuple(
        cell.replace(r"\|", "|").strip() for cell in re.split(r"(?<!\\)\|", row)
    )


def _read_markdown_rows(texts: list[str]) -> Rows:
    return [_cells(text) for text in texts if not _MARKDOWN_RULE_ROW.match(text)]


def _read_drawn_rows(texts: list[str]) -> Rows:
    """Read rows of a pasted table, where a cell may go on in the next line."""
    if all(_is_bordered(text) for text in texts):
        return _read_markdown_rows(texts)
    joined: list[str] = []
    for text in texts:
        row = text.strip()
        open_row = joined and not joined[-1].endswith("|")
        lone_cell = joined and _is_lone_cell(joined[-1])
        if joined and ((row.startswith("|") and open_row) or lone_cell):
            joined[-1] += row
        else:
            joined.append(row)
    return [_without_empty_end(_cells(row)) for row in joined]


def _is_lone_cell(row: str) -> bool:
    """A serial number alone before its row: 「2 |」."""
    if len(row) > _LONGEST_LONE_CELL:
        return False
    first, *others = _cells(row)
    return bool(first) and not any(others)


def _without_empty_end(row: tuple[str, ...]) -> tuple[str, ...]:
    cells = list(row)
    while cells and not cells[-1]:
        cells.pop()
    return tuple(cells)
