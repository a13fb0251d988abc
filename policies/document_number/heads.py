"""The heads of document numbers: where a 机关代字 or an office begins in a sentence."""

import re
from collections.abc import Collection

from policies.chinese_script import HAN, to_simplified
from policies.document_number.tails import GENRES
from policies.document_number.typed import TypedText

# A 代字 is never longer than this in practice; a longer run is a sentence.
_LONGEST_CODE = 12
# Small offices print their own name where the 代字 belongs: 青石街道办事处〔2020〕3号.
_LONGEST_WHOLE_CODE = 20
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
_OFFICE_THEN_CODE = re.compile(
    rf".*(?:人民政府|办公厅|办公室|委员会|[省市县区州]{HAN}{{2,8}}(?:厅|局|委))"
    rf"(?!办公[厅室])(?P<code>{HAN}{{3,}})$"
)
_OFFICE_NAME_END = re.compile("(?:政府|国务院|委员会|办公厅|办公室|[局厅部院])$")
_NO_CODE = re.compile(
    "(?:通知|意见|方案|办法|规定|决定|要求|精神|文件|以及|附件|附表|编号"
    # Arbitrators number their cases like documents: 澜劳人仲案字〔2020〕3号.
    "|仲[案裁]?字)$"
)
_IN_THE_MIDDLE = re.compile(r"[以按据的及与或是]")
# These begin real codes too (和政办, 经信, 从政发): they fall inside a sentence only.
_AT_THE_LEFT = "按据经对与和及或在从向为由以将见即是的等原因凭报而"
_NEVER_FIRST = "按据见即"
# 办发 cut from 国办发 by a blank is no code of its own.
_SHORT_ENDINGS = {"办发", "办函", "办字", "办规", "办电", "发电", "明电", "办发电"}
_OPENING_WORDS = re.compile(
    "根据|按照|依据|依照|遵照|参照|对照|贯彻|落实|现将|现就|以及|详见|参见|关于"
)

_OFFICE_END = re.compile(
    r"(?:人民政府|国务院|主席|委员会|[府院部局委会署厅办行室处社联馆队站组]|海关|中心"
    r"|公司|集团)$"
)
_BEFORE_OFFICE = re.compile(
    "根据|按照|依据|依照|遵照|参照|贯彻|落实|执行|发布|公布|修改|修订|废止|替代|代替|以及"
    "|或者|同时|关于|通过|的|以|由|经|对|见|将|按|据|日(?!报)"
)
# 和县, 和政县, 和田, 和平区, 和顺县, 和林格尔, 原平 and 原阳 are places.
_JOINING_WORD = re.compile("[及与]|和(?![县政田平顺林龙静硕布])|原(?![州平阳])")


def code_before(typed: TypedText, end: int, known_codes: Collection[str]) -> str:
    """Return the 机关代字 that ends there, without the sentence before it, or ""."""
    flat = typed.flat
    run = _CODE_RUN.search(flat[max(0, end - _LONGEST_RUN) : end])[0]
    start = end - len(run)
    simplified = to_simplified(run)
    if known := _known_code(simplified, known_codes):
        return run[-len(known) :]
    cut = _last_word(typed, start, end)
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


def is_whole_code(code: str) -> bool:
    """Tell whether this may be a 机关代字 and nothing else, no words before it."""
    simplified = to_simplified(code)
    office = _OFFICE_THEN_CODE.match(simplified)
    return not (
        len(code) > _LONGEST_WHOLE_CODE
        or _NO_CODE.search(simplified)
        or begins_as_sentence(simplified)
        or (office and office["code"] not in _SHORT_ENDINGS)
    )


def is_spoken_code(code: str) -> bool:
    """Tell whether this may stand for a 代字 in 国办2019年54号文: no office's name."""
    return 1 < len(code) <= _LONGEST_CODE and not _OFFICE_NAME_END.search(
        to_simplified(code)
    )


def begins_as_sentence(head: str) -> bool:
    """Tell whether words such as 根据 or 关于 open this head."""
    return bool(_OPENING_WORDS.match(to_simplified(head)))


def issuer_before(typed: TypedText, end: int) -> tuple[str, int]:
    """Return the issuers that end there, joined by 、, and where they begin; "" if
    none stands there."""
    run = _ISSUER_RUN.search(typed.flat[max(0, end - _LONGEST_RUN) : end])[0]
    head = _offices_at_the_end(run)
    start = end - len(head)
    return joint_issuer(typed, start, end), start


def joint_issuer(typed: TypedText, start: int, end: int) -> str:
    """Return the issuers joined by 、 where blanks alone had kept several apart."""
    words = typed.words(start, end)
    several = all(
        len(word) > 2 and _OFFICE_END.search(to_simplified(word)) for word in words
    )
    return "、".join(words) if several else "".join(words)


def _known_code(run: str, known_codes: Collection[str]) -> str:
    """Return the longest known code that the run ends in, at a word's beginning.

    江政办发 ends in 政办发 too, but that is another office's code.
    """
    ending = [code for code in known_codes if code and run.endswith(code)]
    for code in sorted(ending, key=len, reverse=True):
        before = run[: -len(code)]
        sentence = list(_SENTENCE.finditer(before))
        if (
            not before
            or before[-1] in _AT_THE_LEFT
            or (sentence and sentence[-1].end() == len(before))
            or (len(before) > 3 and _OFFICE_END.search(before))
        ):
            return code
    return ""


def _after_sentence(run: str, cut: int) -> int:
    """Return where the code begins after the last word that belongs to the sentence."""
    for pattern in (_SENTENCE, _OFFICE_NAME, _IN_THE_MIDDLE):
        for match in pattern.finditer(run, cut):
            rest = run[match.end() :]
            shortest = 1 if pattern is _IN_THE_MIDDLE else 2
            if pattern is _OFFICE_NAME and rest in _SHORT_ENDINGS:
                continue
            if len(rest) >= shortest and rest not in GENRES:
                cut = match.end()
    return cut


def _last_word(typed: TypedText, start: int, end: int) -> int:
    """Return where the last blank-separated word of the run begins."""
    words = typed.words(start, end)
    last = words[-1]
    letterspaced = len(words) >= end - start
    if letterspaced or len(last) < 2 or to_simplified(last) in _SHORT_ENDINGS:
        return 0
    return end - start - len(last)


def _offices_at_the_end(run: str) -> str:
    simplified = to_simplified(run)
    cut = max((m.end() for m in _BEFORE_OFFICE.finditer(simplified)), default=0)
    if _JOINING_WORD.match(simplified, cut):
        cut += 1
    kept: list[str] = []
    for piece in reversed(run[cut:].split("、")):
        if len(piece) < 2 or not _OFFICE_END.search(to_simplified(piece)):
            break
        kept.insert(0, piece)
    return "、".join(kept)
