"""What both backends do so that a broken index never keeps anybody from working."""

import logging
from collections.abc import Callable

from django.db import DatabaseError, connection, transaction
from modelsearch.backends.database.fallback import DatabaseSearchBackend

logger = logging.getLogger(__name__)


class ForgivingResults:
    """Results that come from the texts as they are if the index does not answer."""

    def _do_search(self):
        return self._asked(super()._do_search, lambda plain: list(plain))

    def _do_count(self):
        return self._asked(super()._do_count, lambda plain: plain.count())

    def facet(self, field_name):
        return self._asked(
            lambda: super(ForgivingResults, self).facet(field_name),
            lambda plain: plain.facet(field_name),
        )

    def _asked(self, ask: Callable, ask_without_index: Callable):
        """Return what the index says, or else what the texts themselves say."""
        try:
            if not connection.in_atomic_block:
                return ask()
            # A refused question would spoil the whole transaction on PostgreSQL.
            with transaction.atomic():
                return ask()
        except DatabaseError:
            logger.exception("The admin's search index does not answer.")
            return ask_without_index(self._without_index())

    def _without_index(self):
        compiler, plain = self.query_compiler, DatabaseSearchBackend({})
        results = plain.search(
            compiler.query,
            compiler.queryset,
            fields=compiler.fields,
            order_by_relevance=compiler.order_by_relevance,
        )
        return results[self.start : self.stop]


class ForgivingBackend:
    """A backend whose failures while a page is saved are logged, and undo nothing."""

    catch_indexing_errors = True

    def add(self, obj):
        with transaction.atomic():
            super().add(obj)

    def delete(self, obj):
        with transaction.atomic():
            super().delete(obj)
