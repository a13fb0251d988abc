"""发文字号: read it from whatever was typed, print it as GB/T 9704-2012 does.

A number has a head (机关代字, or an office and 令/公告) and a tail (year and serial).
Tails are few and strict, so they are looked for first; the head is what stands before.
Joint numbers and ranges are one more kind of tail.
"""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field

from policies.chinese_numerals import DIGIT_SIGNS, NUMBER_SIGNS, read_number
from policies.chinese_script import HAN, squeeze, to_simplified


@dataclass(frozen=True)
class DocumentNumber:
    """A document number taken apart; `str()` gives the canonical form.

    Either `agency_code` is set (国办发〔2019〕54号) or `genre` is, with the issuer
    (澜川市人民政府令第12号, 澜川市财政局公告2024年第3号). Neither: a partial number.
    """

    agency_code: str
    year: int | None
    serial: int
    issuer: str = ""
    genre: str = ""
    # A year of two figures was completed by rule: a suggestion, not a reading.
    year_is_guessed: bool = field(default=False, compare=False)

    @property
    def is_partial(self) -> bool:
        """Whether the office is missing, so that a person must complete it."""
        return not self.agency_code and not self.issuer

    def __str__(self) -> str:
        if self.genre:
            year = f"{self.year}年" if self.year else ""
            return f"{self.issuer}{self.genre}{year}第{self.serial}号"
        return f"{self.agency_code}〔{self.year}〕{self.serial}号"


@dataclass(frozen=True)
class FoundNumber:
    """A document number inside a text; `text[start:end]` is how it was written."""

    number: DocumentNumber
    start: int
    end: int


_OPENING = "〔[(【〖{<〈「"
_CLOSING = "〕])】〗}>〉」"
_BRACKETS = str.maketrans(dict.fromkeys(_OPENING, "〔") | dict.fromkeys(_CLOSING, "〕"))

_YEAR = rf"[{DIGIT_SIGNS}]{{4}}"
_SERIAL = rf"(?P<serial>\d{{1,6}}|[{NUMBER_SIGNS}]{{1,9}})"
_DASH = r"[-\u2010-\u2015\u2212_]"
# What a 机关代字 ends in; asked for where 号 is missing and nothing else tells.
_CODE_END = "发發办辦函字规規令电電通告文决決纪紀综綜联聯党黨预預企资資监監"

_CODED_TAIL = re.compile(
    rf"〔(?P<year>{_YEAR}|\d\d)年?〕{_DASH}*第?{_SERIAL}(?P<hao>[号號])?"
)
_GENRE_TAIL = re.compile(
    rf"(?P<genre>令|公告|通告)(?P<open>〔)?(?:(?P<year>{_YEAR})年)?第?{_SERIAL}[号號]"
    r"(?(open)〕)"
)
# The form before 1987: （85）财税字第042号.
_OLD = re.compile(
    rf"〔(?P<year>\d\d|{_YEAR})〕(?P<code>{HAN}{{1,10}}?)第?{_SERIAL}[号號]"
)
# Courts number cases: （2019）沪01民终1234号, （2003）沪二中民终字第12号.
_COURT_CASE = re.compile(
    rf"〔{_YEAR}〕(?:{HAN}{{1,4}}\d{{1,4}}{HAN}{{1,8}}字?第?\d+"
    rf"|{HAN}{{0,6}}(?:[民刑行知赔賠破][{HAN[1:-1]}]{{0,3}}[初终終再监監申他异異复復恢保抗核]"
    rf"|执|執){HAN}{{0,2}}第?\d+)[号號](?:之[{NUMBER_SIGNS}])?"
)

_LABEL = re.compile(
    r"^(?:发文字号|發文字號|发文文号|文件编号|文件字号|文号|文號|字号):?"
)
_AFTERWORD = re.compile(r"(?:文件|文)$")
# Brackets left out altogether, as visitors type: 国办发2019年54号, 国办发2019 54.
_BARE = re.compile(
    rf"(?P<code>{HAN}{{1,15}}[{_CODE_END}])〔?(?P<year>(?:19|20)\d\d)年?〕?"
    rf"{_DASH}*第?{_SERIAL}[号號]?"
)


def parse_document_number(text: str) -> DocumentNumber | None:
    """Read a text that is a 发文字号 and nothing else; None if it is not one.

    Brackets of every kind, blanks, full width, traditional script and its pinyin
    residue, 第, leading zeros, a missing 号 and Chinese figures are accepted, since
    people type what their keyboard offers. A number without 代字 is read as partial.
    """
    squeezed, places = squeeze(" ".join(text.split()))
    whole = _LABEL.sub("", _AFTERWORD.sub("", squeezed.translate(_BRACKETS)))
    whole = _without_outer_brackets(whole)
    if _COURT_CASE.fullmatch(whole):
        return None
    if match := re.fullmatch(rf"(?P<code>{HAN}{{0,24}}){_CODED_TAIL.pattern}", whole):
        code = match["code"]
        if code and (_begins_as_sentence(code) or not _ends_as_number(match, code)):
            return None
        return _coded(code, match)
    if match := re.fullmatch(
        rf"(?P<head>[{HAN[1:-1]}、]*?){_GENRE_TAIL.pattern}", whole
    ):
        if _begins_as_sentence(match["head"]):
            return None
        issuer = _joint_issuer(text, squeezed, places, match["head"])
        return _ordered(issuer, match)
    for form in (_OLD, _BARE):
        if match := form.fullmatch(whole):
            return _coded(match["code"], match)
    return None


def find_document_numbers(
    text: str, *, known_codes: Collection[str] = ()
) -> list[FoundNumber]:
    """Return the numbers inside running text in their order, without overlaps.

    Words of the sentence before a 机关代字 are cut (根据国办发… gives 国办发…). Where
    a code itself begins like one (和政办, 经信), `known_codes` of the offices decide.
    Court cases, dates and numbers without a code are left out.
    """
    squeezed, places = squeeze(text)
    flat = squeezed.translate(_BRACKETS)
    taken = [match.span() for match in _COURT_CASE.finditer(flat)]
    found = []
    for number, start, end in _candidates(text, flat, places, known_codes):
        if any(start < last and first < end for first, last in taken):
            continue
        taken.append((start, end))
        found.append(FoundNumber(number, places[start], places[end - 1] + 1))
    return sorted(found, key=lambda hit: hit.start)


def _candidates(
    text: str, flat: str, places: list[int], known_codes: Collection[str]
) -> Iterator[tuple[DocumentNumber, int, int]]:
    for match in _OLD.finditer(flat):
        number = _coded(match["code"], match)
        if number and match["code"].endswith("字"):
            yield number, *match.span()
    for match in _CODED_TAIL.finditer(flat):
        if not match["hao"] and not _stands_alone(text, flat, places, match):
            continue
        code = _code_before(text, flat, places, match.start(), known_codes)
        if not code or not _ends_as_number(match, code):
            continue
        if number := _coded(code, match):
            yield number, match.start() - len(code), match.end()
    for match in _GENRE_TAIL.finditer(flat):
        before = flat[max(0, match.start() - _LONGEST_RUN) : match.start()]
        issuer = _issuer_in(_ISSUER_RUN.search(before)[0])
        if not issuer:
            continue
        start = match.start() - len(issuer)
        named = _joint_issuer(text, flat, places, issuer, start)
        if number := _ordered(named, match):
            yield number, start, match.end()


# --- Tails -----------------------------------------------------------------


def _coded(code: str, match: re.Match) -> DocumentNumber | None:
    year, serial = read_number(match["year"]), read_number(match["serial"])
    if year is None or not serial:
        return None
    guessed = len(match["year"]) == 2
    if guessed:
        # Two figures were usual until the nineties.
        year += 1900 if year >= 49 else 2000
    if not 1900 <= year <= 2099:
        return None
    return DocumentNumber(to_simplified(code), year, serial, year_is_guessed=guessed)


def _ordered(issuer: str, match: re.Match) -> DocumentNumber | None:
    serial = read_number(match["serial"])
    year = read_number(match["year"]) if match["year"] else None
    if not serial or (year and not 1900 <= year <= 2099):
        return None
    issuer = to_simplified(issuer)
    # Cited as 国务院令第722号; only the President's orders keep the country's name.
    if not issuer.endswith("主席"):
        offices = issuer.split("、")
        issuer = "、".join(name.removeprefix("中华人民共和国") for name in offices)
    return DocumentNumber("", year, serial, issuer, match["genre"])


def _ends_as_number(match: re.Match, code: str) -> bool:
    """Two figures of a year or a missing 号 need a code that looks like one."""
    plain = match["hao"] and len(match["year"]) == 4
    return bool(plain) or code[-1] in _CODE_END


def _stands_alone(text: str, flat: str, places: list[int], match: re.Match) -> bool:
    """Without 号, only 〔2019〕54 at a word's end is a number; （2019）54项 is none."""
    if text[places[match.start()]] not in "〔\uff3b[【﹝〖":
        return False
    return not re.match(rf"[\d.%]|(?!文|精神|要求|等){HAN}", flat[match.end() :])


def _without_outer_brackets(text: str) -> str:
    inner = text[1:-1]
    if text[:1] == "〔" and text[-1:] == "〕" and "〔" in inner:
        return inner
    return text


# --- Heads -----------------------------------------------------------------

# A 代字 is never longer than this in practice; a longer run is a sentence.
_LONGEST_CODE = 12
# How far back to look for a head; 号 ends the number before it.
_LONGEST_RUN = 60
_CODE_RUN = re.compile(rf"(?:(?![号號]){HAN})*$")
_ISSUER_RUN = re.compile(rf"(?:(?![号號]){HAN}|、)*$")

_SENTENCE_WORDS = (
    "根据|按照|依据|依照|遵照|参照|对照|结合|贯彻|落实|执行|实施|遵守|印发|转发|下发|发布"
    "|公布|制发|报送|收到|关于|以及|或者|通知|意见|决定|规定|办法|方案|精神|要求|现将|现就"
    "|简称|废止|修改|修订|代替|替代|取代|同时|详见|参见|包括|属于|列入|文件|文号|字号|其中|原为"
    "|办公厅|办公室|人民政府|委员会|国务院|党中央|中共中央|总局|省政府|市政府|县政府|区政府"
)
_SENTENCE = re.compile(f"(?:{_SENTENCE_WORDS})")
# An office written out before its code: 省财政厅澜财预〔2020〕3号.
_OFFICE_NAME = re.compile(
    rf"^.*[省市县區区州]{HAN}{{2,8}}(?:厅|廳|局|委)(?={HAN}{{2,}})"
)
_NO_CODE = re.compile("(?:通知|意见|方案|办法|规定|决定|要求|精神|文件|以及)$")
_IN_THE_MIDDLE = re.compile(r"[以按据的及与或是]")
# These begin real codes too (和政办, 经信, 从政发): they fall inside a sentence only.
_AT_THE_LEFT = "按据经对与和及或在从向为由以将见即是的等原因凭报而"
_NEVER_FIRST = "按据见即"
# 办发 cut from 国办发 by a blank is no code of its own.
_SHORT_ENDINGS = {"办发", "办函", "办字", "办规", "办电", "发电", "明电", "办发电"}
_GENRES = {"令", "公告", "通告"}


def _code_before(
    text: str, flat: str, places: list[int], end: int, known_codes: Collection[str]
) -> str:
    run = _CODE_RUN.search(flat[max(0, end - _LONGEST_RUN) : end])[0]
    start = end - len(run)
    simplified = to_simplified(run)
    known = [code for code in known_codes if simplified.endswith(code)]
    if known:
        return run[-max(map(len, known)) :]
    cut = _last_word(text, places[start:end])
    cut = _after_sentence(simplified, cut)
    inside_sentence = cut == 0 and flat[start - 1 : start] not in {"", "〔", "\n", "“"}
    while len(run) - cut > 2 and (
        simplified[cut] in _NEVER_FIRST
        or ((inside_sentence or cut) and simplified[cut] in _AT_THE_LEFT)
    ):
        cut += 1
    code = run[cut:]
    if len(code) > _LONGEST_CODE or _NO_CODE.search(to_simplified(code)):
        return ""
    return code


def _after_sentence(run: str, cut: int) -> int:
    """Return where the code begins after the last word that belongs to the sentence."""
    for pattern in (_SENTENCE, _OFFICE_NAME, _IN_THE_MIDDLE):
        for match in pattern.finditer(run, cut):
            rest = run[match.end() :]
            shortest = 1 if pattern is _IN_THE_MIDDLE else 2
            if len(rest) >= shortest and rest not in _GENRES:
                cut = match.end()
    return cut


def _last_word(text: str, places: list[int]) -> int:
    """Return where the last blank-separated word of the run begins."""
    gaps = [
        at
        for at in range(1, len(places))
        if text[places[at - 1] + 1 : places[at]].isspace()
    ]
    if not gaps:
        return 0
    word = "".join(text[place] for place in places[gaps[-1] :])
    letterspaced = len(gaps) >= len(places) - 1
    if letterspaced or len(word) < 2 or to_simplified(word) in _SHORT_ENDINGS:
        return 0
    return gaps[-1]


def _begins_as_sentence(head: str) -> bool:
    return bool(
        re.match(
            "根据|按照|依据|依照|遵照|参照|对照|贯彻|落实|现将|现就|以及|详见|参见|關於|关于",
            to_simplified(head),
        )
    )


_OFFICE_END = re.compile(
    r"(?:人民政府|国务院|主席|委员会|[府院部局委会署厅办行室处社海关])$"
)
_BEFORE_OFFICE = re.compile(
    "根据|按照|依据|依照|遵照|参照|贯彻|落实|执行|发布|公布|修改|修订|废止|替代|代替|以及"
    "|或者|同时|关于|通过|的|以|由|经|对|见|将|按|据|日(?!报)"
)


# 和县, 和政县, 和田, 和平区, 和顺县, 和林格尔, 原平 and 原阳 are places.
_JOINING_WORD = re.compile("[及与]|和(?![县政田平顺林龙静硕布])|原(?![州平阳])")


def _issuer_in(head: str) -> str:
    """Return the office or offices at the end of the run before 令 or 公告, or ""."""
    simplified = to_simplified(head)
    cut = max((m.end() for m in _BEFORE_OFFICE.finditer(simplified)), default=0)
    if _JOINING_WORD.match(simplified, cut):
        cut += 1
    pieces = head[cut:].split("、")
    kept: list[str] = []
    for piece in reversed(pieces):
        if len(piece) < 2 or not _OFFICE_END.search(to_simplified(piece)):
            break
        kept.insert(0, piece)
    return "、".join(kept)


def _joint_issuer(
    text: str, flat: str, places: list[int], head: str, start: int | None = None
) -> str:
    """Return the issuers joined by 、 where blanks alone had kept several apart."""
    if start is None:
        start = flat.find(head)
    words = [""]
    for at in range(start, start + len(head)):
        if at > start and text[places[at - 1] + 1 : places[at]].isspace():
            words.append("")
        words[-1] += flat[at]
    several = all(
        len(word) > 2 and _OFFICE_END.search(to_simplified(word)) for word in words
    )
    return "、".join(words) if len(words) > 1 and several else head
