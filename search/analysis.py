"""What a text is to the search, the same for documents, questions and highlighting.

A text is its runs of letters and figures, folded to one form; a run becomes
overlapping pairs of characters. No dictionary cuts words, so that whatever piece of a
text is asked for, a number's included, question and text are cut alike. Pure Python;
engines receive ready tokens.
"""

import re
import sys
import unicodedata
from functools import cache

from opencc import OpenCC

from policies.chinese_script import HAN

_RUN = re.compile(r"[^\W_]+")
# A title taken from a page is broken by blanks where its lines ended.
_BLANKS_BETWEEN_HAN = re.compile(rf"(?<={HAN})[^\S\n]+(?={HAN})")
# Neither stored nor sent: databases refuse some of these in a parameter.
_UNREADABLE = re.compile(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff]")
# Marks without width of their own: joiners, soft hyphens, variation selectors.
_WITHOUT_WIDTH = frozenset({"Cf", "Mn"})


@cache
def _forms() -> dict[int, str]:
    """Return for every character that folding changes what it becomes."""
    characters = [
        character
        for character in map(chr, range(sys.maxunicode + 1))
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
    folded: list[str] = []
    origins: list[int] = []
    for place, character in enumerate(text):
        for form in fold(character):
            folded.append(form)
            origins.append(place)
    whole = "".join(folded)
    dropped = {
        at
        for blanks in _BLANKS_BETWEEN_HAN.finditer(whole)
        for at in range(*blanks.span())
    }
    characters: list[str] = []
    places: list[int] = []
    parted = False
    for at, character in enumerate(whole):
        if at in dropped:
            continue
        if not character.isalnum():
            parted = bool(characters)
            continue
        if parted:
            characters.append(" ")
            places.append(origins[at])
            parted = False
        characters.append(character)
        places.append(origins[at])
    return "".join(characters), places


def tokens(text: str) -> list[str]:
    """Return the tokens to store: a run's overlapping pairs and its last character.

    So every character begins a token, and one character is found as a beginning.
    """
    return [run[at : at + 2] for run in runs(text) for at in range(len(run))]


def phrase(piece: str) -> list[str]:
    """Return the tokens that stand in a row wherever this piece stands.

    The last one is a single character only if the piece's last run is: it must then
    be looked for as the beginning of a token. Empty if there is nothing to look for.
    """
    found = tokens(piece)
    if found and len(runs(piece)[-1]) > 1:
        found.pop()
    return found


def words(text: str) -> list[str]:
    """Return what blanks part in a typed text; control characters count as blanks."""
    return _UNREADABLE.sub(" ", text).split()


def pieces(text: str) -> list[str]:
    """Return the typed words that hold something to look for, each of them once."""
    return [word for word in dict.fromkeys(words(text)) if runs(word)]
