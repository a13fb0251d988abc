"""The facts in memory say what the tables say, however they came there."""

import datetime

import pytest
from django.db import transaction
from hypothesis import given
from hypothesis import strategies as st
from wagtail.models import Page

from search.engines import indexing_engine
from search.engines.embedded import shelf as shelves
from search.engines.embedded.shelf import Few, Many, Newest, Shelf
from search.facts import ISSUED, PUBLISHED, Choices, row_of
from search.query import SearchQuery
from search.results import find
from tests import library

ON = 20240601
DAYS = st.sampled_from([None, 20190506, 20200708, 20240531, 20240601, 20240602])
FACTS = st.tuples(
    st.integers(1, 40),
    *[DAYS] * 5,
    st.sampled_from(["notice", "opinion"]),
    st.sampled_from(["normative", "other"]),
    *[st.sampled_from(["", ",3,", ",3,7,", ",text,"])] * 5,
)
ROWS = st.lists(FACTS, unique_by=lambda facts: facts[0], max_size=12).map(
    lambda every: [row_of(facts) for facts in every]
)
CHOICES = st.builds(
    Choices,
    on=st.just(ON),
    chosen=st.fixed_dictionaries(
        {},
        optional={
            "validity": st.sampled_from(["in_force", "not_in_force"]),
            "genre": st.just("notice"),
            "agency": st.sampled_from([3, 7, 9]),
            "year": st.sampled_from([2019, 2024]),
        },
    ),
    days=st.dictionaries(
        st.sampled_from(["issued", "published", "effective"]),
        st.tuples(DAYS, DAYS),
        max_size=1,
    ),
)


def answer(shelf: Shelf, ids, choices: Choices) -> tuple:
    fit = shelf.narrow(shelf.set_of(ids), choices)
    some = list(ids)[::2]
    return (
        len(fit),
        fit.facets,
        fit.newest(PUBLISHED, 5),
        fit.newest(ISSUED, 100, among=shelf.set_of(some)),
        fit.newest(ISSUED, 100, in_force_on=ON),
        fit.of(reversed(some)),
    )


@given(ROWS, CHOICES)
def test_many_are_narrowed_counted_and_ordered_as_few_are(rows, choices):
    ids = [row[0] for row in rows]
    shelf = Shelf(rows, 1)
    few = answer(shelf, ids, choices)
    assert isinstance(shelf.narrow(shelf.set_of(ids), choices), Few)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(shelves, "FEW", -1)
        patch.setattr(shelves, "SORTED", -1)
        patch.setattr(shelves, "SINGLY", -1)
        assert isinstance(shelf.narrow(shelf.set_of(ids), choices), Many)
        assert answer(shelf, ids, choices) == few


@given(ROWS, CHOICES, st.slices(12), st.integers(-3, 12))
def test_a_list_read_piece_by_piece_is_the_whole_list(rows, choices, where, place):
    shelf = Shelf(rows, 1)
    fit = shelf.narrow(shelf.every, choices)
    every = fit.newest(PUBLISHED, len(fit))
    newest = Newest(fit, PUBLISHED)

    assert list(newest) == every
    if (where.step or 1) > 0:
        assert newest[where] == every[where]
    if -len(every) <= place < len(every):
        assert newest[place] == every[place]


@given(ROWS, ROWS, CHOICES, st.sets(st.integers(1, 40)))
def test_a_shelf_that_took_over_changes_is_as_one_read_anew(
    rows, changed, choices, gone
):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(shelves, "FEW", -1)
        before = Shelf(rows, 1)
        ids = [row[0] for row in rows]
        said = answer(before, ids, choices)
        after = before.after(changed, gone, 2)

        kept = {row[0]: row for row in rows if row[0] not in gone}
        kept |= {row[0]: row for row in changed}
        anew = Shelf(list(kept.values()), 2)

        assert answer(after, list(kept), choices) == answer(anew, list(kept), choices)
        assert answer(before, ids, choices) == said


needs_index = pytest.mark.skipif(indexing_engine() is None, reason="no full text here")


@needs_index
@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_what_is_written_is_counted_at_once_and_what_is_taken_back_never():
    first, _ = library.make_public_pair(issued_on=datetime.date(2019, 5, 6))
    assert find(SearchQuery()).facets["year"] == {2019: 1}
    second, _ = library.make_public_pair(issued_on=datetime.date(2020, 5, 6))
    assert find(SearchQuery()).facets["year"] == {2019: 1, 2020: 1}

    with transaction.atomic():
        Page.objects.get(pk=first.pk).unpublish()
        assert find(SearchQuery()).facets["year"] == {2020: 1}
        transaction.set_rollback(True)
    assert find(SearchQuery()).facets["year"] == {2019: 1, 2020: 1}

    Page.objects.get(pk=second.pk).unpublish()

    assert find(SearchQuery()).facets["year"] == {2019: 1}
    assert find(SearchQuery("就业补贴")).facets["year"] == {2019: 1}
