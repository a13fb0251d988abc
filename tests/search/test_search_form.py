"""The search form: reads what it can, says what it cannot, never fails."""

import pytest

from policies.validity import Validity
from search.forms import MAX_WORDS, SearchForm
from search.query import SearchQuery
from tests import library

pytestmark = pytest.mark.django_db

NASTY = [
    "\x00",
    "9" * 5000,
    "-1",
    "1e9",
    "١٢",
    "' OR 1=1 --",
    '"AND" NOT (',
    "\ud800",
    "😀",
    "99999999999999999999",
    "[]",
    "*",
]


def test_without_words_the_list_shows_what_is_in_force():
    assert SearchForm({}).to_query() == SearchQuery(validity=Validity.IN_FORCE)


def test_with_words_every_validity_is_searched():
    assert SearchForm({"q": " 养老  服务 "}).to_query() == SearchQuery("养老 服务")


@pytest.mark.parametrize("words", ["", "养老"])
def test_a_chosen_validity_holds(words):
    asked = SearchForm({"q": words, "validity": "not_in_force"}).to_query()
    everything = SearchForm({"q": words, "validity": "any"}).to_query()

    assert asked.validity == Validity.NOT_IN_FORCE
    assert everything.validity == ""


def test_long_words_are_cut_and_it_is_said():
    form = SearchForm({"q": "养" * (MAX_WORDS + 1)})

    assert form.to_query().words == "养" * MAX_WORDS
    assert form.non_field_errors() == ["检索词过长，已按前200个字检索。"]


@pytest.mark.parametrize("words", ["《》", "😀", "？！"])
def test_marks_alone_are_no_words_and_it_is_said(words):
    form = SearchForm({"q": words})

    assert form.to_query() == SearchQuery(validity=Validity.IN_FORCE)
    assert form.non_field_errors() == ["检索词中没有文字或者数字，已列出文件。"]


@pytest.mark.parametrize("value", ["\x00", "\ud800", "养老\x07"])
def test_control_characters_are_left_out_quietly(value):
    form = SearchForm({"q": f"补贴{value}"})

    assert form.to_query().words.startswith("补贴")
    assert not form.errors


@pytest.mark.parametrize("value", NASTY)
@pytest.mark.parametrize("field", ["agency", "year", "validity", "page"])
def test_an_unreadable_choice_is_said_and_left_out(field, value):
    form = SearchForm({"q": "补贴", field: value})

    asked = form.to_query()

    assert asked == SearchQuery("补贴")
    if field != "page":
        assert form.errors[field]
    assert form.page_number >= 1


def test_a_page_that_is_no_number_is_said():
    form = SearchForm({"page": "次页"})

    assert form.page_number == 1
    assert form.errors["page"] == ["页码无法识别，已显示第一页。"]


def test_only_what_public_policies_have_can_be_chosen(pair):
    draft = library.make_policy(
        library.make_agency_page("澜川市民政局", code="LC0000004")
    )
    draft.tags.add("未公开的事项")
    draft.save()

    form = SearchForm({"agency": draft.lead_agency.pk, "tag": draft.tags.get().pk})

    assert form.to_query() == SearchQuery(validity=Validity.IN_FORCE)
    assert set(form.errors) == {"agency", "tag"}


def test_agency_and_year_are_read(agency_page):
    library.make_public_pair(agency_page)

    asked = SearchForm({"agency": agency_page.agency.pk, "year": "2024"}).to_query()

    assert asked.agency == agency_page.agency.pk
    assert asked.year == 2024
