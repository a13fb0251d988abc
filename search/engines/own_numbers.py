"""Which policies a question means by number: their own, not one they cite."""

from collections.abc import Callable

from search.numbers import NumberKey, code_key, number_key
from search.questions import Question


def exact_numbers(
    question: Question, of_key: Callable[[NumberKey], list[int]]
) -> list[int]:
    """Return the policies whose own number is the question, or is named in it.

    `of_key` looks a number up: parts that a key leaves empty may be any. A number of
    many words is none; a single one may be a registration or an index number, which
    have no serial.
    """
    numbers = [question.number] if question.number else question.numbers
    keys = [number_key(number) for number in numbers]
    found = [policy_id for key in keys if key.serial for policy_id in of_key(key)]
    if not found and question.serial:
        found = of_key(NumberKey("", 0, question.serial))
    if not found and not question.excluded and len(question.terms) == 1:
        (term,) = question.terms
        if term.field in ("", "number") and (key := code_key(term.text)):
            found = of_key(key)
    return list(dict.fromkeys(found))
