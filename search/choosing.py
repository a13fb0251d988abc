"""What the library holds under some choice, without words: for pages and figures."""

from search.engines import Found, IndexUnavailable, engine
from search.engines.titles import TitlesEngine
from search.query import SearchQuery


def find_policies(**choice) -> Found:
    """Return the public policies of this choice; never fails for its index."""
    query = SearchQuery(**choice)
    try:
        return engine().find(query.question, query.choices, query.sort)
    except IndexUnavailable:
        return TitlesEngine().find(query.question, query.choices, query.sort)
