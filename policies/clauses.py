"""Clauses: every heading and numbered clause of a text gets an address of its own.

An address follows the number that the document prints (`#article-5`, `#part-2-1`), so
it stays right when the text is corrected elsewhere. The printed number is the link to
it, which can be followed and copied without a script.
"""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field
from html import unescape

from django.utils.safestring import SafeString, mark_safe
from wagtail.blocks import RichTextBlock, StreamValue
from wagtail.rich_text import expand_db_html

from policies.chinese_numerals import read_number
from policies.intake.blocks import numbering

# Fewer headings than this can be seen without a list of them.
WORTH_LISTING = 3
HEADING_DEPTHS = {"h2": 1, "h3": 2, "h4": 3, "h5": 4}
# The contents list headings down to this depth.
LISTED = 2
# As the library stores a paragraph or heading: see `policies.rich_text`.
_LINE = re.compile(
    r"<(?P<tag>p|h[2-5])(?: [^>]*)?>"
    r"(?P<bold><b>)?(?P<text>[^<]*)(?P<rest>.*?)</(?P=tag)>",
    re.DOTALL,
)
_TAG = re.compile(r"<[^>]+>")
_COUNTED = re.compile(
    r"第(?P<number>\w+?)(?P<unit>[编編章节節条條])(?:之(?P<further>\w))?$"
)
_FIGURES = re.compile(r"\d+|[^\W\d_]+")
# How deep a unit stands; what is numbered otherwise stands below them.
CHAPTER, SECTION, ARTICLE = 1, 2, 3
UNITS = {
    "编": ("book", 0),
    "編": ("book", 0),
    "章": ("chapter", CHAPTER),
    "节": ("section", SECTION),
    "節": ("section", SECTION),
    "条": ("article", ARTICLE),
    "條": ("article", ARTICLE),
}


@dataclass(frozen=True)
class Heading:
    """One line of the contents; `depth` is 1 for 第一章 and 一、, 2 below these."""

    anchor: str
    text: str
    depth: int


@dataclass
class ClauseText:
    """A text with its clauses marked, and the headings that lead into it."""

    html: SafeString
    headings: list[Heading] = field(default_factory=list)


@dataclass
class _Marker:
    """Gives out addresses while a text is read from its beginning."""

    prefix: str
    taken: set[str]
    headings: list[Heading] = field(default_factory=list)
    # The name that stands for each depth of numbering at the place reached.
    above: dict[int, str] = field(default_factory=dict)

    def marked(self, line: re.Match) -> str:
        tag, text, rest = line["tag"], line["text"], line["rest"]
        level, number = numbering(unescape(text))
        counted = _COUNTED.match(number)
        if tag in HEADING_DEPTHS and level <= 1 and not counted:
            self.above = {}
        elif tag in HEADING_DEPTHS and not counted and ARTICLE in self.above:
            tag = "p"  # What an article lists heads nothing, however short it is.
        if not number and tag not in HEADING_DEPTHS:
            return f"<{tag}>{line['bold'] or ''}{text}{rest}</{tag}>"
        anchor = self._anchor(self._name(level, number, counted))
        css = ""
        if HEADING_DEPTHS.get(tag, LISTED + 1) <= LISTED:
            words = unescape(_TAG.sub("", text + rest)).strip()
            self.headings.append(Heading(anchor, words, HEADING_DEPTHS[tag]))
            css = ' class="chapter"' if counted else ""
        if number and text.startswith(number):
            link = f'<a class="clause" href="#{anchor}">{number}</a>'
            text = link + text[len(number) :]
        return f'<{tag} id="{anchor}"{css}>{line["bold"] or ""}{text}{rest}</{tag}>'

    def _anchor(self, name: str) -> str:
        anchor = name = self.prefix + name
        copies = 1
        while anchor in self.taken:
            copies += 1
            anchor = f"{name}~{copies}"
        self.taken.add(anchor)
        return anchor

    def _name(self, level: int, number: str, counted: re.Match | None) -> str:
        if not number:
            return f"heading-{len(self.headings) + 1}"
        if counted:
            unit, depth = UNITS[counted["unit"]]
            name = "-".join([unit, *_figures(counted["number"])])
            if counted["further"]:
                name += f".{_figures(counted['further'])[0]}"
            if unit == "section" and CHAPTER in self.above:
                name = f"{self.above[CHAPTER]}-{name}"
        else:
            depth = level + ARTICLE
            above = [self.above[at] for at in sorted(self.above) if at < depth]
            figures = _figures(number)
            # 1.2.3 says itself what it is below.
            base = above[-1] if above and len(figures) == 1 else "part"
            name = "-".join([base, *figures])
        self.above = {at: known for at, known in self.above.items() if at < depth}
        self.above[depth] = name
        return name


def clause_text(
    stream: StreamValue, *, prefix: str = "", taken: set[str] | None = None
) -> ClauseText:
    """Return a text as it is shown, its clauses marked.

    `prefix` tells two texts on one page apart; `taken` are the addresses given out
    before, and is added to.
    """
    marker = _Marker(prefix, set() if taken is None else taken)
    parts: list[str] = []
    for child in stream:
        if isinstance(child.block, RichTextBlock):
            parts.append(_LINE.sub(marker.marked, expand_db_html(child.value.source)))
        else:
            parts.append(child.render())
    # Rich text and blocks are safe as Wagtail renders them; numbers hold no markup.
    return ClauseText(mark_safe("".join(parts)), marker.headings)  # noqa: S308


def contents(texts: Iterable[ClauseText]) -> list[Heading]:
    """Return the headings of these texts, or none where they are few."""
    headings = [heading for text in texts for heading in text.headings]
    return headings if len(headings) >= WORTH_LISTING else []


def _figures(number: str) -> list[str]:
    """Return the figures of 一、 （二） 3. ④ or 1.2.3 as an address names them."""
    words = _FIGURES.findall(unicodedata.normalize("NFKC", number))
    return [
        word if word.isascii() else str(read_number(word) or word) for word in words
    ] or ["0"]
