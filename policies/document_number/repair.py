"""Propose what a number damaged by OCR or typing may have been; a person decides."""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from itertools import product

from policies.chinese_script import HAN, to_simplified
from policies.document_number.number import DocumentNumber
from policies.document_number.reading import parse_document_number
from policies.document_number.typed import TypedText

_FIGURES = {
    **dict.fromkeys("OoDQＯОοо〇○", "0"),  # noqa: RUF001 - the look-alikes are the point.
    **dict.fromkeys("lI|i!", "1"),
    **dict.fromkeys("Zz", "2"),
    **dict.fromkeys("Ss", "5"),
    "b": "6",
    "B": "8",
    **dict.fromkeys("gq", "9"),
}
_FIGURE = rf"[\d{re.escape(''.join(_FIGURES))}]"
# Read for 〔 and 〕 where the print is faint.
_OPENING_SLIPS = "1lI|!CcfLt厂"
_CLOSING_SLIPS = "1lI|!Jj丁"
_HAO_SLIPS = "就另亏吁吕呈咢"
_CODE = rf"(?P<code>{HAN}{{2,16}}?)"


@dataclass(frozen=True)
class Slip:
    """One misread sign: what stands in the text ("" if nothing) and what is meant."""

    read: str
    meant: str

    def __str__(self) -> str:
        if not self.read:
            return f"补“{self.meant}”"
        return f"“{self.read}”改为“{self.meant}”"


@dataclass(frozen=True)
class Repair:
    """A number that the text may mean, and every slip that had to be assumed."""

    number: DocumentNumber
    slips: tuple[Slip, ...]

    def __str__(self) -> str:
        return f"{self.number}（{'，'.join(map(str, self.slips))}）"


def propose_repairs(
    text: str, *, known_codes: Collection[str] = ()
) -> tuple[Repair, ...]:
    """Return what a damaged number may have been, the fewest slips first.

    Reads 〔 out of 1 or C, 号 out of 就, 0 out of O, 1 out of l; with `known_codes` a
    code with one wrong character, and the code that a spoken one stands for (国办,
    国办发). Empty for a number that is sound, and for what cannot be one. Nothing is
    ever repaired but here: the caller shows it, a person takes it.
    """
    flat = TypedText(" ".join(text.split())).flat
    repairs: dict[DocumentNumber, Repair] = {}
    for number, slips in _readings(flat, text):
        code, of_code = _mended_code(number.agency_code, known_codes)
        mended = DocumentNumber(code, number.year, number.serial)
        if slips or of_code:
            repair = Repair(mended, (*of_code, *slips))
            known = repairs.get(mended)
            if known is None or len(repair.slips) < len(known.slips):
                repairs[mended] = repair
    return tuple(sorted(repairs.values(), key=lambda repair: len(repair.slips)))


def _readings(flat: str, text: str) -> Iterator[tuple[DocumentNumber, list[Slip]]]:
    """Yield every way to read the text as code, year and serial."""
    whole = parse_document_number(text)
    if whole is not None and not re.search(rf"{_FIGURE}*[A-Za-z]", flat):
        if whole.agency_code:
            yield whole, []
        return
    openings = ("〔", f"[{_OPENING_SLIPS}]", "")
    closings = ("〕", f"[{_CLOSING_SLIPS}]", "")
    for opening, closing in product(openings, closings):
        match = re.fullmatch(
            rf"{_CODE}(?P<opening>{opening})(?P<year>{_FIGURE}{{4}})年?"
            rf"(?P<closing>{closing})第?(?P<serial>{_FIGURE}{{1,5}})"
            rf"(?P<hao>[号號{_HAO_SLIPS}]?)",
            flat,
        )
        if match and (number := _number(match)):
            yield number, list(_slips(match))


def _number(match: re.Match) -> DocumentNumber | None:
    year, serial = int(_figures(match["year"])), int(_figures(match["serial"]))
    if not 1949 <= year <= 2099 or not serial:
        return None
    return DocumentNumber(to_simplified(match["code"]), year, serial)


def _slips(match: re.Match) -> Iterator[Slip]:
    for name, meant in (
        ("opening", "〔"),
        ("year", _figures(match["year"])),
        ("closing", "〕"),
        ("serial", _figures(match["serial"])),
        ("hao", "号"),
    ):
        read = match[name].replace("號", "号")
        if read != meant:
            yield Slip(read, meant)


def _figures(text: str) -> str:
    return "".join(_FIGURES.get(sign, sign) for sign in text)


def _mended_code(code: str, known_codes: Collection[str]) -> tuple[str, list[Slip]]:
    """Return the one known code that this may stand for, or the code as it is."""
    if code in known_codes:
        return code, []
    longer = [known for known in known_codes if known[:-1] == code]
    alike = [
        known
        for known in known_codes
        if len(known) == len(code) > 2
        and sum(a != b for a, b in zip(known, code, strict=True)) == 1
    ]
    for likely in (longer, alike):
        if len(likely) == 1:
            return likely[0], [Slip(code, likely[0])]
    return code, []
