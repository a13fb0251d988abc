"""What a text is to the search, the same for documents, questions and highlighting.

A text is its runs of letters and figures, folded to one form. Han become overlapping
pairs of characters and the last one of each run, so that no dictionary decides where a
word ends; Latin words and figures stay whole. Titles and numbers are cut finer, so
that any piece of them can be asked for. Pure Python; engines receive ready tokens.
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import chain

from opencc import OpenCC

from policies.chinese_script import HAN

# Stored with an index: another version means other tokens or texts, so a rebuild.
VERSION = 4

_RUN = re.compile(r"[^\W_]+")
_ANY_HAN = "\u3007\u3400-\u4dbf\u4e00-\u9fff\U00020000-\U0003ffff"
_PART = re.compile(rf"[{_ANY_HAN}]+|[^\W_{_ANY_HAN}]+")
_IS_HAN = re.compile(rf"[{_ANY_HAN}]")
# A title taken from a page is broken by blanks where its lines ended.
_BLANKS_BETWEEN_HAN = re.compile(rf"(?<={HAN})[^\S\n]+(?={HAN})")
# Neither stored nor sent: databases refuse some of these in a parameter.
_UNREADABLE = re.compile(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
# Marks without width of their own: joiners, soft hyphens, variation selectors.
_WITHOUT_WIDTH = frozenset({"Cf", "Mn"})


# The planes in which characters are assigned: text, and marks without width.
_ASSIGNED = (range(0x40000), range(0xE0000, 0xE1000))


@cache
def _forms() -> dict[int, str]:
    """Return for every character that folding changes what it becomes."""
    characters = [
        character
        for character in map(chr, chain(*_ASSIGNED))
        if character != "\n" and not "\ud800" <= character <= "\udfff"
    ]
    # One conversion for all: a newline keeps each apart from its neighbours.
    compatible = (unicodedata.normalize("NFKC", each) for each in characters)
    simplified = OpenCC("t2s").convert("\n".join(compatible)).split("\n")
    forms = {}
    for character, form in zip(characters, simplified, strict=True):
        plain = "".join(
            each
            for each in form.lower()
            if unicodedata.category(each) not in _WITHOUT_WIDTH
        )
        if plain != character:
            forms[ord(character)] = plain
    return forms


def fold(text: str) -> str:
    """Return the text half-width, in simplified script and lower case.

    Character by character, so that a piece of a text folds as it does in the text.
    """
    return text.translate(_forms())


def runs(text: str) -> list[str]:
    """Return the folded runs of letters, figures and Han; marks only part them."""
    return _RUN.findall(_BLANKS_BETWEEN_HAN.sub("", fold(text)))


def flat(text: str) -> str:
    """Return the runs in one line, a blank between: a found piece is a piece of it."""
    return " ".join(runs(text))


def flat_with_places(text: str) -> tuple[str, list[int]]:
    """Return `flat(text)` and for each of its characters the place in `text`."""
    forms = _forms()
    whole = text.translate(forms)
    origins: Sequence[int] = range(len(text))
    if not _uneven().isdisjoint(text):
        origins = [
            place
            for place, character in enumerate(text)
            for _ in forms.get(ord(character), character)
        ]
    # What joins two runs is dropped: between Han a blank is a broken line.
    joins = [blanks.span() for blanks in _BLANKS_BETWEEN_HAN.finditer(whole)]
    joined = {end for _, end in joins}
    found: list[str] = []
    places: list[int] = []
    for run in _RUN.finditer(whole):
        begin, end = run.span()
        if found and begin not in joined:
            found.append(" ")
            places.append(origins[begin])
        found.append(run[0])
        places += origins[begin:end]
    return "".join(found), places


@cache
def _uneven() -> frozenset[str]:
    """Return the characters that become several by folding, or none."""
    return frozenset(chr(code) for code, form in _forms().items() if len(form) != 1)


# --- Tokens of a document --------------------------------------------------


def parts(text: str) -> list[str]:
    """Return the runs cut where Han meet Latin letters or figures."""
    return _PART.findall(_BLANKS_BETWEEN_HAN.sub("", fold(text)))


def is_han(part: str) -> bool:
    """Tell whether a part consists of Han; it is never mixed."""
    return bool(_IS_HAN.match(part))


def tokens(text: str) -> list[str]:
    """Return the tokens of a running text, each of them once.

    Of Han every pair and each run's last character, so that every character begins a
    token; Latin words and figures whole.
    """
    found: dict[str, None] = {}
    for part in parts(text):
        if is_han(part):
            found.update(dict.fromkeys(_pairs(part)))
        else:
            found[part] = None
    return list(found)


def fine_tokens(text: str) -> list[str]:
    """Return the tokens of a title or number: figures and Latin in pairs as well."""
    found = dict.fromkeys(tokens(text))
    for part in parts(text):
        if not is_han(part):
            found.update(dict.fromkeys(_pairs(part)))
    return list(found)


def _pairs(part: str) -> list[str]:
    return [part[at : at + 2] for at in range(len(part))]


# --- Tokens of a question --------------------------------------------------


@dataclass(frozen=True)
class Atom:
    """One thing that must be found: a token, or the beginning of one.

    `finer` are the tokens that stand for it in a title or number, when it is part of
    a longer figure or Latin word there; the last one may be a beginning.
    """

    token: str
    is_beginning: bool = False
    finer: tuple[str, ...] = ()


def atoms(piece: str) -> list[Atom]:
    """Return what must be found of a typed piece, each once; empty if nothing can be.

    A single Han at the end of the piece is the beginning of a pair; one before another
    kind of character ends a run.
    """
    found: dict[Atom, None] = {}
    cut = parts(piece)
    for at, part in enumerate(cut):
        if not is_han(part):
            finer = _pairs(part)[:-1] if len(part) > 1 else [part]
            found[Atom(part, finer=tuple(finer))] = None
        elif len(part) == 1:
            found[Atom(part, is_beginning=at == len(cut) - 1)] = None
        else:
            found.update(dict.fromkeys(Atom(pair) for pair in _pairs(part)[:-1]))
    return list(found)


def words(text: str) -> list[str]:
    """Return what blanks part in a typed text.

    What no page or feed can hold (control characters and the like) counts as blank.
    """
    return _UNREADABLE.sub(" ", text).split()


def pieces(text: str) -> list[str]:
    """Return the typed words that hold something to look for, each of them once."""
    return [word for word in dict.fromkeys(words(text)) if runs(word)]
