"""Rich text as the library keeps it: its own features only, headings told apart.

What is pasted from a word processor brings classes, fonts, empty lines and numbering
made of spans; a web page brings scripts. None of that is kept, and every word is.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from html import escape

import nh3
from lxml import html

from policies.intake.blocks import headings_among, numbering
from policies.intake.stream import HEADING_TAGS

# What `cms.blocks.TEXT_FEATURES` makes: everything else is read and not kept.
LINK = ("href", "linktype", "id")
KEY = "data-block-key"  # Comments hang on it.
BLOCKS = frozenset(
    re.findall(
        r"\w+",
        """
        address article aside blockquote body caption center dd div dl dt figcaption
        figure footer form h1 h2 h3 h4 h5 h6 header li main nav ol p pre section table
        tbody tfoot thead tr ul
        """,
    )
)
LISTS = ("ol", "ul")
HEADINGS = {"h1": "h2", "h6": "h5"} | {tag: tag for tag in HEADING_TAGS.values()}
KEPT = BLOCKS | {"a", "b", "br", "strong", "td", "th"}
NO_TEXT = frozenset(["script", "style", "template", "title", "xml"])
CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")
BLANKS = re.compile(r"[ \t\r\xa0]+")
# Web pages part paragraphs by a break and an indent of two characters.
NEW_PARAGRAPH = re.compile(r"\n(?=[ \xa0]*\u3000|[ \xa0]{2})")
ARTICLE = re.compile(r"第\w+条(?:之\w)?$")


@dataclass(frozen=True)
class Run:
    """Words of one look within a line; a line break is "\\n"."""

    text: str
    bold: bool = False
    link: tuple[tuple[str, str], ...] = ()

    def __str__(self) -> str:
        words = escape(self.text, quote=False).replace("\n", "<br/>")
        if self.bold:
            words = f"<b>{words}</b>"
        if self.link:
            attributes = "".join(
                f' {name}="{escape(value)}"' for name, value in self.link
            )
            words = f"<a{attributes}>{words}</a>"
        return words


@dataclass
class Line:
    """One paragraph, heading or item; `lists` are those it stands in, outer first."""

    tag: str
    key: str = ""
    lists: tuple[html.HtmlElement, ...] = ()
    runs: list[Run] = field(default_factory=list)

    @property
    def text(self) -> str:
        return "".join(run.text for run in self.runs)

    def __str__(self) -> str:
        key = f' {KEY}="{escape(self.key)}"' if self.key else ""
        return f"<{self.tag}{key}>" + "".join(map(str, self.runs))


def clean_rich_text(source: str) -> str:
    """Return this rich text in the library's form; cleaning twice changes nothing.

    Numbered lines that head what follows (一、 （一） 1. （1） 第一章) get the official
    level, and 第一条 stands out before its text. No word is lost.
    """
    if not source.strip():
        return ""
    safe = nh3.clean(
        CONTROLS.sub(" ", source),
        tags=set(KEPT),
        clean_content_tags=set(NO_TEXT),
        attributes={"a": set(LINK)} | {tag: {KEY} for tag in BLOCKS},
        link_rel=None,
    )
    root = html.fragment_fromstring(safe, create_parent="div")
    lines = [
        line
        for whole in _lines(root)
        for line in map(_tidy, _paragraphs(whole))
        if line.runs
    ]
    _recognise_headings(lines)
    return _written(lines)


def _lines(root) -> Iterator[Line]:
    """Yield the lines of a tree in order; containers only part them."""
    line = Line("p")
    for kind, value in _events(root):
        if kind == "line":
            if line.runs:
                yield line
            line = value
        else:
            line.runs.append(value)
    if line.runs:
        yield line


def _paragraphs(line: Line) -> Iterator[Line]:
    """Yield the paragraphs of a line that a web page has parted by breaks."""
    start = 0
    for new in NEW_PARAGRAPH.finditer(line.text):
        yield replace(line, runs=_slice(line.runs, start, new.start()))
        line, start = replace(line, key=""), new.end()
    yield replace(line, runs=_slice(line.runs, start))


def _slice(runs: list[Run], start: int, end: int | None = None) -> list[Run]:
    """Return the runs between two places of their text."""
    parts, at = [], 0
    for run in runs:
        stop = len(run.text) if end is None else max(end - at, 0)
        if text := run.text[max(start - at, 0) : stop]:
            parts.append(replace(run, text=text))
        at += len(run.text)
    return parts


def _events(node, lists=(), tag="p", bold=False, link=()) -> Iterator[tuple]:
    """Yield ("line", Line) where a line begins and ("run", Run) for its words."""
    # Within an item or a heading, further blocks are lines of the same kind.
    if node.text:
        yield "run", Run(_unbroken(node.text), bold, link)
    for child in node:
        name = child.tag
        inner = {"lists": lists, "tag": tag, "bold": bold, "link": link}
        if name in BLOCKS:
            if name in LISTS:
                inner["lists"] = (*lists, child)
            elif name == "li":
                inner["tag"] = "li" if lists else "p"
            elif name in HEADINGS and not lists:
                inner["tag"] = HEADINGS[name]
            yield "line", Line(inner["tag"], child.get(KEY, ""), inner["lists"])
            yield from _events(child, **inner)
            yield "line", Line(tag, lists=lists)
        elif name == "br":
            yield "run", Run("\n", bold, link)
        else:
            if name in ("td", "th"):
                yield "run", Run(" ")
            elif name in ("b", "strong"):
                inner["bold"] = True
            elif name == "a":
                inner["link"] = tuple(
                    (key, child.get(key)) for key in LINK if child.get(key)
                )
            yield from _events(child, **inner)
        if child.tail:
            yield "run", Run(_unbroken(child.tail), bold, link)


def _unbroken(text: str) -> str:
    """Return the text without the source's own line breaks, which mean nothing.

    Word breaks its HTML within a Chinese sentence, where a blank would be seen.
    """
    return re.sub(r"(?<=[\u3000-\uffef])\s*\n\s*(?=[\u3000-\uffef])", "", text).replace(
        "\n", " "
    )


def _tidy(line: Line) -> Line:
    """Return the line without indent and blanks of layout."""
    runs: list[Run] = []
    for run in line.runs:
        text = BLANKS.sub(" ", run.text)
        if runs and runs[-1].text.endswith(" "):
            text = text.lstrip(" ")
        if text:
            runs.append(replace(run, text=text))
    runs = _joined(runs)
    text = "".join(run.text for run in runs)
    start, end = len(text) - len(text.lstrip()), len(text.rstrip())
    return replace(line, runs=_slice(runs, start, end))


def _joined(runs: Iterable[Run]) -> list[Run]:
    """Return the runs with neighbours of one look as one."""
    joined: list[Run] = []
    for run in runs:
        if joined and (joined[-1].bold, joined[-1].link) == (run.bold, run.link):
            joined[-1] = replace(run, text=joined[-1].text + run.text)
        else:
            joined.append(run)
    return joined


def _recognise_headings(lines: list[Line]) -> None:
    """Give numbered headings their official level, and let 第一条 stand out."""
    among = headings_among([line.text for line in lines])
    for line, heads in zip(lines, among, strict=True):
        level, marker = numbering(line.text)
        if not level or line.lists or "\n" in line.text:
            continue
        behind = line.text[len(marker) :]
        if line.tag != "p" or heads:
            line.tag = HEADING_TAGS[level]
            # Word's own numbering leaves blanks behind 一、 that nobody typed.
            rest = behind if marker[-1].isalnum() else behind.lstrip(" ")
            line.runs = _joined(
                replace(run, bold=False)
                for run in (
                    *_slice(line.runs, 0, len(marker)),
                    *_slice(line.runs, len(line.text) - len(rest)),
                )
            )
        elif ARTICLE.match(marker) and behind[:1].isspace():
            line.runs = _joined(
                [
                    *(
                        replace(run, bold=True)
                        for run in _slice(line.runs, 0, len(marker))
                    ),
                    *_slice(line.runs, len(marker)),
                ]
            )


def _written(lines: list[Line]) -> str:
    """Return the lines as markup, items within their lists."""
    parts: list[str] = []
    open_lists: list[html.HtmlElement] = []

    def close(depth: int) -> None:
        while len(open_lists) > depth:
            parts.append(f"</li></{open_lists.pop().tag}>")

    for line in lines:
        shared = 0
        while (
            shared < min(len(open_lists), len(line.lists))
            and open_lists[shared] is line.lists[shared]
        ):
            shared += 1
        close(shared)
        if line.lists and shared == len(line.lists):
            # Words of an item that go on behind a list within it are an item too.
            parts.append("</li>")
        for at, item in enumerate(line.lists[shared:]):
            parts.append(f"<{item.tag}>" if at == 0 else f"<li><{item.tag}>")
            open_lists.append(item)
        parts.append(str(replace(line, tag="li")) if line.lists else str(line))
        if not line.lists:
            parts.append(f"</{line.tag}>")
    close(0)
    return "".join(parts)
