"""The tables of the embedded index: their form, their making, their exchange.

`search_terms` holds our tokens in SQLite's FTS5, contentless and by column only: what
a text said is in `search_texts`, so the tokens to take away are computed from it again.
FTS5 only parts tokens at blanks; its `ascii` tokenizer leaves everything beyond ASCII
alone, where `unicode61` would split at characters younger than its tables.
"""

from django.db import DatabaseError, connection

from search.analysis import VERSION
from search.facts import COLUMNS

TERMS = "search_terms"
TEXTS = "search_texts"
FACTS = "search_facts"
NUMBERS = "search_numbers"
DEFINITIONS = "search_definitions"
FREQUENCIES = "search_frequencies"
STATE = "search_state"
# In which generation of the index a policy was last written or forgotten.
CHANGED = "search_changes"
ALL = (TERMS, TEXTS, FACTS, NUMBERS, DEFINITIONS, FREQUENCIES)
# A second set is built under these names beside the one that answers.
BESIDE = "_beside"

_CREATE = {
    TERMS: """CREATE VIRTUAL TABLE {name} USING fts5(
        title, number, body, interpretation, agencies, tags,
        content = '', columnsize = 0, detail = column, tokenize = 'ascii')""",
    TEXTS: """CREATE TABLE {name} (
        policy_id INTEGER PRIMARY KEY, digest BLOB NOT NULL, flat_title TEXT NOT NULL,
        title TEXT NOT NULL, number TEXT NOT NULL, agencies TEXT NOT NULL,
        tags TEXT NOT NULL,        interpretation TEXT NOT NULL, body TEXT NOT NULL)""",
    FACTS: f"""CREATE TABLE {{name}} (policy_id INTEGER PRIMARY KEY,
        {", ".join(f"{column} INTEGER" for column in COLUMNS[1:6])},
        {", ".join(f"{column} TEXT NOT NULL" for column in COLUMNS[6:])})""",
    NUMBERS: """CREATE TABLE {name} (
        serial INTEGER NOT NULL, year INTEGER NOT NULL, head TEXT NOT NULL,
        policy_id INTEGER NOT NULL,
        PRIMARY KEY (serial, year, head, policy_id)) WITHOUT ROWID""",
    DEFINITIONS: """CREATE TABLE {name} (
        term TEXT NOT NULL, policy_id INTEGER NOT NULL,
        PRIMARY KEY (term, policy_id)) WITHOUT ROWID""",
    FREQUENCIES: """CREATE TABLE {name} (
        token TEXT PRIMARY KEY, documents INTEGER NOT NULL) WITHOUT ROWID""",
}
# What the swap of two sets must not touch.
_KEPT = (
    f"CREATE TABLE IF NOT EXISTS {STATE} (name TEXT PRIMARY KEY, value INTEGER)",
    f"CREATE TABLE IF NOT EXISTS {CHANGED}"
    " (policy_id INTEGER PRIMARY KEY, generation INTEGER NOT NULL)",
    f"CREATE INDEX IF NOT EXISTS {CHANGED}_since ON {CHANGED} (generation)",
)


def execute(sql: str, *parameters) -> None:
    """Run one statement; `?` marks its parameters, as SQLite writes them."""
    with connection.cursor() as cursor:
        cursor.execute(sql.replace("?", "%s"), parameters or None)


def execute_many(sql: str, rows) -> None:
    """Run one statement for each row."""
    with connection.cursor() as cursor:
        cursor.executemany(sql.replace("?", "%s"), rows)


def fetch(sql: str, *parameters) -> list[tuple]:
    """Return the rows of a query, without Django's own cursor on the way."""
    connection.ensure_connection()
    with connection.wrap_database_errors:
        return connection.connection.cursor().execute(sql, parameters).fetchall()


def create(suffix: str = "") -> None:
    """Make an empty set of tables; it must not be there."""
    for name in ALL:
        execute(_CREATE[name].format(name=name + suffix))


def drop(suffix: str = "") -> None:
    """Remove a set of tables, as much of it as there is."""
    for name in ALL:
        execute(f"DROP TABLE IF EXISTS {name}{suffix}")


def prepare() -> bool:
    """Make what is missing; True if the index was made anew, and is empty."""
    for statement in _KEPT:
        execute(statement)
    present = {name for (name,) in fetch("SELECT name FROM sqlite_master")}
    if present.issuperset(ALL):
        return False
    drop()
    create()
    set_state("counted", 0)
    _made_anew()
    return True


def swap() -> None:
    """Put the set that was built beside in the place of the one that answers."""
    drop()
    for name in ALL:
        execute(f"ALTER TABLE {name}{BESIDE} RENAME TO {name}")
    _made_anew()


def _made_anew() -> None:
    """Note that nothing that was read from the tables before is true any more."""
    generation = next_generation()
    set_state("made_at", generation)
    set_state("version", VERSION)
    execute(f"DELETE FROM {CHANGED}")


def next_generation() -> int:
    """Begin another generation of the index and return it; each change is one."""
    generation = (state("generation") or 0) + 1
    set_state("generation", generation)
    return generation


def state(name: str) -> int | None:
    """Return a remembered figure, None if there is none."""
    rows = fetch(f"SELECT value FROM {STATE} WHERE name = ?", name)
    return rows[0][0] if rows else None


def set_state(name: str, value: int | None) -> None:
    """Remember a figure."""
    execute(f"INSERT OR REPLACE INTO {STATE} VALUES (?, ?)", name, value)


def is_usable() -> bool:
    """Tell whether the tables are there and of this version of the analysis."""
    try:
        return state("version") == VERSION
    except DatabaseError:
        return False
