"""Reads the sample content: Markdown files with TOML front matter between `+++`."""

import re
import tomllib
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from html import escape
from pathlib import Path

from policies.intake.blocks import Block, Heading, Paragraph, Table
from policies.intake.readers import Line, markdown_lines
from policies.intake.stream import to_stream

CONTENT = Path(__file__).parent / "content"
ENCLOSED = "====="
# The sections of an interpretation that are fields of their own, not blocks.
FIELDS = {
    "背景依据": "background",
    "目标任务": "objectives",
    "主要内容": "main_points",
    "具体举措": "measures",
    "适用对象": "scope",
    "注意事项": "cautions",
}
PICTURES = {"图解": "infographic", "图片": "picture"}
RECORDINGS = {"音频": "audio", "视频": "video"}
# ![图题](文件) for a picture, [标题](文件) for a sound or film.
FILE_LINE = re.compile(r"!?\[(?P<title>.+)\]\((?P<name>[\w.-]+)\)")


@dataclass(frozen=True)
class SampleDocument:
    """One file: its key, its facts, and its text as lines."""

    key: str
    facts: dict
    lines: tuple[Line, ...]


def read_agencies() -> list[dict]:
    """Return the sample bodies as the data file lists them."""
    text = (CONTENT / "agencies.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)["agency"]


def read_documents(kind: str) -> Iterator[SampleDocument]:
    """Yield the documents of a folder (`policies`, `interpretations`, `notices`)."""
    for path in sorted((CONTENT / kind).glob("*.md")):
        _, facts, text = path.read_text(encoding="utf-8").split("+++\n", 2)
        yield SampleDocument(path.stem, tomllib.loads(facts), markdown_lines(text))


def split_enclosed(lines: tuple[Line, ...]) -> tuple[list[dict], list[dict]]:
    """Return the covering notice and the enclosed text, each in its stored form."""
    marks = [at for at, line in enumerate(lines) if line.text.strip() == ENCLOSED]
    end = marks[0] if marks else len(lines)
    return to_stream(_blocks(lines[:end])), to_stream(_blocks(lines[end + 1 :]))


def _blocks(lines: tuple[Line, ...]) -> Iterator[Block]:
    for line in lines:
        if line.rows:
            yield Table(line.rows)
        elif line.heading_level:
            # In these files `##` is 一、: the title is level 1.
            yield Heading(line.text.strip(), line.heading_level - 1)
        elif line.text.strip():
            yield Paragraph(line.text.strip())


def interpretation_fields(
    lines: tuple[Line, ...], *, keep: Callable[[str, str], int]
) -> dict:
    """Return the values of an interpretation's fields and its `content` blocks.

    `keep` stores the media file of that name under that title and returns its key.
    A section of any other name than the known ones is text under its own heading.
    """
    values: dict = {"content": []}
    for heading, section in _sections(lines):
        texts = [line.text.strip() for line in section if line.text.strip()]
        if heading in FIELDS:
            values[FIELDS[heading]] = _paragraphs(texts)
        elif heading == "关键词解释":
            pairs = [text.lstrip("-· ").split("：", 1) for text in texts]
            values["content"].append(_list("key_terms", pairs, ("term", "explanation")))
        elif heading == "新旧政策差异":
            rows = [row for line in section for row in line.rows[1:]]
            values["content"].append(
                _list("differences", rows, ("matter", "before", "now"))
            )
        elif heading == "问答":
            values["content"].append(
                _list("questions", _questions(texts), ("question", "answer"))
            )
        elif heading == "案例":
            values["content"].append(
                {
                    "type": "case",
                    "value": {"title": "身边的例子", "text": _paragraphs(texts)},
                }
            )
        elif heading in PICTURES or heading in RECORDINGS:
            values["content"].append(_media(heading, texts, keep))
        else:
            titled = (Line(0, heading, heading_level=2), *section)
            values["content"] += to_stream(_blocks(titled))
    return values


def _media(heading: str, texts: list[str], keep: Callable[[str, str], int]) -> dict:
    file = FILE_LINE.fullmatch(texts[0])
    words = "\n\n".join(texts[1:])
    key = keep(file["name"], file["title"])
    if heading in PICTURES:
        value = {"image": key, "caption": file["title"], "text_alternative": words}
        return {"type": PICTURES[heading], "value": value}
    value = {"title": file["title"], "file": key, "transcript": words}
    return {"type": RECORDINGS[heading], "value": value}


def _sections(lines: tuple[Line, ...]) -> Iterator[tuple[str, list[Line]]]:
    heading, section = "", []
    for line in lines:
        if line.heading_level == 2:
            if heading:
                yield heading, section
            heading, section = line.text.strip(), []
        else:
            section.append(line)
    if heading:
        yield heading, section


def _paragraphs(texts: list[str]) -> str:
    return "".join(f"<p>{escape(text, quote=False)}</p>" for text in texts)


def _list(kind: str, rows, names: tuple[str, ...]) -> dict:
    values = [dict(zip(names, row, strict=True)) for row in rows]
    items = [
        # Without an id Wagtail takes the list for one of its oldest form.
        {"type": "item", "value": value, "id": str(uuid.uuid4())}
        for value in values
    ]
    return {"type": kind, "value": items}


def _questions(texts: list[str]) -> list[tuple[str, str]]:
    pairs: list[tuple[str, list[str]]] = []
    for text in texts:
        if text.startswith("问："):
            pairs.append((text.removeprefix("问："), []))
        else:
            pairs[-1][1].append(text.removeprefix("答："))
    return [(question, _paragraphs(answers)) for question, answers in pairs]
