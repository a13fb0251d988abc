"""发文字号: read it from whatever was typed, print it as GB/T 9704-2012 does.

A number has a head (机关代字, or an office and 令/公告) and a tail (year and serial).
Tails are few and strict, so they are looked for first; the head is what stands before.
"""

from policies.document_number.keys import lookup_keys, search_keys
from policies.document_number.number import DocumentNumber, FoundNumber
from policies.document_number.reading import (
    canonical_form,
    find_document_numbers,
    parse_document_number,
    parse_document_numbers,
)
from policies.document_number.repair import Repair, Slip, propose_repairs

__all__ = [
    "DocumentNumber",
    "FoundNumber",
    "Repair",
    "Slip",
    "canonical_form",
    "find_document_numbers",
    "lookup_keys",
    "parse_document_number",
    "parse_document_numbers",
    "propose_repairs",
    "search_keys",
]
