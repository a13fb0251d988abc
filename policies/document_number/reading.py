"""Read the numbers of a field (one, joint ones, a range) or of running text."""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field

from policies.chinese_script import HAN
from policies.document_number.heads import (
    begins_as_sentence,
    code_before,
    is_spoken_code,
    is_whole_code,
    issuer_before,
    joint_issuer,
)
from policies.document_number.not_numbers import NOT_A_NUMBER
from policies.document_number.number import DocumentNumber, FoundNumber
from policies.document_number.tails import (
    BARE_TAIL,
    CODE_END,
    CODED_TAIL,
    GENRE_TAIL,
    OLD_NUMBER,
    SPOKEN_GENRE_TAIL,
    coded_numbers,
    ends_as_number,
    genre_numbers,
    serials,
)
from policies.document_number.typed import TypedText

_LABEL = re.compile(
    r"(?:发文字号|發文字號|发文文号|文件编号|文件字号|文号|文號|字号):?"
)
_BETWEEN = re.compile(r"[、,;/]")
_JOINING = re.compile(r"[和及与與]")
_JOINT = re.compile(f"{_BETWEEN.pattern}|{_JOINING.pattern}")
_AFTERWORD = re.compile(r"(?:文件|文)(?=$|[、,;/])")

_CODED = re.compile(rf"(?P<code>{HAN}{{0,24}}?){CODED_TAIL.pattern}")
_HEAD = rf"(?P<head>[{HAN[1:-1]}、]{{0,120}}?)"
_WITH_GENRE = re.compile(rf"{_HEAD}{GENRE_TAIL.pattern}")
_SPOKEN_GENRE = re.compile(rf"{_HEAD}{SPOKEN_GENRE_TAIL.pattern}")
_BARE = re.compile(rf"(?P<code>{HAN}{{0,15}}?){BARE_TAIL.pattern}")


def parse_document_number(
    text: str, *, known_codes: Collection[str] = ()
) -> DocumentNumber | None:
    """Read a text that is a 发文字号 and nothing else; None if it is not just one.

    Brackets of every kind, blanks, full width, traditional script and its pinyin
    residue, 第, leading zeros, a missing 号 and Chinese figures are accepted, since
    people type what their keyboard offers. A number without 代字 is read as partial.
    """
    numbers = parse_document_numbers(text, known_codes=known_codes)
    return numbers[0] if len(numbers) == 1 else None


def parse_document_numbers(
    text: str, *, known_codes: Collection[str] = ()
) -> tuple[DocumentNumber, ...]:
    """Read a text that is document numbers and nothing else, all of them in order.

    Joint numbers stand side by side or behind 、; in 国发〔2019〕3号、5号 the head is
    lent to the later ones, and a range (1—3号) is written out. Empty if anything else
    is in the text. `known_codes` of the offices admit what only they can tell.
    """
    typed = TypedText(" ".join(text.split()))
    at, end = _inside(typed.flat)
    numbers: list[DocumentNumber] = []
    while at < end:
        if numbers:
            at = _after_separator(typed, at, known_codes)
        piece = _piece(typed, at, end, numbers, known_codes)
        if piece is None:
            return ()
        read, at = piece
        numbers += read
    return tuple(numbers)


def canonical_form(text: str) -> str:
    """Return the numbers in this text as they are stored, joined by 、.

    A text that is no number, or one that a person must complete or confirm, comes
    back as it was typed.
    """
    numbers = parse_document_numbers(text)
    if numbers and all(number.is_certain for number in numbers):
        return "、".join(map(str, numbers))
    return text


def find_document_numbers(
    text: str, *, known_codes: Collection[str] = ()
) -> list[FoundNumber]:
    """Return the numbers inside running text in their order, without overlaps.

    Words of the sentence before a 机关代字 are cut (根据国办发… gives 国办发…). Where
    a code itself begins like one (和政办, 经信), `known_codes` of the offices decide.
    Court cases, dates and numbers without a code are left out.
    """
    typed = TypedText(text)
    taken = [match.span() for match in NOT_A_NUMBER.finditer(typed.flat)]
    found = []
    for group in _groups(typed, known_codes):
        if any(group.start < last and first < group.end for first, last in taken):
            continue
        taken.append((group.start, group.end))
        found += group.found(typed)
    return sorted(found, key=lambda hit: hit.start)


# --- A field -----------------------------------------------------------------


def _inside(flat: str) -> tuple[int, int]:
    """Return what is left of a field without its label and the brackets around it."""
    start, end = 0, len(flat)
    if label := _LABEL.match(flat):
        start = label.end()
    inner = flat[start + 1 : end - 1]
    if flat[start : start + 1] == "〔" and flat[end - 1 :] == "〕" and "〔" in inner:
        return start + 1, end - 1
    return start, end


def _after_separator(typed: TypedText, at: int, known_codes: Collection[str]) -> int:
    if between := _BETWEEN.match(typed.flat, at):
        return between.end()
    if not _JOINING.match(typed.flat, at):
        return at
    # 和政办发, 及政发: a blank in front or the offices' own codes tell.
    apart = typed.blank_before(at) and not typed.blank_before(at + 1)
    own = any(typed.flat.startswith(code, at) for code in known_codes)
    return at if apart or own else at + 1


def _piece(
    typed: TypedText,
    at: int,
    end: int,
    before: list[DocumentNumber],
    known_codes: Collection[str],
) -> tuple[list[DocumentNumber], int] | None:
    """Read what stands at this place; return it with where it ends, None if nothing."""
    flat = typed.flat
    if NOT_A_NUMBER.match(flat, at, end):
        return None
    for read in (_read_coded, _read_genre, _read_old, _read_bare):
        numbers, stop = read(typed, at, end, known_codes)
        if not numbers:
            continue
        if numbers[0].is_partial and not numbers[0].genre and before:
            # 国发〔2019〕3号、〔2020〕5号
            code = before[-1].agency_code
            if not code:
                return None
            numbers = [_with_code(number, code) for number in numbers]
        afterword = _AFTERWORD.match(flat, stop, end)
        return numbers, afterword.end() if afterword else stop
    return None


Reading = tuple[list[DocumentNumber], int]
_NOTHING: Reading = ([], 0)


def _with_code(number: DocumentNumber, code: str) -> DocumentNumber:
    return DocumentNumber(
        code, number.year, number.serial, year_is_guessed=number.year_is_guessed
    )


def _read_coded(typed: TypedText, at: int, end: int, _: Collection[str]) -> Reading:
    match = _CODED.match(typed.flat, at, end)
    if not match:
        return _NOTHING
    code = match["code"]
    if code and not (is_whole_code(code) and ends_as_number(match, code)):
        return _NOTHING
    return coded_numbers(code, match), match.end()


def _read_genre(typed: TypedText, at: int, end: int, _: Collection[str]) -> Reading:
    for form in (_WITH_GENRE, _SPOKEN_GENRE):
        match = form.match(typed.flat, at, end)
        if not match or begins_as_sentence(match["head"]):
            continue
        if form is _SPOKEN_GENRE and not match["head"]:
            continue
        issuer = joint_issuer(typed, *match.span("head"))
        return genre_numbers(issuer, match), match.end()
    return _NOTHING


def _read_old(typed: TypedText, at: int, end: int, _: Collection[str]) -> Reading:
    match = OLD_NUMBER.match(typed.flat, at, end)
    return (coded_numbers(match["code"], match), match.end()) if match else _NOTHING


def _read_bare(
    typed: TypedText, at: int, end: int, known_codes: Collection[str]
) -> Reading:
    match = _BARE.match(typed.flat, at, end)
    if not match:
        return _NOTHING
    code, hao = match["code"], match["hao"] or ""
    parted = match["between"] or typed.blank_before(match.start("serial"))
    spoken = hao.endswith(("文", "文件")) and is_spoken_code(code)
    ends_well = bool(code) and code[-1] in CODE_END and is_whole_code(code)
    partial = not code and hao.endswith(("文", "文件"))
    if (hao or parted) and (spoken or ends_well or partial or code in known_codes):
        return coded_numbers(code, match), match.end()
    return _NOTHING


# --- Running text ------------------------------------------------------------


@dataclass(frozen=True)
class _Group:
    """The numbers that one head and one tail make, with where they stand in `flat`."""

    numbers: list[DocumentNumber]
    start: int
    match: re.Match = field(repr=False)

    @property
    def end(self) -> int:
        return self.match.end()

    def found(self, typed: TypedText) -> Iterator[FoundNumber]:
        first = self.match.start()
        for number, (_, (start, end)) in zip(
            self.numbers, serials(self.match), strict=True
        ):
            begin = self.start if start == first else start
            yield FoundNumber(number, *typed.place(begin, end))


def _groups(typed: TypedText, known_codes: Collection[str]) -> Iterator[_Group]:
    """Yield what may be numbers; of two that overlap, the first yielded is meant."""
    flat = typed.flat
    for match in OLD_NUMBER.finditer(flat):
        if match["code"].endswith("字") and (
            numbers := coded_numbers(match["code"], match)
        ):
            yield _Group(numbers, match.start(), match)
    yield from _coded_groups(typed, known_codes)
    for form in (GENRE_TAIL, SPOKEN_GENRE_TAIL):
        for match in form.finditer(flat):
            issuer, start = issuer_before(typed, match.start())
            if issuer and (numbers := genre_numbers(issuer, match)):
                yield _Group(numbers, start, match)
    for match in BARE_TAIL.finditer(flat):
        if (match["hao"] or "").endswith(("文", "文件")):
            code = code_before(typed, match.start(), known_codes)
            if is_spoken_code(code) and (numbers := coded_numbers(code, match)):
                yield _Group(numbers, match.start() - len(code), match)


def _coded_groups(typed: TypedText, known_codes: Collection[str]) -> Iterator[_Group]:
    flat = typed.flat
    last: _Group | None = None
    for match in CODED_TAIL.finditer(flat):
        if not match["hao"] and not _stands_alone(typed, match):
            continue
        start = match.start()
        if last and _JOINT.fullmatch(flat, last.end, start):
            # 国发〔2019〕3号、〔2020〕5号
            code = last.numbers[-1].agency_code
        else:
            code = code_before(typed, start, known_codes)
            start -= len(code)
        if not code or not ends_as_number(match, code):
            continue
        if numbers := coded_numbers(code, match):
            last = _Group(numbers, start, match)
            yield last


def _stands_alone(typed: TypedText, match: re.Match) -> bool:
    """Without 号, only 〔2019〕54 at a word's end is a number; （2019）54项 is none."""
    if typed.typed(match.start()) not in "〔\uff3b[【﹝〖":
        return False
    return not re.match(rf"[\d.%]|(?!文|精神|要求|等){HAN}", typed.flat[match.end() :])
