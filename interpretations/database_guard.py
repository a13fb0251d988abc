"""The rule of 同步发布 inside the database, where it can hold one: PostgreSQL.

`interpretations.guard` answers the editor; it hears only what passes through Django's
signals. Deferred constraint triggers refuse at commit what does not: query set
updates, raw SQL, fixtures. SQLite has none; there `check_publication` tells.
"""

from pathlib import Path

from django.db import connections
from wagtail.models import Page, PageViewRestriction

from interpretations.models import InterpretationPage
from policies.disclosure import Disclosure
from policies.models import NoticePage, PolicyPage

SQL = Path(__file__).parent / "sql" / "pair_trigger.sql"
GUARDED = {
    "page": Page,
    "restriction": PageViewRestriction,
    "policy": PolicyPage,
    "notice": NoticePage,
    "interpretation": InterpretationPage,
}


def install(using: str, plan=None, **kwargs) -> None:
    """Bring the triggers of that database up to date after `migrate`; idempotent.

    Does nothing on a database other than PostgreSQL, after `flush` (which has no
    plan and leaves them), and while one of the tables does not exist.
    """
    connection = connections[using]
    if connection.vendor != "postgresql" or plan is None:
        return
    tables = {name: model._meta.db_table for name, model in GUARDED.items()}
    if not set(tables.values()) <= set(connection.introspection.table_names()):
        return
    quoted = {name: connection.ops.quote_name(table) for name, table in tables.items()}
    with connection.cursor() as cursor:
        cursor.execute(
            SQL.read_text(encoding="utf-8").format(
                **quoted, proactive=Disclosure.PROACTIVE.value
            )
        )
