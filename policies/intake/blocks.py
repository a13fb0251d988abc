"""The blocks a body is made of, and the numbering that tells headings apart."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from policies.chinese_numerals import DIGITS
from policies.chinese_script import HAN

_FIGURES = f"{DIGITS}十百千零〇"

# GB/T 9704-2012, 7.3.3: 一、 then （一） then 1. then （1）; laws count in 章 and 条.
_NUMBERING = (
    (1, re.compile(rf"第[{_FIGURES}\d]{{1,5}}[编編章](?=\s|$|[^\s，,。的])")),
    (2, re.compile(rf"第[{_FIGURES}\d]{{1,5}}[节節](?=\s|$|[^\s，,。的课課])")),
    (3, re.compile(rf"第[{_FIGURES}\d]{{1,7}}[条條](?:之[{_FIGURES}])?(?![款项例目])")),
    (1, re.compile(rf"[{_FIGURES}]{{1,3}}\s?、")),
    (2, re.compile(rf"[（(]\s?[{_FIGURES}]{{1,3}}\s?[)）]、?")),
    # 应急预案 count in decimals: 1 总则, 1.1 编制目的, 1.1.1 ….
    (1, re.compile(rf"\d{{1,2}}(?=\s+{HAN}{{2,15}}$)")),
    (4, re.compile(rf"\d{{1,2}}(?:\.\d{{1,2}}){{3}}\s*(?={HAN})")),
    (3, re.compile(rf"\d{{1,2}}(?:\.\d{{1,2}}){{2}}\s*(?={HAN})")),
    (
        2,
        re.compile(
            rf"\d{{1,2}}\.\d{{1,2}}(?:\s+(?={HAN})|(?=(?![亿億万萬倍元个個米公]){HAN}))"
        ),
    ),
    (3, re.compile(r"\d{1,2}\s?[.\uff0e、](?!\d)")),
    (4, re.compile(r"[（(]\s?\d{1,2}\s?[)）]、?|[①-⑳]")),
)
_LONGEST_HEADING = 50
_LONGEST_CLOSED_HEADING = 15
_SENTENCE_MARK = re.compile(r"[。；;！!]|[，,].*[，,]")
# Behind these something is still to come: the line leads on, and heads nothing.
_GOES_ON = ("，", ",", "、", "：", ":")
_LEADS_TO_A_LIST = ("：", ":")
# Deeper ones count things up (1. 身份证) as often as they head something.
_ALWAYS_HEADS = 2


@dataclass(frozen=True)
class Paragraph:
    """Running text; `level` and `marker` name the numbering it begins with, if any."""

    text: str
    level: int = 0
    marker: str = ""


@dataclass(frozen=True)
class Heading:
    """A heading on a line of its own; level 1 is 一、 or 第一章, 4 is （1）."""

    text: str
    level: int


@dataclass(frozen=True)
class Table:
    """A table as rows of cells; rows may differ in length where the source does."""

    rows: tuple[tuple[str, ...], ...]


Block = Paragraph | Heading | Table


def numbering(text: str) -> tuple[int, str]:
    """Return the level and the marker a line begins with; (0, "") without numbering."""
    for level, pattern in _NUMBERING:
        if match := pattern.match(text):
            return level, match[0].strip()
    return 0, ""


def is_heading(text: str) -> bool:
    """Tell whether a numbered line may be a heading: short, and no sentence.

    Whether it is one, what stands around it says: see `headings_among`.
    """
    level, marker = numbering(text)
    if not level:
        return False
    rest = text[len(marker) :].strip()
    if _counts_articles(marker):
        return not rest
    # 「（二）基本原则。」 is still a heading; a sentence goes on behind its mark.
    return (
        len(rest) <= _LONGEST_HEADING
        and not rest.endswith(_GOES_ON)
        and not _SENTENCE_MARK.search(
            rest.removesuffix("。") if len(rest) <= _LONGEST_CLOSED_HEADING else rest
        )
    )


def headings_among(lines: Sequence[str]) -> list[bool]:
    """Tell for each of these lines whether it heads what follows.

    A paragraph that begins with its heading stays a paragraph, and so does an item:
    「（八）其他违法违纪行为。」 ends a list, and heads nothing.
    """
    found = []
    item_level = 0  # Of the list of short items that is being read.
    levels = [numbering(line)[0] for line in lines]
    for at, (line, level) in enumerate(zip(lines, levels, strict=True)):
        before, above = (lines[at - 1], levels[at - 1]) if at else ("", 0)
        is_last = at + 1 == len(lines)
        has_text = not is_last and (not levels[at + 1] or levels[at + 1] > level)
        begins_list = before.endswith(_LEADS_TO_A_LIST) and not has_text
        item_level = level if begins_list or above == level == item_level else 0
        if not is_heading(line):
            found.append(False)
        elif _counts_articles(numbering(line)[1]):
            found.append(True)
        elif line.endswith("。"):
            found.append(has_text and above != level)
        else:
            found.append(not item_level and (level <= _ALWAYS_HEADS or has_text))
    return found


def _counts_articles(marker: str) -> bool:
    return marker.startswith("第") and marker[-1] in "条條"


def text_block(text: str, *, heads: bool, level: int = 0) -> Paragraph | Heading:
    """Return the block of a line; `level` is what the source itself says of it."""
    if level:
        return Heading(text, level)
    level, marker = numbering(text)
    return Heading(text, level) if heads else Paragraph(text, level, marker)
