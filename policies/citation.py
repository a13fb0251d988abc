"""How one cites a document in Chinese official writing."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from policies.models import Agency
    from policies.models.document import OfficialDocumentPage

# GB/T 15834-2011, 4.15: within 《》 a title stands in 〈〉.
_WITHIN = str.maketrans("《》", "〈〉")


def cited(title: str, number: str = "") -> str:
    """Return 《标题》（文号）, or what there is of it."""
    named = f"《{title.translate(_WITHIN)}》" if title else ""
    return f"{named}（{number}）" if named and number else named or number


def citation(document: "OfficialDocumentPage", agencies: Iterable["Agency"]) -> str:
    """Return the whole citation: agencies, title, number, day."""
    names = "、".join(agency.name for agency in agencies)
    words = cited(document.title, document.document_number)
    if names:
        words = f"{names}：{words}"
    if day := document.issued_on:
        words += f"，{day.year}年{day.month}月{day.day}日"
    return words
