"""The elements of a document, proposed from its lines; a person confirms them.

Nothing is invented and nothing repaired in silence: what the text does not say stays
empty, and everything a person must look at stands among the doubts.
"""

import datetime
import re
from dataclasses import dataclass, replace

from policies.chinese_dates import parse_date
from policies.chinese_script import squeeze, to_simplified
from policies.document_number import DocumentNumber
from policies.intake.blocks import (
    Block,
    Heading,
    Table,
    headings_among,
    is_heading,
    text_block,
)
from policies.intake.citations import (
    Citation,
    find_citations,
    find_repeals,
    titles_in,
)
from policies.intake.damage import (
    Doubt,
    excerpt_of,
    join_broken_lines,
    without_residue,
)
from policies.intake.foot import (
    SignOff,
    find_sign_off,
    is_attachment_part,
    take_attachment_names,
    take_margins,
)
from policies.intake.head import Head, read_head
from policies.intake.readers import Line, Source, plain_lines
from policies.intake.term_clauses import read_term

_ENCLOSING = re.compile(r"印发|转发|批转|发布|公布|下发")
_ENCLOSED_NAME = re.compile(
    r"(?:印发|转发|批转|发布|公布|下发)(?P<name>.{4,}?)的?(?:通知|公告|决定)$"
)
_ENCLOSED_TITLE_LINES = 4
_TITLE_LIKE = re.compile(
    r"(?:方案|办法|细则|规定|规划|计划|要点|纲要|条例|制度|指南|规则|规范|目录|清单|标准"
    r"|预案|措施|准则|规程|章程|意见|报告|决定|分工|一览表|表|指引)(?:[（(].{1,20}[)）])?$"
)
_SENTENCE_END = re.compile(r"[。！？!?…][”’\"'）)》】]*$|。.*[）)]$")
_MAY_END = re.compile(r"联系人|联系电话|附\s*件|附\s*图")
_LONGEST_LIST_ITEM = 30


@dataclass(frozen=True)
class DocumentElements:
    """What a text says about itself; empty strings, None and () were not said.

    `body` is the covering notice when the document encloses a text or prints its
    attachments behind the signature, and the whole text otherwise. Title, number and
    citations are simplified; everything else keeps the characters of the source, less
    the pinyin residue. What is printed behind the signature is `enclosed_body` too.
    """

    title: str = ""
    document_number: DocumentNumber | None = None
    number_text: str = ""
    letterhead: str = ""
    signatory: str = ""
    secrecy_mark: str = ""
    issued_on: datetime.date | None = None
    addressees: str = ""
    signature: str = ""
    disclosure: str = ""
    notes: tuple[str, ...] = ()
    copy_to: str = ""
    attachments: tuple[str, ...] = ()
    body: tuple[Block, ...] = ()
    enclosed_title: str = ""
    enclosed_body: tuple[Block, ...] = ()
    citations: tuple[Citation, ...] = ()
    repeals: tuple[Citation, ...] = ()
    effective_on: datetime.date | None = None
    valid_until: datetime.date | None = None
    valid_years: int | None = None
    doubts: tuple[Doubt, ...] = ()


def parse_text(text: str) -> DocumentElements:
    """Return the elements of a plain text."""
    return parse_elements(Source(plain_lines(text)))


def parse_elements(source: Source) -> DocumentElements:
    """Return the elements of a source, each as the text says it, with all doubts."""
    clean, doubts = without_residue(source.lines)
    head = read_head([line for line in clean if line.text or line.rows])
    text_lines, broken = join_broken_lines(_from_line(clean, head.rest))
    margins = take_margins(text_lines)
    cover, enclosed_title, enclosed = _split(head, margins.lines)
    attachments, cover = take_attachment_names(cover)
    cover, sign_off = _without_sign_off(cover)
    if not attachments and enclosed:
        attachments, enclosed = take_attachment_names(enclosed)

    own_titles = {name for name in (head.title, enclosed_title) if name}
    said = [pair for line in cover + enclosed for pair in _sayings(line)]
    dated = [(0, head.history), *said] if head.history else said
    term = read_term(dated, own_titles=own_titles)
    issued_on = sign_off.issued_on or head.issued_on
    elements = DocumentElements(
        title=head.title,
        document_number=head.number,
        number_text=head.number_text,
        letterhead=head.letterhead,
        signatory=head.signatory,
        secrecy_mark=head.secrecy_mark,
        issued_on=issued_on,
        addressees=head.addressees,
        signature=sign_off.signature,
        disclosure=margins.disclosure,
        notes=tuple(filter(None, [head.history, *margins.notes])),
        copy_to=margins.copy_to,
        attachments=attachments,
        body=_blocks(cover),
        enclosed_title=enclosed_title,
        enclosed_body=_blocks(enclosed),
        citations=tuple(_others(find_citations(said), head, own_titles)),
        repeals=tuple(_others(find_repeals(said), head, own_titles)),
        effective_on=term.effective_on,
        valid_until=term.valid_until,
        valid_years=term.valid_years,
    )
    doubts += [*broken, *head.doubts, *term.doubts]
    doubts += _missing(elements, cover, enclosed)
    ordered = tuple(sorted(doubts, key=lambda doubt: doubt.line))
    return replace(elements, doubts=ordered)


def _from_line(clean: list[Line], rest: list[Line]) -> list[Line]:
    """Return the text's lines with the blank ones between, which show page breaks."""
    if not rest:
        return []
    return [line for line in clean if line.number >= rest[0].number]


def _blocks(lines: list[Line]) -> tuple[Block, ...]:
    heads = headings_among([line.text for line in lines])
    return tuple(map(_block, lines, heads))


def _block(line: Line, heads: bool) -> Block:
    if line.rows:
        return Table(line.rows)
    if is_attachment_part(line.text):
        return Heading(line.text, 1)
    # The title of a Markdown file is its level 1, so its sections begin with 2.
    return text_block(line.text, heads=heads, level=max(0, line.heading_level - 1))


def _sayings(line: Line) -> list[tuple[int, str]]:
    if line.rows:
        return [(line.number, cell) for row in line.rows for cell in row]
    return [(line.number, line.text)]


def _others(
    citations: list[Citation], head: Head, own_titles: set[str]
) -> list[Citation]:
    """Leave out where a document names itself or what it encloses."""
    own = {_key(title) for title in own_titles}
    if head.title and _ENCLOSING.search(head.title):
        own |= {_key(name) for name in _enclosed_names(head.title)}
    return [
        citation
        for citation in citations
        if _key(citation.title) not in own
        and (citation.number is None or citation.number != head.number)
    ]


# --- Cover and enclosure -----------------------------------------------------


def _key(text: str) -> str:
    return re.sub(r"[《》〈〉“”\"]", "", to_simplified(squeeze(text)[0]))


def _split(head: Head, lines: list[Line]) -> tuple[list[Line], str, list[Line]]:
    """Return the cover's lines, the title of what follows it, and the lines of that."""
    if at := _find_named_title(head, lines):
        start, end = at
        title = "".join(line.text for line in lines[start:end])
        cover = lines[:start]
        if cover and is_attachment_part(cover[-1].text):
            cover = cover[:-1]
        return cover, _as_title(title), lines[end:]
    sign_off = find_sign_off(lines)
    part = next(
        (at for at, line in enumerate(lines) if is_attachment_part(line.text)), None
    )
    if sign_off and sign_off.end < len(lines) and not _runs_on(lines, sign_off):
        end = sign_off.end
    elif part:
        end = part
    else:
        return lines, "", []
    cover, behind = lines[:end], lines[end:]
    if (
        is_attachment_part(behind[0].text)
        and sum(is_attachment_part(line.text) for line in behind) == 1
    ):
        behind = behind[1:]
    title, behind = _title_on_top(behind)
    return cover, title, behind


def _runs_on(lines: list[Line], sign_off: SignOff) -> bool:
    """A lone date in the midst of numbered text closes nothing."""
    return not sign_off.signature and bool(is_heading(lines[sign_off.end].text))


def _enclosed_names(text: str) -> list[str]:
    names = [name for name, _, _ in titles_in(text)]
    if match := _ENCLOSED_NAME.search(text):
        names.append(match["name"])
    return names


def _find_named_title(head: Head, lines: list[Line]) -> tuple[int, int] | None:
    """Return the lines that repeat the name of what the cover says it encloses."""
    names = _enclosed_names(head.title) if _ENCLOSING.search(head.title) else []
    for line in lines[:3]:
        plain = to_simplified(line.text)
        if _ENCLOSING.search(plain):
            names += [name for name, _, _ in titles_in(plain)]
    wanted = {_key(name) for name in names if len(_key(name)) > 4}
    for start in range(1, len(lines)):
        so_far = ""
        for end in range(start, min(start + _ENCLOSED_TITLE_LINES, len(lines))):
            if lines[end].rows:
                break
            so_far += _key(lines[end].text)
            if so_far in wanted:
                return start, end + 1
            if not any(name.startswith(so_far) for name in wanted):
                break
    return None


def _title_on_top(lines: list[Line]) -> tuple[str, list[Line]]:
    """Take a title of up to four lines off the text behind a cover; "" if none."""
    title = ""
    for end, line in enumerate(lines[:_ENCLOSED_TITLE_LINES], start=1):
        if line.rows or is_heading(line.text) or re.search("[。；：]", line.text):
            break
        if is_attachment_part(line.text):
            break
        title += line.text
        if _TITLE_LIKE.search(to_simplified(title)):
            return _as_title(title), lines[end:]
    return "", lines


def _as_title(text: str) -> str:
    return to_simplified("".join(text.split()))


def _without_sign_off(cover: list[Line]) -> tuple[list[Line], SignOff]:
    sign_off = find_sign_off(cover)
    if sign_off is None:
        return cover, SignOff()
    return cover[: sign_off.start] + cover[sign_off.end :], sign_off


# --- What is missing ---------------------------------------------------------


def _missing(
    elements: DocumentElements, cover: list[Line], enclosed: list[Line]
) -> list[Doubt]:
    doubts = []
    number = elements.document_number
    if not elements.title and number and number.genre and elements.enclosed_title:
        message = "令（公告）本身没有标题，可采用所附文本的标题。"
        doubts.append(Doubt(0, message, elements.enclosed_title))
    elif not elements.title:
        doubts.append(Doubt(0, "没有找到标题。"))
    if number is None:
        doubts.append(Doubt(0, "没有找到发文字号。"))
    if elements.issued_on is None:
        doubts.append(Doubt(0, "没有找到成文日期。"))
    if not elements.signature:
        doubts.append(Doubt(0, "没有找到发文机关署名。"))
    encloses = _ENCLOSING.search(elements.title)
    if encloses and not enclosed and not elements.attachments:
        doubts.append(Doubt(0, "标题写明印发、转发文件，但没有找到所附正文。"))
    last = next(reversed(enclosed or cover), None)
    if last is not None and _is_cut(last):
        message = "正文结尾不是完整的句子，可能有缺失。"
        doubts.append(Doubt(last.number, message, excerpt_of(last.text[-20:])))
    doubts += [
        Doubt(line.number, "表格各行的列数不一致，请对照原件核对。")
        for line in cover + enclosed
        if len(set(map(len, line.rows))) > 1
    ]
    return doubts


def _is_cut(line: Line) -> bool:
    """Tell whether a last line breaks off; names, dates and headings may end a text."""
    text = line.text
    if line.rows or _SENTENCE_END.search(text) or _MAY_END.match(text):
        return False
    if parse_date(text):
        return False
    return len(text) > _LONGEST_LIST_ITEM or bool(re.search(r"[，、；：,]", text))
