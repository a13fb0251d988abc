"""Which documents a text names: citations, and those it plainly repeals."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from policies.chinese_script import to_simplified
from policies.document_number import (
    DocumentNumber,
    find_document_numbers,
)

_NUMBER_NEARBY = 60
_LAW_END = re.compile(r"(?:法|法典)$")
_SHORTEST_TITLE = 5

_REPEAL = re.compile(r"(?:同时|予以|即行|一并|一律)(?:废止|失效)|同时停止(?:执行|施行)")
_REPEALING_DECISION = re.compile(r"(?:决定|现)(?:予以)?废止(?=《)")
_NOT_REPEALED = re.compile(
    r"根据|按照|依据|依照|起(?:正式)?(?:施行|实施|执行|生效)|不得"
)


@dataclass(frozen=True)
class Citation:
    """A document named in a text: its title, its number or both, and the line."""

    title: str
    number: DocumentNumber | None
    line: int


def find_citations(paragraphs: Iterable[tuple[int, str]]) -> list[Citation]:
    """Return the documents named in (line, text) pairs, each once, in their order.

    A title is what stands in 《》; short forms such as 《要点》 are left out unless
    they are laws or carry a number. Titles come in simplified script.
    """
    found: dict[str, Citation] = {}
    for line, text in paragraphs:
        for citation in _citations_in(text, line):
            key = str(citation.number or citation.title)
            found.setdefault(key, citation)
    return list(found.values())


def find_repeals(paragraphs: Iterable[tuple[int, str]]) -> list[Citation]:
    """Return the documents said to be repealed in so many words (…同时废止)."""
    found: dict[str, Citation] = {}
    for line, text in paragraphs:
        for sentence in re.split(r"[。；;]", to_simplified(text)):
            for part in _repealed_parts(sentence):
                for citation in _citations_in(part, line):
                    found.setdefault(str(citation.number or citation.title), citation)
    return list(found.values())


def titles_in(text: str) -> list[tuple[str, int, int]]:
    """Return what stands in 《》 with its place; inner 〈〉 and 《》 belong to it."""
    titles = []
    depth, start = 0, 0
    for at, character in enumerate(text):
        if character == "《":
            if not depth:
                start = at
            depth += 1
        elif character == "》" and depth:
            depth -= 1
            if not depth:
                titles.append((text[start + 1 : at], start, at + 1))
    return titles


def _citations_in(text: str, line: int) -> list[Citation]:
    titles = titles_in(text)
    numbers = find_document_numbers(text)
    used = set()
    citations = []
    for title, start, end in titles:
        number = None
        for at, hit in enumerate(numbers):
            if at not in used and _belongs(text, end, hit.start):
                used.add(at)
                number = hit.number
                break
        plain = to_simplified("".join(title.split()))
        is_name = len(plain) >= _SHORTEST_TITLE or _LAW_END.search(plain)
        if number or is_name:
            citations.append((start, Citation(plain, number, line)))
    citations += [
        (hit.start, Citation("", hit.number, line))
        for at, hit in enumerate(numbers)
        if at not in used
    ]
    return [citation for _, citation in sorted(citations, key=lambda pair: pair[0])]


def _belongs(text: str, end_of_title: int, start_of_number: int) -> bool:
    """A number is a title's own when it opens the bracket right behind the title."""
    between = text[end_of_title:start_of_number]
    return (
        0 < len(between) <= _NUMBER_NEARBY
        and between.lstrip()[:1] in set("（(")
        and not re.search(r"[)）《。；]", between)
    )


def _repealed_parts(sentence: str) -> list[str]:
    """Return the clauses of a sentence that name what it repeals."""
    parts = []
    if match := _REPEAL.search(sentence):
        clauses = re.split(r"[，,](?![^《]*》)", sentence[: match.start()])
        parts += [clause for clause in clauses if not _NOT_REPEALED.search(clause)]
    if match := _REPEALING_DECISION.search(sentence):
        parts.append(sentence[match.end() :])
    return parts
