"""The admin's search on PostgreSQL: Wagtail's tsvectors, filled with our tokens."""

from django.contrib.postgres.search import SearchQuery
from modelsearch.backends.database.postgres.postgres import (
    PostgresAutocompleteQueryCompiler,
    PostgresIndex,
    PostgresSearchBackend,
    PostgresSearchQueryCompiler,
    PostgresSearchResults,
)
from modelsearch.query import Phrase, PlainText

from search.admin_backend.forgiving import ForgivingBackend, ForgivingResults
from search.admin_backend.texts import AnalysedObject, Dialect

TSQUERY = Dialect(both="&", either="|", word="'%s'", beginning="'%s':*")


class AnalysedQuestion:
    """Turns what was typed into our tokens, before Wagtail would part it by blanks."""

    def build_tsquery_content(self, query, config=None, invert=False):
        if not isinstance(query, PlainText | Phrase):
            return super().build_tsquery_content(query, config=config, invert=invert)
        any_word = isinstance(query, PlainText) and query.operator.lower() == "or"
        asked = TSQUERY.question(query.query_string, any_word=any_word)
        return SearchQuery(asked, search_type="raw", config=config, invert=invert)

    def get_fields_vectors(self, search_query):
        # The columns hold texts as they are, the index alone our tokens.
        return self.get_index_vectors(search_query)


class QueryCompiler(AnalysedQuestion, PostgresSearchQueryCompiler):
    pass


class AutocompleteQueryCompiler(AnalysedQuestion, PostgresAutocompleteQueryCompiler):
    pass


class Index(PostgresIndex):
    def add_items(self, model, objs):
        super().add_items(model, [AnalysedObject(each) for each in objs])


class Results(ForgivingResults, PostgresSearchResults):
    pass


class PostgresBackend(ForgivingBackend, PostgresSearchBackend):
    query_compiler_class = QueryCompiler
    autocomplete_query_compiler_class = AutocompleteQueryCompiler
    index_class = Index
    results_class = Results

    def __init__(self, params):
        # Tokens are no words of any language: nothing to stem, nothing to leave out.
        super().__init__({"SEARCH_CONFIG": "simple", **params})
