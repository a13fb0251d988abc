"""Wagtail's search backend of this site: the database's own, fed by our analysis.

Named in WAGTAILSEARCH_BACKENDS. An index that is missing or damaged makes the search
poorer, never an error: it then looks for the typed text in titles as they are.
"""

from django.db import connection


def SearchBackend(params):
    """Return the backend for the database in use."""
    if connection.vendor == "postgresql":
        from search.admin_backend.postgres import PostgresBackend

        return PostgresBackend(params)
    from search.admin_backend.sqlite import SQLiteBackend

    return SQLiteBackend(params)
