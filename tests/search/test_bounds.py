"""What a question may cost: a bounded number of statements and of things read."""

import random

import pytest
from django.db import connection

from search.analysis import atoms
from search.engines import RANKED, indexing_engine, limits
from search.engines.embedded import finding, sets
from search.forms import SearchForm
from search.query import SearchQuery
from search.questions import read_question
from search.results import find

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(indexing_engine() is None, reason="no full text here"),
]

LONGEST = 200
HAN = [chr(code) for code in range(0x4E00, 0x9FA5)]
CHANCE = random.Random(3)  # noqa: S311
COSTLY = [
    "".join(CHANCE.sample(HAN, LONGEST)),
    " ".join(CHANCE.sample(HAN, LONGEST // 2)),
    " ".join(f"-{character}" for character in CHANCE.sample(HAN, LONGEST // 3)),
    " ".join("0123456789" * 10),
    "什么是" + "".join(CHANCE.sample(HAN, 24)),
    "的" * LONGEST,
    "“补贴”" * (LONGEST // 4),
    "国办发〔2019〕1号" * 18,
]


def statements(typed: str) -> int:
    """Return how many statements an answer takes, without those of FTS5 itself."""
    find(SearchQuery(typed))
    ran: list[str] = []
    connection.connection.set_trace_callback(ran.append)
    find(SearchQuery(typed))
    connection.connection.set_trace_callback(None)
    return sum(not statement.startswith("--") for statement in ran)


@pytest.mark.parametrize("typed", COSTLY)
def test_no_question_takes_many_statements(pair, typed):
    # A sentence that finds nothing is read twice: see `search.meaning`.
    assert statements(typed[:LONGEST]) <= 160


def test_of_a_long_question_the_rarest_pairs_alone_are_looked_for():
    question = read_question("".join(CHANCE.sample(HAN, LONGEST)))

    left = limits.spared(question, sets.frequencies)

    (term,) = question.terms
    assert len(set(atoms(term.text)) - left) <= limits.LOOKED_FOR


def test_what_is_typed_is_cut_and_what_is_read_has_an_end():
    form = SearchForm({"q": "补" * 5000})

    assert len(form.fields["q"].clean("补" * LONGEST)) == LONGEST
    assert (limits.RERANKED, RANKED) == (200, 1000)
    assert finding.LOOKED_THROUGH <= 2000
    assert limits.TELLING <= 12
