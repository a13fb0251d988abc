"""The admin's search on SQLite: Wagtail's FTS5 table, filled with our tokens."""

from modelsearch.backends.database.sqlite.query import Lexeme, SearchQueryExpression
from modelsearch.backends.database.sqlite.sqlite import (
    SQLiteAutocompleteQueryCompiler,
    SQLiteIndex,
    SQLiteSearchBackend,
    SQLiteSearchQueryCompiler,
    SQLiteSearchResults,
)
from modelsearch.query import Phrase, PlainText

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


class QueryCompiler(AnalysedQuestion, SQLiteSearchQueryCompiler):
    pass


class AutocompleteQueryCompiler(AnalysedQuestion, SQLiteAutocompleteQueryCompiler):
    pass


class Index(SQLiteIndex):
    def add_items(self, model, objs):
        super().add_items(model, [AnalysedObject(each) for each in objs])


class Results(ForgivingResults, SQLiteSearchResults):
    pass


class SQLiteBackend(ForgivingBackend, SQLiteSearchBackend):
    query_compiler_class = QueryCompiler
    autocomplete_query_compiler_class = AutocompleteQueryCompiler
    index_class = Index
    results_class = Results
