"""The head of a document: what stands above its text, told apart line by line."""

import datetime
import re
from dataclasses import dataclass, field
from itertools import pairwise

from policies.chinese_dates import parse_date
from policies.chinese_script import HAN, squeeze, to_simplified
from policies.document_number import (
    DocumentNumber,
    find_document_numbers,
    parse_document_number,
    parse_document_numbers,
)
from policies.intake.blocks import numbering
from policies.intake.damage import Doubt, excerpt_of
from policies.intake.readers import Line
from policies.secrecy import HEAD_LINES, SECRECY_MARK, mark_in

_LONGEST_TITLE = 200

_URGENCY = re.compile(r"(?:紧急程度:)?(?:特急|加急|平急|特提)")
_COPY_NUMBER = re.compile(r"(?:份号:)?[0-9]{4,6}")
_SIGNATORY = re.compile(r"签发人?[:：]\s*(?P<name>.+)$|簽發人[:：]\s*(?P<trad>.+)$")
# （2019年3月1日…通过 自…起施行), or one line for each step without brackets.
_HISTORY_WORDS = "通过|公布|修订|修正|施行|发布|批准"
_HISTORY = re.compile(
    rf"[（(].*(?:{_HISTORY_WORDS}).*[)）]"
    rf"|[一二〇○零\d]{{4}}年[^。]+(?:{_HISTORY_WORDS})(?:[)）])?"
)
_DATE_IN_BRACKETS = re.compile(r"[（(](.{6,20})[)）]")
_STACKED_NUMBER = re.compile(
    rf"[（(]?(?:{HAN}{{4}}年|\d{{4}}年)?第.{{1,6}}[号號][)）]?"
)

_GENRES = (
    "决议|决定|命令|令|公报|公告|通告|意见|通知|通报|报告|请示|批复|议案|复函|函|纪要|方案"
    "|办法|细则|规定|规划|计划|要点|纲要|条例|制度|指南|规则|规范|目录|清单|标准|预案|措施"
    "|准则|规程|章程|倡议书|公约|指引|解释|安排|总结|说明|政策|分工|行动|图|表|批覆"
)
_TITLE_END = re.compile(
    rf"(?:{_GENRES})(?:[（(][^（）()]{{1,20}}[)）])*(?:的(?:通知|公告|决定|批复|函))?$"
)
_OFFICE_END = re.compile(
    r"(?:人民政府|委员会|办公厅|办公室|[部局厅委会署院处室府社组站队所行]|中心|公司|大队)$"
)
_LABELS = {
    "发文字号": "number",
    "文号": "number",
    "发文文号": "number",
    "成文日期": "issued_on",
    "发文日期": "issued_on",
    "标题": "title",
    "名称": "title",
    "文件名称": "title",
    "发文机关": "letterhead",
    "发布机构": "letterhead",
}
_OTHER_LABELS = frozenset(
    {
        "索引号",
        "主题分类",
        "主题词",
        "发布日期",
        "有效性",
        "公文种类",
        "体裁",
        "组配分类",
        "统一登记号",
        "公开方式",
    }
)
_LABELLED = re.compile(
    rf"(?P<label>{'|'.join([*_LABELS, *_OTHER_LABELS])})\s*[:：]?\s*(?P<value>.*)"
)

_ADDRESSEE_WORDS = re.compile(
    r"[各市县區区省镇鎮局委办辦厅廳部院府校行司]|公司|单位|單位|企业|街道|同志|中心"
)
_NO_ADDRESSEE = re.compile(
    r"[。；;？]|如下|通知|现将|现就|根据|按照|意见|决定|^附\s*件"
)


@dataclass
class Head:
    """What the lines above the text say; `rest` are the lines from the text on.

    `number` is the first of joint numbers, `number_text` holds them all as written.
    """

    title: str = ""
    number: DocumentNumber | None = None
    number_text: str = ""
    issued_on: datetime.date | None = None
    letterhead: str = ""
    signatory: str = ""
    secrecy_mark: str = ""
    addressees: str = ""
    history: str = ""
    doubts: list[Doubt] = field(default_factory=list)
    rest: list[Line] = field(default_factory=list)


def find_secrecy_mark(lines: list[Line]) -> str:
    """Return the 密级 mark in a document's head (机密★1年), or an empty string.

    A mark stands alone on its line, or begins a line or a cell with its ★; ordinary
    words such as 商业秘密 are none.
    """
    for line in lines[:HEAD_LINES]:
        for text in [line.text, *(cell for row in line.rows for cell in row)]:
            if mark := mark_in(text, alone=text == line.text):
                return mark
    return ""


def read_head(lines: list[Line]) -> Head:
    """Take the head off a document's written lines; empty fields were not there."""
    head = Head(secrecy_mark=find_secrecy_mark(lines))
    labelled: dict[str, tuple[str, Line]] = {}
    above: list[Line] = []
    below: list[Line] = []
    at = 0
    while at < min(len(lines), HEAD_LINES):
        line = lines[at]
        taken = (
            _take_label(lines, at, head, labelled)
            or _take_number(lines, at, head)
            or _take_mark(line, head)
        )
        if taken:
            at += taken
            continue
        titled = below if head.number or line.heading_level == 1 else above
        if line.heading_level != 1 and (
            _begins_text(line)
            or (below and _is_whole_title(below))
            or (not below and titled is above and _title_is_whole(above, lines, at))
        ):
            break
        titled.append(line)
        at += 1
    head.rest = lines[at:]
    _settle_title(head, above, below)
    _settle_history(head)
    _settle_labels(head, labelled)
    _take_addressees(head)
    return head


# --- Lines of the head ------------------------------------------------------


def _plain(text: str) -> str:
    return to_simplified(squeeze(text)[0])


Labelled = dict[str, tuple[str, Line]]


def _take_label(lines: list[Line], at: int, head: Head, labelled: Labelled) -> int:
    """Read 「发文字号：…」 as web pages print it; return how many lines that took.

    The value may stand behind the label, in the next cell, or on the next line.
    """
    line = lines[at]
    if line.rows:
        return int(_read_labelled_table(line, labelled))
    match = _LABELLED.fullmatch(to_simplified(line.text))
    if not match:
        return 0
    label, value = match["label"], match["value"].strip()
    colon = ":" in line.text or "：" in line.text
    if not colon and value:
        return 0
    taken = 1
    if not value and at + 1 < len(lines):
        value = to_simplified(lines[at + 1].text)
        taken = 2
        if _LABELLED.match(value):
            value, taken = "", 1
    if label in _LABELS and value:
        labelled.setdefault(_LABELS[label], (value, line))
    else:
        message = "网页上的这一栏没有采用。"
        head.doubts.append(Doubt(line.number, message, excerpt_of(f"{label} {value}")))
    return taken


def _read_labelled_table(line: Line, labelled: Labelled) -> bool:
    found = False
    for row in line.rows:
        for cell, value in pairwise(row):
            label = _plain(cell).rstrip(":")
            found = found or label in _LABELS or label in _OTHER_LABELS
            if label in _LABELS and value:
                labelled.setdefault(_LABELS[label], (to_simplified(value), line))
    return found


def _take_number(lines: list[Line], at: int, head: Head) -> int:
    if head.number:
        return 0
    line = lines[at]
    text = line.text
    if match := _SIGNATORY.search(text):
        head.signatory = (match["name"] or match["trad"]).strip()
        text = text[: match.start()].strip()
        if not text:
            return 1
    if numbers := parse_document_numbers(text):
        _set_number(head, numbers[0], text, line)
        return 1
    plain = _plain(text)
    if at + 1 < len(lines) and plain.endswith(("令", "公告", "通告")):
        following = lines[at + 1].text
        if _STACKED_NUMBER.fullmatch(_plain(following)):
            number = parse_document_number(f"{text}{following}")
            if number:
                _set_number(head, number, f"{text} {following}", line)
                head.letterhead = head.letterhead or number.issuer
                return 2
    return 0


def _set_number(head: Head, number: DocumentNumber, text: str, line: Line) -> None:
    head.number, head.number_text = number, text.strip()
    if number.is_partial:
        message = "发文字号不完整（缺机关代字或发文机关），请补全。"
        head.doubts.append(Doubt(line.number, message, excerpt_of(text)))
    if number.year_is_guessed:
        message = f"发文字号的年份只有两位，可能是 {number.year} 年，请核对。"
        head.doubts.append(Doubt(line.number, message, excerpt_of(text)))


def _take_mark(line: Line, head: Head) -> bool:
    plain = _plain(line.text)
    mark = SECRECY_MARK.match(plain)
    if mark and (mark.end() == len(plain) or _URGENCY.fullmatch(plain, mark.end())):
        return True
    if _URGENCY.fullmatch(plain) or _COPY_NUMBER.fullmatch(plain):
        message = "份号、紧急程度没有对应的栏目，没有采用。"
        head.doubts.append(Doubt(line.number, message, plain))
        return True
    if plain.endswith("文件") and _OFFICE_END.search(plain.removesuffix("文件")):
        head.letterhead = "".join(line.text.split()).removesuffix("文件")
        return True
    bracketed = _DATE_IN_BRACKETS.fullmatch(line.text)
    if bracketed and (date := parse_date(bracketed[1])):
        head.issued_on = date
        message = "成文日期取自标题下的括注，请核对。"
        head.doubts.append(Doubt(line.number, message, line.text))
        return True
    if _HISTORY.fullmatch(to_simplified(line.text)):
        head.history += line.text
        return True
    return False


def _begins_text(line: Line) -> bool:
    text = line.text
    return bool(
        line.rows
        or line.heading_level > 1
        or numbering(text)[0]
        or re.search(r"[。；]", text)
        or re.search(r"[:：]$", text)
        or re.match(r"附\s*件", text)
        or parse_date(text)
    )


# --- Title -------------------------------------------------------------------


def _joined(lines: list[Line]) -> str:
    """Return a title broken over lines in one; blanks stay between joint offices."""
    words = " ".join(line.text for line in lines).split()
    title = words[0] if words else ""
    for word in words[1:]:
        offices = _OFFICE_END.search(to_simplified(title)) and "关于" not in title
        next_office = re.match(
            rf"{HAN}{{2,20}}?(?:政府|[委部局厅院会])(?:关于|$)", word
        )
        latin = title[-1:].isascii() and title[-1:].isalnum() and word[:1].isascii()
        title += f" {word}" if (offices and next_office) or latin else word
    return title


def _is_whole_title(lines: list[Line]) -> bool:
    title = to_simplified(_joined(lines))
    balanced = title.count("《") <= title.count("》")
    ended = balanced and bool(_TITLE_END.search(title))
    return ended or len(title) > _LONGEST_TITLE


def _title_is_whole(above: list[Line], lines: list[Line], at: int) -> bool:
    """Without a number yet: the title has ended, and no number line is close by."""
    if not above or not _is_whole_title(above):
        return False
    coming = lines[at : at + 4]
    return not any(parse_document_numbers(line.text) for line in coming)


def _settle_title(head: Head, above: list[Line], below: list[Line]) -> None:
    letterhead, titled = (above, below) if below else ([], above)
    if not below and head.number is not None and head.number.genre:
        # An order carries no title of its own; what stands above is its letterhead.
        letterhead, titled = (above, []) if not _is_whole_title(above) else ([], above)
    offices = [line for line in letterhead if _OFFICE_END.search(_plain(line.text))]
    if offices and not head.letterhead:
        head.letterhead = "、".join("".join(line.text.split()) for line in offices)
    for line in letterhead:
        if line not in offices:
            message = "文首这一行未能识别，没有采用。"
            head.doubts.append(Doubt(line.number, message, excerpt_of(line.text)))
    title = to_simplified(_joined(titled))
    title, number_text = _number_behind(title)
    if number_text and head.number is None:
        number = find_document_numbers(number_text)[0].number
        _set_number(head, number, number_text.strip("（）()"), titled[-1])
    head.title = title.strip()


def _number_behind(title: str) -> tuple[str, str]:
    """Split a title such as 关于…的通知（澜政发〔2024〕3号） from its number."""
    match = re.search(
        r"[（(][^（）()《》]+[〔\[（(]?[^（）()《》]*[号號]\s*[)）]$", title
    )
    if match and len(found := find_document_numbers(match[0])) == 1:
        inside = match[0][1:-1].strip()
        if len(inside) == found[0].end - found[0].start:
            return title[: match.start()], match[0]
    return title, ""


def _settle_history(head: Head) -> None:
    """Take the number of a rule from 题注 (…令第13号公布) if that names just one."""
    found = find_document_numbers(head.history)
    if head.number is None and len(found) == 1:
        head.number = found[0].number
        head.number_text = head.history[found[0].start : found[0].end]
        message = "发文字号取自标题下的题注，请核对。"
        head.doubts.append(Doubt(0, message, head.number_text))


def _settle_labels(head: Head, labelled: Labelled) -> None:
    """Take from a web page's table only what the document itself does not say."""
    if "title" in labelled and not head.title:
        head.title = labelled["title"][0]
    if "letterhead" in labelled and not head.letterhead:
        head.letterhead = labelled["letterhead"][0]
    if "number" in labelled:
        value, line = labelled["number"]
        numbers = parse_document_numbers(value)
        if numbers and head.number is None:
            _set_number(head, numbers[0], value, line)
        elif head.number not in numbers:
            message = "网页栏目中的发文字号与正文不一致或无法识别，请核对。"
            head.doubts.append(Doubt(line.number, message, excerpt_of(value)))
    if "issued_on" in labelled and head.issued_on is None:
        head.issued_on = parse_date(labelled["issued_on"][0])


# --- Addressees --------------------------------------------------------------


def _take_addressees(head: Head) -> None:
    """Move the 主送机关 off the text: up to four lines that end in a colon."""
    collected = ""
    for taken, line in enumerate(head.rest[:4], start=1):
        if (
            line.rows
            or line.heading_level
            or _NO_ADDRESSEE.search(to_simplified(line.text))
        ):
            return
        if numbering(line.text)[0]:
            return
        collected += line.text
        if line.text.endswith((":", "：")):
            if _ADDRESSEE_WORDS.search(collected):
                head.addressees = collected.rstrip(":：")
                head.rest = head.rest[taken:]
            return
