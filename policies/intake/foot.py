"""What stands after the text: attachments, signature, date, notes, copies."""

import datetime
import re
from dataclasses import dataclass, field

from policies.chinese_dates import find_dates, parse_date
from policies.chinese_script import to_simplified
from policies.intake.blocks import numbering
from policies.intake.readers import Line

_ATTACHMENT_LIST = re.compile(r"附\s*件\s*\d{0,2}\s*[:：]\s*(?P<names>\S.*)")
_ATTACHMENT_PART = re.compile(r"附\s*件\s*[一二三四五六七八九十\d]{0,3}\s*[:：]?")
_ATTACHMENT_ITEM = re.compile(r"\s*(?:附\s*件)?\s*(\d{1,2})\s*[.\uff0e、:：]\s*(?!\d)")

_NOTE = re.compile(r"[（(].{2,80}[)）]")
_NOTE_WORDS = re.compile(r"此件|此文|联系人|联系电话|公开属性|共印|本文有删减|有删节")
_LABELLED_DISCLOSURE = re.compile(
    r"(?:信息)?公开(?:属性|方式|形式|选项|类型|类别)\s*[:：]\s*\S{2,6}"
)
_COPIES = re.compile(r"抄\s*[送报報]\s*[:：]")
_PRINTED = re.compile(r"(?P<office>.{2,40}?)\s*(?P<date>\S{6,14})\s*印\s*[发發]")
_COPIES_PRINTED = re.compile(r"[（(]?\s*共\s*印\s*\d+\s*份.*")
_SUBJECT_WORDS = re.compile(r"主题词\s*[:：]")
_OFFICER = re.compile(
    r"(?:代)?(?:市|省|县|区|州|镇|乡|部|局|主|总|署|院|厅)(?:长|任|席|理)\s*\S{2,4}"
)

_LONGEST_SIGNATURE = 60
_CLAUSE = re.compile(r"[。，；：、？！,;:]")


@dataclass
class SignOff:
    """The signature and date that close a text, and the lines they occupy."""

    signature: str = ""
    issued_on: datetime.date | None = None
    start: int = 0
    end: int = 0


@dataclass
class Margins:
    """What was taken off a text's lines: notes, copy-to line and the lines left."""

    lines: list[Line] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    copy_to: str = ""
    disclosure: str = ""


def take_margins(lines: list[Line]) -> Margins:
    """Take whole-line notes and the 版记 (抄送, 印发, 共印) off the lines."""
    margins = Margins()
    at = 0
    while at < len(lines):
        line = lines[at]
        text = line.text
        plain = to_simplified(text)
        if line.rows:
            margins.lines.append(line)
        elif match := _COPIES.match(text):
            copies = [text[match.end() :].strip()]
            while at + 1 < len(lines) and _continues_copies(lines, at + 1):
                at += 1
                copies.append(lines[at].text)
            margins.copy_to = "".join([margins.copy_to, *copies])
        elif _is_note(text, plain):
            margins.notes.append(text)
            margins.disclosure = margins.disclosure or disclosure_of(plain)
        elif _is_imprint(text, plain):
            margins.notes.append(text)
        else:
            margins.lines.append(line)
        at += 1
    return margins


def disclosure_of(note: str) -> str:
    """Return "proactive", "on_request" or "withheld" if a whole-line note says so.

    A conditional note (此件删减后公开) decides nothing and gives an empty string.
    """
    plain = "".join(to_simplified(note).split())
    if re.search(r"不予公开|不公开|不宜公开|免于公开", plain):
        return "withheld"
    if "依申请公开" in plain:
        return "on_request"
    if re.search(r"(?:此件|此文|本件)(?:可)?(?:公开发布|主动公开|公开)[)）]?$", plain):
        return "proactive"
    if re.search(r"公开\w{2}[:：]主动公开[)）]?$", plain):
        return "proactive"
    return ""


def _is_note(text: str, plain: str) -> bool:
    bracketed = _NOTE.fullmatch(text) and _NOTE_WORDS.search(plain)
    return bool(bracketed) or bool(_LABELLED_DISCLOSURE.fullmatch(plain))


def _is_imprint(text: str, plain: str) -> bool:
    if _COPIES_PRINTED.fullmatch(plain) or _SUBJECT_WORDS.match(plain):
        return True
    match = _PRINTED.fullmatch(text)
    return bool(match) and any(find_dates(text))


def _continues_copies(lines: list[Line], at: int) -> bool:
    line = lines[at]
    plain = to_simplified(line.text)
    if line.rows or _is_imprint(line.text, plain) or _is_note(line.text, plain):
        return False
    if numbering(line.text)[0] or _ATTACHMENT_PART.match(line.text):
        return False
    listed = re.search(r"[，、,]", line.text) and not re.search("[《：；]", line.text)
    return bool(listed) and len(line.text) < 120


def is_attachment_part(text: str) -> bool:
    """Tell whether a line opens an attachment printed with the text (附件, 附件1)."""
    return bool(_ATTACHMENT_PART.fullmatch(text))


def take_attachment_names(lines: list[Line]) -> tuple[tuple[str, ...], list[Line]]:
    """Take the 附件说明 off the lines: the names in order, and the lines left."""
    for at, line in enumerate(lines):
        match = _ATTACHMENT_LIST.fullmatch(line.text)
        if not match or line.rows:
            continue
        listed = [match["names"]]
        end = at + 1
        numbered = _ATTACHMENT_ITEM.match(match["names"])
        while end < len(lines) and _is_next_item(lines[end], bool(numbered)):
            listed.append(lines[end].text)
            end += 1
        names = [name for text in listed for name in _names_in(text)]
        return tuple(names), lines[:at] + lines[end:]
    return (), lines


def _is_next_item(line: Line, numbered: bool) -> bool:
    if line.rows or not line.text or re.search("[。；]", line.text):
        return False
    again = re.match(r"附\s*件\s*\d+\s*[:：]\s*\S", line.text)
    return bool(again or (numbered and _ATTACHMENT_ITEM.match(line.text)))


def _names_in(text: str) -> list[str]:
    """Split 「1.甲办法 2.乙清单」 into its names; a name keeps its own words."""
    text = re.sub(r"^附\s*件\s*\d{0,2}\s*[:：]\s*", "", text)
    parts = re.split(r"(?:^|(?<=\s)|(?<=[；;。]))\d{1,2}\s*[.\uff0e、]\s*(?!\d)", text)
    return [name.strip(" \u3000；;。") for name in parts if name.strip(" \u3000；;。")]


def find_sign_off(lines: list[Line]) -> SignOff | None:
    """Return the first signature with date below the text, or None.

    The date stands on a line of its own or behind the signature, never before 印发.
    """
    for at, line in enumerate(lines):
        if not at or line.rows or len(line.text) > _LONGEST_SIGNATURE:
            continue
        if date := parse_date(line.text):
            start = _signature_start(lines, at)
            # Joint offices sign one below the other.
            signed = "、".join(
                re.sub(r"\s{2,}|\u3000+", " ", line.text.strip())
                for line in lines[start:at]
            )
            return SignOff(signed, date, start, at + 1)
        if signed := _signed_and_dated(line.text):
            return SignOff(signed[0], signed[1], at, at + 1)
    return None


def _signed_and_dated(text: str) -> tuple[str, datetime.date] | None:
    dates = find_dates(text)
    if len(dates) != 1 or dates[0].end != len(text.rstrip()):
        return None
    name = text[: dates[0].start].strip()
    if len(name) < 4 or _CLAUSE.search(name) or numbering(name)[0]:
        return None
    return name, dates[0].date


def _signature_start(lines: list[Line], at: int) -> int:
    """Return where the signature above a date begins; `at` if there is none."""
    start = at
    while start > 1 and at - start < 6 and _is_signature(lines[start - 1]):
        start -= 1
    return start


def _is_signature(line: Line) -> bool:
    text = line.text
    if line.rows or line.heading_level or len(text) > _LONGEST_SIGNATURE:
        return False
    if _CLAUSE.search(text) or numbering(text)[0] or _NOTE.fullmatch(text):
        return False
    plain = to_simplified("".join(text.split()))
    office = re.search(
        r"(?:府|委|委员会|厅|局|部|办|办公室|院|署|会|组|处|室|中心|大队|支队|公司|行|社"
        r"|站|所|指挥部|党组)(?:[（(].{1,8}[)）])?$",
        plain,
    )
    return bool(office or _OFFICER.fullmatch(to_simplified(text.strip())))
