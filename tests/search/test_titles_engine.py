"""The search of a database without full text: pieces of titles and numbers."""

import pytest
from django.core.checks import run_checks
from django.db import connection

from search.engines import ENGINES, engine
from search.query import SearchQuery
from search.results import find
from tests import library

pytestmark = pytest.mark.django_db


@pytest.fixture
def titles_engine(monkeypatch):
    """Run the site as on a database that has no engine of its own."""
    monkeypatch.delitem(ENGINES, connection.vendor, raising=False)
    engine.cache_clear()
    yield engine()
    engine.cache_clear()


def ids(chosen, words):
    query = SearchQuery(words)
    return list(chosen.find(query.question, query.choices, query.sort).ids)


def test_pieces_of_title_and_number_are_found(titles_engine, pair):
    policy, _ = pair

    for typed in ("就业补贴", "澜人社发〔2024〕12", "補貼", "就业 12号"):
        assert ids(titles_engine, typed) == [policy.pk]
    assert ids(titles_engine, "毕业两年以内") == []


def test_a_draft_is_not_found_by_its_title(titles_engine, interpretation):
    assert ids(titles_engine, "就业补贴") == []


def test_publishing_needs_no_index(titles_engine, interpretation):
    policy = library.publish(interpretation.policy)

    (hit,) = find(SearchQuery("就业补贴")).hits
    assert hit.policy == policy


def test_a_system_check_says_that_texts_are_not_searched(titles_engine):
    assert "search.W001" in {message.id for message in run_checks()}
