"""What of a document is stored in the index."""

from hashlib import blake2b

from search.analysis import fine_tokens, flat, is_han, parts
from search.documents import TEXTS, Document
from search.engines.elasticsearch.schema import FINE, FORM
from search.facts import COLUMNS
from search.numbers import NumberKey

_SEVERAL = ("agencies", "subjects", "tags", "audiences", "forms")


def entry(document: Document) -> dict:
    """Return all that is stored of the document."""
    printed = dict(zip(TEXTS, document.texts(), strict=True))
    own = [key for key in document.numbers if key.serial]
    return {
        "policy_id": document.policy_id,
        "digest": digest_of(document),
        "flat_title": flat(document.title),
        "number": printed["number"],
        "printed": printed,
        "words": {name: " ".join(in_order(text)) for name, text in printed.items()},
        "finer": {name: " ".join(fine_tokens(printed[name])) for name in FINE},
        "facts": _facts(document),
        "numbers": [way for key in document.numbers for way in _ways(key)],
        "defines": list(document.definitions),
        "number_year": max((key.year for key in own), default=None),
    }


def digest_of(document: Document) -> str:
    """Return a digest of the index's form and of all that is stored of the document."""
    said = repr((FORM, document.texts(), document.facts, document.numbers))
    digest = blake2b(said.encode("utf-8", "surrogatepass"), digest_size=16)
    return digest.hexdigest()


def in_order(text: str) -> list[str]:
    """Return the tokens of a text as they follow one another.

    Where a run of Han ends its last character stands alone, so that a phrase does not
    lead over the mark behind it.
    """
    return [
        token
        for part in parts(text)
        for token in (
            [part[at : at + 2] for at in range(len(part))] if is_han(part) else [part]
        )
    ]


def number_way(*, serial: int, year: int | str = "", head: str = "") -> str:
    """Return the key under which a number is found by as much of it as is known."""
    return f"{serial}|{year}|{head}"


def _ways(key: NumberKey) -> list[str]:
    if not key.serial:
        return [number_way(serial=0, head=key.head)]
    return [
        number_way(serial=key.serial, year=year, head=head)
        for year in ("", key.year)
        for head in ("", key.head)
    ]


def _facts(document: Document) -> dict:
    facts = dict(zip(COLUMNS[1:], document.facts[1:], strict=True))
    for name in _SEVERAL:
        facts[name] = facts[name].split(",")[1:-1]
    facts["year"] = facts["issued"] // 10000 if facts["issued"] else None
    return facts
