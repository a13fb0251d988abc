"""What copying, converting and page breaks did to a text, told and never hidden."""

import re
from dataclasses import dataclass
from itertools import pairwise

from policies.chinese_script import HAN, is_traditional, pinyin_spans, strip_pinyin
from policies.intake.blocks import is_heading, numbering
from policies.intake.readers import Line

_EXCERPT = 40

_PAGE_RESIDUE = re.compile(
    r"(?:PAGE(?:\s*\\\*\s*MERGEFORMAT)?\s*\d*|[-\u2010-\u2015\u2212]\s*\d{1,4}\s*"
    r"[-\u2010-\u2015\u2212]|第\s*\d{1,4}\s*[页頁](?:\s*[共/]\s*\d{1,4}\s*[页頁]?)?)"
)
_WEB_BUTTON = (
    r"[【\[]?(?:打印|关闭|收藏|分享|返回顶部|我要纠错|下载|扫一扫)"
    r"(?:本页|窗口|页面|此页)?[】\]]?"
)
# What a page of a government website prints around a text.
_WEB_RESIDUE = re.compile(
    r"(?:您?(?:现在的?|当前|所在)?位置\s*[:：].{0,80}|首页\s*[>\uff1e»].{0,80}"
    r"|(?:信息)?(?:来源|发布时间|浏览次数|阅读次数|点击数|字号|字体|分享到|责任编辑|下载地址)"
    rf"\s*[:：].{{0,80}}|{_WEB_BUTTON}(?:\s*{_WEB_BUTTON})*)"
)
_LOST_BYTES = re.compile(
    rf"\?[；，。、;]|[?？]{{2,}}(?={HAN})|{HAN}_+(?={HAN})|[\ufffd\ue000-\uf8ff]"
    r"|锟斤拷|烫烫烫|ï»¿|â€"
)
_SENTENCE_END = re.compile(r"[。；：！？!?;:.…][”’\"'）)】》〉]*$")
_NEVER_FIRST = re.compile(r"[，。；、：！？）》”’〉】,;:!?)]")
_PUNCTUATION = re.compile(r"[，。；、：,;:]")
_STRUCTURAL = re.compile(
    r"(?:附\s*件|抄\s*送|主\s*送|[（(]\s*(?:此件|联系人|共印)|签发人|主题词)"
)


@dataclass(frozen=True)
class Doubt:
    """What a person must look at: line of the source (0: the whole), words, excerpt."""

    line: int
    message: str
    excerpt: str = ""


def excerpt_of(text: str) -> str:
    """Return the beginning of a text, as long as fits into a list."""
    text = " ".join(text.split())
    return text if len(text) <= _EXCERPT else f"{text[:_EXCERPT]}…"


def without_residue(lines: tuple[Line, ...]) -> tuple[list[Line], list[Doubt]]:
    """Return the lines without page marks, web page furniture and pinyin residue.

    Every removal stands among the doubts; lost bytes are pointed out and left alone.
    """
    kept: list[Line] = []
    doubts: list[Doubt] = []
    for line in lines:
        text = line.text.strip()
        if _PAGE_RESIDUE.fullmatch(text):
            doubts.append(Doubt(line.number, "已去掉页码残留。", text))
        elif _WEB_RESIDUE.fullmatch(text):
            doubts.append(Doubt(line.number, "已去掉网页残留。", excerpt_of(text)))
        else:
            kept.append(_without_pinyin(line, text))
    doubts += _pinyin_doubts(lines)
    doubts += _script_doubts(kept)
    doubts += [doubt for line in kept for doubt in _lost_bytes(line)]
    return kept, doubts


def _without_pinyin(line: Line, text: str) -> Line:
    rows = tuple(tuple(map(strip_pinyin, row)) for row in line.rows)
    return Line(line.number, strip_pinyin(text), line.heading_level, rows)


def _texts(line: Line) -> list[str]:
    return [line.text] if line.text else [cell for row in line.rows for cell in row]


def _pinyin_doubts(lines: tuple[Line, ...]) -> list[Doubt]:
    found = [
        (line.number, text[max(0, start - 6) : end])
        for line in lines
        for text in _texts(line)
        for start, end in pinyin_spans(text)
    ]
    if not found:
        return []
    number, example = found[0]
    return [Doubt(number, f"已去掉字后的拼音残留 {len(found)} 处。", example)]


def _script_doubts(lines: list[Line]) -> list[Doubt]:
    written = [line for line in lines if line.text or line.rows]
    if not is_traditional("".join("".join(_texts(line)) for line in written)):
        return []
    first = written[0]
    message = "原文为繁体，标题、文号和引用已转为简体供核对，正文保留原字。"
    return [Doubt(first.number, message, excerpt_of("".join(_texts(first))))]


def _lost_bytes(line: Line) -> list[Doubt]:
    doubts = []
    for text in _texts(line):
        for match in _LOST_BYTES.finditer(text):
            around = text[max(0, match.start() - 8) : match.end() + 8]
            doubts.append(
                Doubt(line.number, "此处文字已损坏，请对照原件补正。", around)
            )
    return doubts


def join_broken_lines(lines: list[Line]) -> tuple[list[Line], list[Doubt]]:
    """Return the lines with blank ones dropped and cut sentences put together again.

    Nothing is added or taken away at the seam; a seam across a blank line (a page
    break), and a word that stands twice at one, are among the doubts.
    """
    joined: list[Line] = []
    doubts: list[Doubt] = []
    written = [line for line in lines if line.text or line.rows]
    gaps = {
        later.number for line, later in pairwise(lines) if not (line.text or line.rows)
    }
    for at, line in enumerate(written):
        before = joined[-1] if joined else None
        following = written[at + 1] if at + 1 < len(written) else None
        if before is None or not _goes_on(before, line, following):
            joined.append(line)
            continue
        seam = f"{before.text[-8:]}{line.text[:8]}"
        if line.number in gaps:
            doubts.append(
                Doubt(line.number, "句子在此处被分页断开，已与上一段接上。", seam)
            )
        if word := _doubled(before.text, line.text):
            doubts.append(Doubt(line.number, f"断行处“{word}”重复，请核对。", seam))
        joined[-1] = Line(before.number, before.text + line.text)
    return joined, doubts


def _goes_on(before: Line, line: Line, following: Line | None) -> bool:
    if before.rows or line.rows or before.heading_level or line.heading_level:
        return False
    if _NEVER_FIRST.match(line.text) and not is_heading(before.text):
        return True
    if _SENTENCE_END.search(before.text) or _STRUCTURAL.match(line.text):
        return False
    if numbering(line.text)[0] or _STRUCTURAL.match(before.text):
        return False
    if _is_inside_title(before.text):
        return True
    if is_heading(before.text) or not _PUNCTUATION.search(before.text):
        return False
    ends_the_text = following is None or not _PUNCTUATION.search(following.text)
    looks_like_signature = len(line.text) < 30 and not _PUNCTUATION.search(line.text)
    return not (looks_like_signature and ends_the_text)


def _is_inside_title(text: str) -> bool:
    return text.count("《") > text.count("》") and len(text) - text.rfind("《") < 100


def _doubled(before: str, after: str) -> str:
    """Return the word that ends one line and begins the next, one to six characters."""
    for length in range(6, 0, -1):
        word = before[-length:]
        if re.fullmatch(rf"{HAN}+", word) and after.startswith(word):
            return word
    return ""
