"""StreamField blocks that policies, notices and interpretations share."""

import html
import re
from collections.abc import Callable, Iterator

from wagtail import blocks
from wagtail.contrib.table_block.blocks import TableBlock
from wagtail.images.blocks import ImageBlock
from wagtail.rich_text import RichText

# What an official document is made of; no fonts, colours or embeds.
TEXT_FEATURES = ["h2", "h3", "h4", "h5", "bold", "ol", "ul", "link", "document-link"]


class DocumentTable(TableBlock):
    """A table of an official document, with a caption read out before it."""

    class Meta:
        template = "components/table.html"
        icon = "table"
        label = "表格"


def picture_block(**meta) -> ImageBlock:
    """Return Wagtail's image block; its chooser's label, English otherwise, is ours."""
    block = ImageBlock(**meta)
    block.child_blocks["image"].label = "图片"
    return block


class OfficialTextBlock(blocks.StreamBlock):
    """The text of an official document: paragraphs, tables and pictures in order."""

    text = blocks.RichTextBlock(features=TEXT_FEATURES, label="文字", icon="pilcrow")
    table = DocumentTable()
    image = picture_block(label="图片", template="components/picture.html")

    class Meta:
        required = False


BLOCK_END = re.compile(r"</(?:p|h[1-6]|li|td|th|tr|blockquote)>|<br\s*/?>|<hr\s*/?>")
ANY_TAG = re.compile(r"<[^>]+>")


def html_text(source: str) -> str:
    """Return rich text or any HTML as plain text, a line for each paragraph."""
    text = ANY_TAG.sub("", BLOCK_END.sub("\n", source))
    lines = (line.strip() for line in html.unescape(text).splitlines())
    return "\n".join(line for line in lines if line)


def stream_text(stream: blocks.StreamValue) -> str:
    """Return all that a reader reads in a stream, a line for each paragraph."""
    return "\n".join(
        line for child in stream for line in _block_lines(child.block, child.value)
    )


def _block_lines(block: blocks.Block, value) -> Iterator[str]:
    """Yield the text of one block by asking its kind, structs and lists inside out."""
    if value is None:
        return
    if isinstance(block, TableBlock):
        for row in value.get("data", ()):
            yield " ".join(str(cell) for cell in row if cell)
    elif isinstance(block, ImageBlock):
        yield value.contextual_alt_text or ""
    elif isinstance(block, blocks.StructBlock):
        for name, child in block.child_blocks.items():
            yield from _block_lines(child, value.get(name))
    elif isinstance(block, blocks.ListBlock):
        for item in value:
            yield from _block_lines(block.child_block, item)
    elif isinstance(block, blocks.RichTextBlock):
        yield html_text(value.source)
    elif isinstance(block, blocks.CharBlock | blocks.TextBlock):
        yield str(value)


def rewrite_rich_text(
    stream: blocks.StreamValue, rewrite: Callable[[str], str]
) -> None:
    """Put every rich text in a stream, however deep, through `rewrite`, in place."""
    for child in stream:
        child.value = _rewritten(child.block, child.value, rewrite)


def _rewritten(block: blocks.Block, value, rewrite: Callable[[str], str]):
    if value is None:
        return value
    if isinstance(block, blocks.RichTextBlock):
        return RichText(rewrite(value.source))
    if isinstance(block, blocks.StructBlock) and not isinstance(block, ImageBlock):
        for name, child in block.child_blocks.items():
            value[name] = _rewritten(child, value.get(name), rewrite)
    elif isinstance(block, blocks.ListBlock):
        for item in value.bound_blocks:
            item.value = _rewritten(block.child_block, item.value, rewrite)
    return value
