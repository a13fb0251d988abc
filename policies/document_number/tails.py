"""The tails of document numbers: year and serial in every shape that people type."""

import re
from collections.abc import Iterator

from policies.chinese_numerals import DIGIT_SIGNS, NUMBER_SIGNS, read_number
from policies.chinese_script import HAN, to_simplified
from policies.document_number.number import DocumentNumber

_OPENING = "〔[(【〖{<〈「『"
_CLOSING = "〕])】〗}>〉」』"
# After this, 〔 and 〕 are the only brackets left.
ONE_BRACKET = str.maketrans(
    dict.fromkeys(_OPENING, "〔") | dict.fromkeys(_CLOSING, "〕")
)

GENRES = ("令", "公告", "通告")
DASH = r"[-\u2010-\u2015\u2212_]"
SERIAL = rf"(?P<serial>\d{{1,6}}|[{NUMBER_SIGNS}]{{1,9}})"
_YEAR = rf"[{DIGIT_SIGNS}]{{4}}"
_HAO = "[号號]"
_GENRE = "|".join(GENRES)
_RANGE = r"[-\u2010-\u2015\u2212~〜至]"
# 1—3号, 3号、5号, 3、5和8号; but not 3号、5号楼.
_MORE = (
    rf"(?P<more>(?:{_HAO}?(?:[、,和及与與]|{_RANGE})第?\d{{1,6}})+"
    rf"(?={_HAO}(?!{_GENRE}|[楼樓院线線门門窗厂廠地机機])))?"
)
# Nobody prints a longer range in one number; a longer one is a slip.
_LONGEST_RANGE = 100

CODED_TAIL = re.compile(
    rf"〔(?P<year>{_YEAR}|\d\d)年?〕{DASH}*(?P<word>字)?第?{SERIAL}{_MORE}"
    rf"(?P<hao>{_HAO})?"
)
GENRE_TAIL = re.compile(
    rf"(?P<genre>{_GENRE})(?P<open>〔)?(?:(?P<year>{_YEAR})年)?第?{SERIAL}{_MORE}{_HAO}"
    r"(?(open)〕)"
)
# As people say it: 国务院第722号令, 2019年第39号公告.
SPOKEN_GENRE_TAIL = re.compile(
    rf"(?:(?P<year>{_YEAR})年)?第?{SERIAL}{_HAO}(?P<genre>{_GENRE})"
)
# The form before 1987: （85）财税字第042号.
OLD_NUMBER = re.compile(
    rf"〔(?P<year>\d\d|{_YEAR})〕(?P<code>{HAN}{{1,10}}?)第?{SERIAL}{_MORE}{_HAO}"
)
# Brackets left out altogether, as visitors type: 国办发2019年54号文, 国办发2019 54.
BARE_TAIL = re.compile(
    rf"(?P<year>(?:19|20)\d\d)(?P<between>年?{DASH}*第?){SERIAL}{_MORE}"
    rf"(?P<hao>{_HAO}(?:文件|文)?)?"
)

# What a 机关代字 ends in; asked for where 号 is missing and nothing else tells.
CODE_END = frozenset("发發办辦函字规規令电電通告文决決纪紀综綜联聯党黨预預企资資监監")


def coded_numbers(code: str, match: re.Match) -> list[DocumentNumber]:
    """Return the numbers that this code and tail make; empty if the tail is absurd."""
    year = read_number(match["year"])
    if year is None:
        return []
    guessed = len(match["year"]) == 2
    if guessed:
        # Two figures were usual until the nineties.
        year += 1900 if year >= 49 else 2000
    if not 1900 <= year <= 2099:
        return []
    if match.groupdict().get("word"):
        code += match["word"]
    code = to_simplified(code)
    return [
        DocumentNumber(code, year, serial, year_is_guessed=guessed)
        for serial, _ in serials(match)
    ]


def genre_numbers(issuer: str, match: re.Match) -> list[DocumentNumber]:
    """Return the orders or announcements of this issuer that the tail names."""
    year = read_number(match["year"]) if match["year"] else None
    if year and not 1900 <= year <= 2099:
        return []
    issuer = to_simplified(issuer)
    # Cited as 国务院令第722号; only the President's orders keep the country's name.
    if not issuer.endswith("主席"):
        offices = issuer.split("、")
        issuer = "、".join(name.removeprefix("中华人民共和国") for name in offices)
    return [
        DocumentNumber("", year, serial, issuer, match["genre"])
        for serial, _ in serials(match)
    ]


def serials(match: re.Match) -> list[tuple[int, tuple[int, int]]]:
    """Return every serial of a tail with its place in the text, ranges written out.

    The place of the first reaches back to the beginning of the match. Empty if one of
    them is zero or cannot be read, or a range runs backwards.
    """
    first = read_number(match["serial"])
    if not first:
        return []
    found = [(first, (match.start(), match.end("serial")))]
    more = match.groupdict().get("more") or ""
    for sign, figures, start, end in _items(more, match.end("serial")):
        serial = int(figures)
        if not re.fullmatch(_RANGE, sign):
            found.append((serial, (start, end)))
            continue
        last, (begin, _) = found.pop()
        if not last < serial < last + _LONGEST_RANGE:
            return []
        found += [(each, (begin, end)) for each in range(last, serial + 1)]
    if not all(serial for serial, _ in found):
        return []
    # What closes the tail (号, a bracket) belongs to the last of its serials.
    place = found[-1][1]
    return [
        (
            serial,
            (at[0], match.end()) if at == place else (at[0], _after_hao(match, at)),
        )
        for serial, at in found
    ]


def _items(more: str, offset: int) -> Iterator[tuple[str, str, int, int]]:
    for item in re.finditer(rf"{_HAO}?([^\d号號第])第?(\d+)", more):
        yield item[1], item[2], offset + item.start(2), offset + item.end()


def _after_hao(match: re.Match, place: tuple[int, int]) -> int:
    end = place[1]
    return end + 1 if match.string[end : end + 1] in {"号", "號"} else end


def ends_as_number(match: re.Match, code: str) -> bool:
    """Two figures of a year or a missing 号 need a code that looks like one."""
    plain = match["hao"] and len(match["year"]) == 4
    return bool(plain or match["word"]) or code[-1] in CODE_END
