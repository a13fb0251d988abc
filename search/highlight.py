"""Shows what was found in the original text, by the same analysis that found it."""

from collections.abc import Sequence

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from search.analysis import flat, flat_with_places

SNIPPET_LENGTH = 120
BEFORE_FIND = 30
AFTER_FIND = 10


def highlight(text: str, pieces: Sequence[str]) -> SafeString:
    """Return the text escaped, with `<mark>` around every piece that stands in it."""
    parts: list[tuple[str]] = []
    end = 0
    for start, stop in _spans(text, pieces):
        parts += [
            (text[end:start],),
            (format_html("<mark>{}</mark>", text[start:stop]),),
        ]
        end = stop
    parts.append((text[end:],))
    return format_html_join("", "{}", parts)


def snippet(text: str, pieces: Sequence[str]) -> SafeString | None:
    """Return some 120 characters of the text around its first find; None without one.

    The paragraph with the most of the pieces is the one that answers best.
    """
    paragraphs = text.splitlines()
    needles = [flat(piece) for piece in pieces]
    held = [sum(needle in line for needle in needles) for line in map(flat, paragraphs)]
    if not any(held):
        return None
    best = held.index(max(held))
    (start, stop), *_ = _spans(paragraphs[best], pieces)
    return _window(
        " ".join(paragraphs[best:]),
        start=max(0, start - BEFORE_FIND),
        at_least_to=stop + AFTER_FIND,
        pieces=pieces,
    )


def beginning(text: str) -> SafeString:
    """Return the first some 120 characters of the text, escaped."""
    return _window(" ".join(text.splitlines()), start=0, at_least_to=0, pieces=())


def _window(
    text: str, *, start: int, at_least_to: int, pieces: Sequence[str]
) -> SafeString:
    end = max(start + SNIPPET_LENGTH, at_least_to)
    return format_html(
        "{}{}{}",
        "…" if start else "",
        highlight(text[start:end], pieces),
        "…" if end < len(text) else "",
    )


def _spans(text: str, pieces: Sequence[str]) -> list[tuple[int, int]]:
    """Return where the pieces stand in the text, in order, overlaps joined."""
    line, places = flat_with_places(text)
    found: list[tuple[int, int]] = []
    for needle in {flat(piece) for piece in pieces}:
        at = line.find(needle)
        while at >= 0:
            found.append((places[at], places[at + len(needle) - 1] + 1))
            at = line.find(needle, at + 1)
    joined: list[tuple[int, int]] = []
    for start, stop in sorted(found):
        if joined and start < joined[-1][1]:
            joined[-1] = (joined[-1][0], max(stop, joined[-1][1]))
        else:
            joined.append((start, stop))
    return joined
