"""The keys under which a document number is stored and looked up by a search."""

import re

from policies.chinese_numerals import read_number
from policies.document_number.number import DocumentNumber
from policies.document_number.reading import parse_document_numbers
from policies.document_number.tails import DASH
from policies.document_number.typed import TypedText

# 2020 62, 2020年第62号, 2020-62: what is left in memory of a number.
_YEAR_AND_SERIAL = re.compile(
    rf"(?P<year>(?:19|20)\d\d)(?P<between>年?{DASH}*第?)(?P<serial>\d{{1,5}})[号號]?文?"
)


def search_keys(number: DocumentNumber) -> tuple[str, ...]:
    """Return the keys to store a number under: the whole one, then year and serial.

    Keys are compared for equality, so 国办发 never finds 国办发明电. A partial number
    has no whole key, an order without a year no key of year and serial.
    """
    keys = []
    if not number.is_partial:
        head = number.agency_code or f"{number.issuer}{number.genre}"
        keys.append(f"{head}:{number.year or ''}:{number.serial}")
    if number.year:
        keys.append(f":{number.year}:{number.serial}")
    return tuple(keys)


def lookup_keys(text: str) -> tuple[str, ...]:
    """Return the keys to look up for what was typed, one for each number in it.

    The whole key where the office is named, else year and serial (2020 62, 2020年62号).
    Empty if the text is no number.
    """
    numbers = parse_document_numbers(text)
    if numbers:
        keys = [search_keys(number) for number in numbers]
        return tuple(dict.fromkeys(each[0] for each in keys if each))
    typed = TypedText(" ".join(text.split()))
    match = _YEAR_AND_SERIAL.fullmatch(typed.flat)
    if not match or not read_number(match["serial"]):
        return ()
    if not match["between"] and not typed.blank_before(match.start("serial")):
        return ()
    return (f":{int(match['year'])}:{int(match['serial'])}",)
