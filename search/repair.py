"""What was probably meant, and which words had to be left out, read from the finds."""

from collections.abc import Sequence

from search.analysis import atoms, flat, is_han, parts
from search.engines import Stored
from search.questions import Question

# A shorter run has too many neighbours.
SHORTEST = 4


def words_left_out(question: Question, found: Sequence[Stored]) -> list[str]:
    """Return the typed words that the best find does not hold, in their order."""
    if not found or len(question.terms) < 2:
        return []
    best = flat("\n".join((found[0].title, found[0].body, found[0].interpretation)))
    return [
        term.text
        for term in question.terms
        if any(atom.token not in best for atom in atoms(term.text))
    ]


def repaired(question: Question, found: Sequence[Stored]) -> str:
    """Return the question with one wrong, missing or surplus character set right.

    Only if a best find's title or text holds the right form; empty otherwise.
    """
    mended: list[str] = []
    changed = False
    for term in question.terms:
        text = "".join(parts(term.text))
        right = text
        if is_han(text[:1] or " ") and len(text) >= SHORTEST:
            right = next(
                (form for each in found if (form := _nearest(text, each))), text
            )
        changed |= right != text
        mended.append(right if right != text else term.text)
    return " ".join(mended) if changed else ""


def _nearest(text: str, stored: Stored) -> str:
    """Return the piece of the texts that is one edit away from this; empty if none."""
    for line in (flat(stored.title), *map(flat, stored.body.splitlines())):
        if text in line:
            return ""
        for at in _places(text, line):
            for length in (len(text), len(text) + 1, len(text) - 1):
                piece = line[at : at + length]
                if len(piece) == length and " " not in piece and _one_edit(text, piece):
                    return piece
    return ""


def _places(text: str, line: str) -> list[int]:
    """Return where the text may begin: one of its two halves stands untouched."""
    half = len(text) // 2
    found = []
    at = line.find(text[:half])
    while at >= 0:
        found.append(at)
        at = line.find(text[:half], at + 1)
    at = line.find(text[half:])
    while at >= 0:
        found += [
            start for start in (at - half, at - half - 1, at - half + 1) if start >= 0
        ]
        at = line.find(text[half:], at + 1)
    return found


def _one_edit(one: str, other: str) -> bool:
    """Tell whether one change, insertion, deletion or exchange makes them equal."""
    if one == other:
        return False
    start = 0
    while start < min(len(one), len(other)) and one[start] == other[start]:
        start += 1
    if len(one) == len(other):
        rest, rest_of_other = one[start + 1 :], other[start + 1 :]
        exchanged = one[start : start + 2][::-1] == other[start : start + 2]
        return rest == rest_of_other or (
            exchanged and one[start + 2 :] == other[start + 2 :]
        )
    longer, shorter = (one, other) if len(one) > len(other) else (other, one)
    return longer[start + 1 :] == shorter[start:]
