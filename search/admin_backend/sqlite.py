"""The admin's search on SQLite: Wagtail's FTS5 table, filled with our tokens."""

from django.db.models import F
from django.utils.functional import cached_property
from modelsearch.backends.database.sqlite.query import (
    BM25,
    Lexeme,
    MatchExpression,
    SearchQueryExpression,
    normalize,
)
from modelsearch.backends.database.sqlite.sqlite import (
    SQLiteAutocompleteQueryCompiler,
    SQLiteFTSIndexEntry,
    SQLiteIndex,
    SQLiteSearchBackend,
    SQLiteSearchQueryCompiler,
    SQLiteSearchResults,
)
from modelsearch.query import MatchAll, Not, Phrase, PlainText
from modelsearch.utils import get_descendants_content_types_pks

from search.admin_backend.forgiving import ForgivingBackend, ForgivingResults
from search.admin_backend.texts import AnalysedObject, Dialect

FTS5 = Dialect(both="AND", either="OR", word='"%s"', beginning='"%s"*')


class Written(Lexeme):
    """An expression that is written out already."""

    def as_sql(self, compiler, connection):
        return "%s", [self.value]


class AnalysedQuestion:
    """Turns what was typed into our tokens, before Wagtail would part it by blanks."""

    def build_search_query_content(self, query, config=None):
        if not isinstance(query, PlainText | Phrase):
            return super().build_search_query_content(query, config=config)
        any_word = isinstance(query, PlainText) and query.operator.lower() == "or"
        asked = FTS5.question(query.query_string, any_word=any_word)
        return SearchQueryExpression(Written(asked), config=config)

    @cached_property
    def asks_the_index(self) -> bool:
        """Whether it is the index that answers, and with what it finds."""
        return not isinstance(normalize(self.query), MatchAll | Not)

    def entries(self):
        """Return the entries of the index that match, of this kind of object."""
        kinds = get_descendants_content_types_pks(self.queryset.model)
        # As a sum no index is of use for it: the words are looked up first, once, not
        # the entries of the kind one by one, each time with all words.
        kind = F("index_entry__content_type") + 0
        match = MatchExpression(
            self.FTS_TABLE_FIELDS, self.build_search_query(normalize(self.query))
        )
        found = SQLiteFTSIndexEntry.objects.filter(match).annotate(kind=kind)
        return found.filter(kind__in=kinds)

    def ranked_keys(self) -> list:
        """Return the keys of all that the index finds, the best first."""
        ranked = self.entries().annotate(score=BM25()).order_by("score")
        keys = ranked.values_list("index_entry__object_id", flat=True)
        return list(map(self.queryset.model._meta.pk.to_python, keys))

    def search(self, config, start, stop, score_field=None):
        if score_field or not self.asks_the_index:
            return super().search(config, start, stop, score_field=score_field)
        keys = self.entries().values("index_entry__object_id")
        found = self.queryset.filter(pk__in=keys)
        if not self.order_by_relevance and not found.query.order_by:
            found = found.order_by("-pk")
        return found[start:stop]


class QueryCompiler(AnalysedQuestion, SQLiteSearchQueryCompiler):
    pass


class AutocompleteQueryCompiler(AnalysedQuestion, SQLiteAutocompleteQueryCompiler):
    pass


class Index(SQLiteIndex):
    def add_items(self, model, objs):
        super().add_items(model, [AnalysedObject(each) for each in objs])


class RankedResults(SQLiteSearchResults):
    """Results in the order of their rank.

    Wagtail asks the index anew for the rank of each row: seconds, where thousands have
    a common word. Here it is asked once for the rank of all.
    """

    def _do_search(self):
        compiler = self.query_compiler
        ranked = compiler.order_by_relevance and compiler.asks_the_index
        if self._score_field or not ranked:
            return super()._do_search()
        every = compiler.search(None, None, None)
        found = set(every.order_by().values_list("pk", flat=True))
        keys = [key for key in compiler.ranked_keys() if key in found]
        shown = keys[self.start : self.stop]
        if len(shown) < len(keys):
            every = compiler.queryset.filter(pk__in=shown)
        rows = {row.pk: row for row in every}
        return [rows[key] for key in shown]


class Results(ForgivingResults, RankedResults):
    pass


class SQLiteBackend(ForgivingBackend, SQLiteSearchBackend):
    query_compiler_class = QueryCompiler
    autocomplete_query_compiler_class = AutocompleteQueryCompiler
    index_class = Index
    results_class = Results
