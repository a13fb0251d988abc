"""SQLite FTS5 in the site's own database: index and library change together.

The tables hold our tokens, ready made; FTS5 only parts them at blanks. Its `ascii`
tokenizer leaves everything beyond ASCII alone, where `unicode61` would split at
characters that are younger than its tables.
"""

from collections.abc import Iterable, Sequence
from hashlib import blake2b

from django.db import DatabaseError, connection, transaction

from search.analysis import phrase, tokens
from search.documents import Document
from search.engines import Match, Place

CREATE = """
    CREATE VIRTUAL TABLE IF NOT EXISTS search_index USING fts5(
        title, number, body, interpretation, agencies, tokenize = 'ascii'
    )
"""
DROP = "DROP TABLE IF EXISTS search_index"
ALL_STORED = """
    SELECT rowid, title, number, body, interpretation, agencies FROM search_index
"""
STORED = f"{ALL_STORED} WHERE rowid = %s"
INSERT = """
    INSERT INTO search_index (rowid, title, number, body, interpretation, agencies)
    VALUES (%s, %s, %s, %s, %s, %s)
"""
DELETE = "DELETE FROM search_index WHERE rowid = %s"
# The weights of bm25 follow the columns: a word in the title says most.
FIND = """
    SELECT rowid FROM search_index WHERE search_index MATCH %s
    ORDER BY bm25(search_index, 3.0, 3.0, 1.0, 1.0, 1.0), rowid DESC
"""
FIND_UNORDERED = "SELECT rowid FROM search_index WHERE search_index MATCH %s"
CHECK = "INSERT INTO search_index (search_index) VALUES ('integrity-check')"


class EmbeddedEngine:
    """Finds by phrases of tokens, all of them, in any field."""

    def prepare(self) -> None:
        """Make the table where there is none."""
        _execute(CREATE)

    @transaction.atomic
    def reset(self) -> None:
        """Make the table anew, empty."""
        _execute(DROP)
        _execute(CREATE)

    @transaction.atomic
    def put(self, document: Document) -> None:
        """Store the document's tokens, if they are not those that are stored."""
        columns = _columns(document)
        stored = _rows(STORED, document.policy_id)
        if stored == [(document.policy_id, *columns)]:
            return
        self.remove(document.policy_id)
        _execute(INSERT, document.policy_id, *columns)

    def remove(self, policy_id: int) -> None:
        """Forget the policy; harmless if it is not known."""
        _execute(DELETE, policy_id)

    def find(self, pieces: Sequence[str]) -> list[Match]:
        """Return every policy that holds all pieces, in order of bm25."""
        asked = _expression(pieces)
        if not asked:
            return []
        in_title = _found(f"title : ({asked})")
        in_number = _found(f"number : ({asked})")
        return [
            Match(policy_id, _place(policy_id, in_title, in_number))
            for (policy_id,) in _rows(FIND, asked)
        ]

    def fingerprint(self, document: Document) -> str:
        """Return the digest of the document's tokens."""
        return _digest(_columns(document))

    def fingerprints(self) -> dict[int, str]:
        """Return the digest of the tokens of every stored policy."""
        with connection.cursor() as cursor:
            cursor.execute(ALL_STORED)
            return {row[0]: _digest(row[1:]) for row in cursor}

    def is_sound(self) -> bool:
        """Tell whether FTS5 finds its index in agreement with the stored tokens."""
        try:
            with transaction.atomic():
                _execute(CHECK)
        except DatabaseError:
            return False
        return True


def _columns(document: Document) -> tuple[str, ...]:
    return tuple(" ".join(tokens(text)) for text in document.texts())


def _digest(columns: Iterable[str]) -> str:
    return blake2b("\n".join(columns).encode(), digest_size=16).hexdigest()


def _expression(pieces: Sequence[str]) -> str:
    """Return the pieces as FTS5 asks for them; a token is never an operator of it."""
    return " AND ".join(
        f'"{" ".join(row)}"' + ("*" if len(row[-1]) == 1 else "")
        for row in map(phrase, pieces)
        if row
    )


def _place(policy_id: int, in_title: set[int], in_number: set[int]) -> Place:
    if policy_id in in_title:
        return Place.TITLE
    return Place.NUMBER if policy_id in in_number else Place.ANYWHERE


def _found(expression: str) -> set[int]:
    return {policy_id for (policy_id,) in _rows(FIND_UNORDERED, expression)}


def _execute(sql: str, *parameters) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters or None)


def _rows(sql: str, *parameters) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        return cursor.fetchall()
