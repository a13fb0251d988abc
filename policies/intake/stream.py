"""Blocks of a read text become the stored form of an official text."""

from collections.abc import Iterable
from html import escape

from policies.intake.blocks import Block, Heading, Paragraph, Table

# GB/T 9704-2012, 7.3.3: 一、 （一） 1. （1）; h1 is the page's title.
HEADING_TAGS = {1: "h2", 2: "h3", 3: "h4", 4: "h5"}


def to_stream(blocks: Iterable[Block]) -> list[dict]:
    """Return the blocks as raw data of `cms.blocks.OfficialTextBlock`, in order.

    Neighbouring paragraphs and headings share one text block; a table is its own.
    """
    stream: list[dict] = []
    for block in blocks:
        if isinstance(block, Table):
            stream.append({"type": "table", "value": _table(block)})
        elif stream and stream[-1]["type"] == "text":
            stream[-1]["value"] += _html(block)
        else:
            stream.append({"type": "text", "value": _html(block)})
    return stream


def _html(block: Paragraph | Heading) -> str:
    tag = HEADING_TAGS.get(block.level, "p") if isinstance(block, Heading) else "p"
    return f"<{tag}>{escape(block.text, quote=False)}</{tag}>"


def _table(table: Table) -> dict:
    width = max(map(len, table.rows))
    return {
        "data": [[*row, *[""] * (width - len(row))] for row in table.rows],
        "cell": [],
        "first_row_is_table_header": True,
        "first_col_is_header": False,
        "table_header_choice": "row",
        "table_caption": "",
    }
