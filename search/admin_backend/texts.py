"""What the admin's search knows of Chinese: the texts and questions of its index.

Wagtail's database backends take a whole clause of Chinese for one word. Here every text
goes into their index as the tokens of `search.analysis`, and so does every question, so
that explorer and choosers find any piece of a title. A document number found in a text
is a token of its own, the same for all ways to write it.
"""

import copy
from collections.abc import Iterable
from dataclasses import dataclass

from policies.document_number import (
    find_document_numbers,
    lookup_keys,
    parse_document_number,
    parse_document_numbers,
    search_keys,
)
from search.analysis import Atom, atoms, fine_tokens, fold, pieces

# In private use, so in no folded text: finds nothing.
NOTHING = "\ue000"


def analysed(value) -> str:
    """Return what the index holds of a field's value: its tokens, parted by blanks."""
    if value is None:
        return ""
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, list):
        return " ".join(map(analysed, value))
    text = str(value)
    return " ".join(dict.fromkeys([*fine_tokens(text), *_numbers_in(text)]))


def _numbers_in(text: str) -> Iterable[str]:
    """Yield a token for each key of each document number in a text."""
    numbers = parse_document_numbers(text) or [
        found.number for found in find_document_numbers(text)
    ]
    for number in numbers:
        yield from map(_number_token, search_keys(number))


def _number_token(key: str) -> str:
    head, year, serial = key.split(":")
    plain = "".join(filter(str.isalnum, fold(head)))
    return f"n{plain}y{year}n{serial}"


# --- Writing -----------------------------------------------------------------


class AnalysedObject:
    """An object as an index is to see it: the same fields, their texts analysed."""

    def __init__(self, instance) -> None:
        self.instance = instance
        self.pk = instance.pk

    def get_search_fields(self) -> list:
        return [_analysing(field) for field in self.instance.get_search_fields()]


def _analysing(field):
    """Return a copy of a search field whose value comes analysed."""
    twin = copy.copy(field)
    parts = getattr(field, "fields", None)

    def get_value(source):
        value = field.get_value(getattr(source, "instance", source))
        return value if parts is not None else analysed(value)

    twin.get_value = get_value
    if parts is not None:
        twin.fields = [_analysing(part) for part in parts]
    return twin


# --- Asking ------------------------------------------------------------------


@dataclass(frozen=True)
class Dialect:
    """How a database writes what must be found: `both` and `either` join two things."""

    both: str
    either: str
    word: str
    beginning: str

    def question(self, typed: str, *, any_word: bool = False) -> str:
        """Return the typed words as an expression; one that finds nothing for none.

        A whole document number is looked up as such, one without its office as words
        too, since it may be a piece of something else.
        """
        keys = [self.word % _number_token(key) for key in lookup_keys(typed)]
        number = parse_document_number(typed)
        if keys and not (number is None or number.is_partial):
            return self._joined(self.both, keys)
        words = [
            self._joined(self.both, [self._atom(atom) for atom in found])
            for piece in pieces(typed)
            if (found := atoms(piece))
        ]
        asked = self._joined(self.either if any_word else self.both, words)
        return self._joined(self.either, [*keys, asked]) if keys else asked

    def _atom(self, atom: Atom) -> str:
        if not atom.finer:
            return (self.beginning if atom.is_beginning else self.word) % atom.token
        *inner, last = atom.finer
        finer = [*(self.word % each for each in inner), self.beginning % last]
        whole = self.word % atom.token
        return self._joined(self.either, [whole, self._joined(self.both, finer)])

    def _joined(self, operator: str, asked: list[str]) -> str:
        asked = list(dict.fromkeys(asked)) or [self.word % NOTHING]
        return asked[0] if len(asked) == 1 else f"({f' {operator} '.join(asked)})"
