"""What of a document is stored in which table of the embedded index."""

from dataclasses import dataclass
from hashlib import blake2b

from search.analysis import VERSION, fine_tokens, flat, tokens
from search.documents import Document
from search.engines.embedded.tables import (
    DEFINITIONS,
    FACTS,
    NUMBERS,
    TERMS,
    TEXTS,
    fetch,
)
from search.facts import COLUMNS

_ANALYSED = {"title": fine_tokens, "number": fine_tokens}
_COLUMNS = ("title", "number", "body", "interpretation", "agencies", "tags")


@dataclass(frozen=True)
class Rows:
    """A document ready to be written: computed before any lock is taken."""

    policy_id: int
    digest: bytes
    texts: tuple[str, ...]
    terms: tuple[str, ...]
    facts: tuple
    numbers: tuple[tuple[int, int, str, int], ...]
    definitions: tuple[tuple[str, int], ...]


def rows_of(document: Document) -> Rows:
    """Return all that is stored of the document."""
    return Rows(
        document.policy_id,
        digest_of(document),
        (
            flat(document.title),
            document.title,
            document.number,
            document.agencies,
            document.tags,
            document.interpretation,
            document.body,
        ),
        terms_of(document.texts()),
        document.facts,
        tuple(
            (key.serial, key.year, key.head, document.policy_id)
            for key in document.numbers
        ),
        tuple((term, document.policy_id) for term in document.definitions),
    )


def digest_of(document: Document) -> bytes:
    """Return a digest of the analysis and of all that is stored of the document."""
    said = repr((VERSION, document.texts(), document.facts, document.numbers))
    return blake2b(said.encode("utf-8", "surrogatepass"), digest_size=16).digest()


def terms_of(texts: tuple[str, ...]) -> tuple[str, ...]:
    """Return the tokens of each text in one line, in the order of the columns."""
    return tuple(
        " ".join(_ANALYSED.get(column, tokens)(text))
        for column, text in zip(_COLUMNS, texts, strict=True)
    )


def stored_terms(policy_id: int, suffix: str = "") -> tuple[str, ...] | None:
    """Return the tokens that stand in the index for a policy; None if none do."""
    rows = fetch(
        f"SELECT {', '.join(_COLUMNS)} FROM {TEXTS}{suffix} WHERE policy_id = ?",
        policy_id,
    )
    return terms_of(rows[0]) if rows else None


def insertions(suffix: str = "") -> dict[str, str]:
    """Return for each table the statement that writes a row of it."""
    return {
        TERMS: f"INSERT INTO {TERMS}{suffix}"
        f" (rowid, {', '.join(_COLUMNS)}) VALUES ({_marks(_COLUMNS)}, ?)",
        TEXTS: f"INSERT INTO {TEXTS}{suffix} VALUES ({_marks(_COLUMNS)}, ?, ?, ?)",
        FACTS: f"INSERT INTO {FACTS}{suffix} VALUES ({_marks(COLUMNS)})",
        NUMBERS: f"INSERT INTO {NUMBERS}{suffix} VALUES (?, ?, ?, ?)",
        DEFINITIONS: f"INSERT INTO {DEFINITIONS}{suffix} VALUES (?, ?)",
    }


def _marks(columns: tuple[str, ...]) -> str:
    return ", ".join("?" * len(columns))


def deletion(suffix: str = "") -> str:
    """Return the statement by which a contentless table forgets its tokens."""
    return (
        f"INSERT INTO {TERMS}{suffix} ({TERMS}{suffix}, rowid, {', '.join(_COLUMNS)})"
        f" VALUES ('delete', ?, {_marks(_COLUMNS)})"
    )
