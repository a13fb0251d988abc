"""The key under which a document number is looked up, however it was written."""

from typing import NamedTuple

from policies.document_number import DocumentNumber
from search.analysis import fold


class NumberKey(NamedTuple):
    """A number taken apart; registration and index numbers are a head alone.

    `year` is 0 where a number has none (国务院令第711号).
    """

    head: str
    year: int = 0
    serial: int = 0


def number_key(number: DocumentNumber) -> NumberKey:
    """Return the key of a number; its head is empty if the number is partial."""
    head = number.agency_code or (
        f"{number.issuer}{number.genre}" if number.issuer else ""
    )
    return NumberKey(fold(head), number.year or 0, number.serial)


def code_key(text: str) -> NumberKey | None:
    """Return the key of a registration or index number, None without figures in it."""
    plain = "".join(filter(str.isalnum, fold(text)))
    return NumberKey(plain) if any(map(str.isdigit, plain)) else None
