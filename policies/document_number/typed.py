"""A text as it was typed, beside the same text without blanks and odd brackets."""

from functools import cached_property

from policies.chinese_script import squeeze
from policies.document_number.tails import ONE_BRACKET


class TypedText:
    """A typed text and its `flat` form, in which the patterns look for numbers.

    `flat` is half-width, without blanks or pinyin residue, and knows one bracket, 〔.
    """

    def __init__(self, text: str) -> None:
        self.text = text
        squeezed, self._places = squeeze(text)
        self.flat = squeezed.translate(ONE_BRACKET)

    def place(self, start: int, end: int) -> tuple[int, int]:
        """Return where a piece of `flat` stands in the text."""
        return self._places[start], self._places[end - 1] + 1

    def typed(self, at: int) -> str:
        """Return the character of the text behind one of `flat`."""
        return self.text[self._places[at]]

    def blank_before(self, at: int) -> bool:
        """Tell whether a blank stands in the text before this character of `flat`."""
        return at in self._after_blanks

    def words(self, start: int, end: int) -> list[str]:
        """Return this piece of `flat`, parted where the text has blanks."""
        gaps = [at for at in range(start + 1, end) if at in self._after_blanks]
        return [
            self.flat[begin:stop]
            for begin, stop in zip([start, *gaps], [*gaps, end], strict=True)
        ]

    @cached_property
    def _after_blanks(self) -> frozenset[int]:
        places = self._places
        return frozenset(
            at
            for at in range(1, len(places))
            if self.text[places[at - 1] + 1 : places[at]].isspace()
        )
