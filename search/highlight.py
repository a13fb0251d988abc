"""Shows what was found in the original text, by the same analysis that found it."""

from collections.abc import Callable, Sequence
from functools import cache, lru_cache

from django.utils.html import escape
from django.utils.safestring import SafeString

from search.analysis import atoms, flat, flat_with_places

SNIPPET_LENGTH = 120
BEFORE_FIND = 30
AFTER_FIND = 10
SENTENCE_ENDS = "。；！？\n"
# Of one needle in a long text.
MOST_PLACES = 12


def highlight(text: str, pieces: Sequence[str]) -> SafeString:
    """Return the text escaped, with `<mark>` around every piece that stands in it."""
    parts: list[str] = []
    end = 0
    for start, stop in _spans(text, pieces):
        parts += (
            escape(text[end:start]),
            "<mark>",
            escape(text[start:stop]),
            "</mark>",
        )
        end = stop
    parts.append(escape(text[end:]))
    return SafeString("".join(parts))


def snippet(text: str, pieces: Sequence[str]) -> SafeString | None:
    """Return some 120 characters of the text around its best find; None without one.

    Begins and ends with a sentence where one is near.
    """
    place = _best_place(text, pieces)
    if place is None:
        return None
    start, stop = place
    return _window(
        text,
        start=_sentence_start(text, start),
        at_least_to=stop + AFTER_FIND,
        pieces=pieces,
    )


def beginning(text: str) -> SafeString:
    """Return the first some 120 characters of the text, escaped."""
    return _window(text, start=0, at_least_to=0, pieces=())


def _window(
    text: str, *, start: int, at_least_to: int, pieces: Sequence[str]
) -> SafeString:
    end = max(start + SNIPPET_LENGTH, at_least_to)
    if end < len(text):
        last = max(text.rfind(mark, start, end) for mark in SENTENCE_ENDS) + 1
        if last >= at_least_to and last > start + SNIPPET_LENGTH // 2:
            end = last
    shown = " ".join(text[start:end].splitlines())
    before = "…" if start and text[start - 1] != "\n" else ""
    after = "…" if end < len(text) else ""
    return SafeString(f"{before}{highlight(shown, pieces)}{after}")


def _sentence_start(text: str, at: int) -> int:
    """Return where the sentence before this place begins, or a little before it."""
    first = max(0, at - BEFORE_FIND)
    ends = [text.rfind(mark, first, at) for mark in SENTENCE_ENDS]
    return max(ends) + 1 if max(ends) >= 0 else first


def _best_place(text: str, pieces: Sequence[str]) -> tuple[int, int] | None:
    """Return where most of the pieces stand together; None if none stands anywhere.

    Looked for in the text as it is, which is nearly always its folded form; only if
    nothing is found is the whole text folded.
    """
    wholes = sorted({run for each in pieces for run in _needles(each)[1]}, key=len)
    lowered = text.lower() if text.isascii() else text
    for find in (lambda needle: _plain(lowered, needle), _folded(text)):
        spans = [(*span, needle) for needle in wholes for span in find(needle)]
        if not spans:
            pairs = dict.fromkeys(pair for each in pieces for pair in _needles(each)[2])
            spans = [(*span, pair) for pair in pairs for span in find(pair)]
        if spans:
            return _densest(spans)
    return None


def _plain(text: str, needle: str) -> list[tuple[int, int]]:
    found = []
    at = text.find(needle)
    while at >= 0 and len(found) < MOST_PLACES:
        found.append((at, at + len(needle)))
        at = text.find(needle, at + len(needle))
    return found


def _folded(text: str) -> Callable[[str], list[tuple[int, int]]]:
    """Return the same search in the folded text; it is folded at the first use."""

    @cache
    def folded() -> tuple[str, list[int]]:
        return flat_with_places(text)

    def find(needle: str) -> list[tuple[int, int]]:
        line, places = folded()
        return [
            (places[start], places[stop - 1] + 1)
            for start, stop in _plain(line, needle)
        ]

    return find


@lru_cache(maxsize=256)
def _needles(piece: str) -> tuple[list[str], list[str], list[str]]:
    """Return what stands for a piece in a text: itself, else its runs, else pairs."""
    whole = flat(piece)
    pairs = [atom.token for atom in atoms(piece) if len(atom.token) > 1]
    return [whole], whole.split(), pairs


def _densest(spans: list[tuple[int, int, str]]) -> tuple[int, int]:
    """Return the span after which most different needles stand, close together."""
    spans = sorted(set(spans))
    best, most = spans[0], (0, 0)
    near: dict[str, int] = {}
    last = len(spans)
    # From the end, so that what stands behind a span is known when it is its turn.
    for at in reversed(range(len(spans))):
        start, end, needle = spans[at]
        near[needle] = end
        while spans[last - 1][1] - start >= SNIPPET_LENGTH and last - 1 > at:
            last -= 1
            if near[spans[last][2]] == spans[last][1]:
                del near[spans[last][2]]
        if len(near) >= most[0]:
            held = (len(near), start - max(near.values()))
            if held >= most:
                best, most = spans[at], held
    return best[:2]


def _spans(text: str, pieces: Sequence[str]) -> list[tuple[int, int]]:
    """Return where the pieces stand in the text, in order, overlaps joined.

    Of a piece that stands there nowhere as a whole, its runs and then its pairs.
    """
    line, places = flat_with_places(text)
    found: list[tuple[int, int]] = []
    for piece in dict.fromkeys(pieces):
        for needles in _needles(piece):
            spans = [span for needle in needles for span in _every(line, needle)]
            if spans:
                found += [(places[at], places[end - 1] + 1) for at, end in spans]
                break
    joined: list[tuple[int, int]] = []
    for start, stop in sorted(found):
        if joined and start < joined[-1][1]:
            joined[-1] = (joined[-1][0], max(stop, joined[-1][1]))
        else:
            joined.append((start, stop))
    return joined


def _every(line: str, needle: str) -> list[tuple[int, int]]:
    found = []
    at = line.find(needle) if needle else -1
    while at >= 0:
        found.append((at, at + len(needle)))
        at = line.find(needle, at + 1)
    return found
