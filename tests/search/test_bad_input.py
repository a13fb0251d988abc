"""Any text at all gives an honest page: never an error, never markup of its own."""

import re

import pytest
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree, html

from search.forms import FACETS, PARAMETERS
from tests.search.pages import LIBRARY

pytestmark = pytest.mark.django_db

NASTY = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "' OR 1=1 --",
    "\ud800\udfff",
    "\x00\x1b\x7f\ufffe",
    '“未闭合 "「引号',
    "标题:文号:机关:",
    "-补贴 -",
    "\u202e补贴\u2066",
    "👩‍👩‍👧‍👦🇨🇳",
    "NEAR(a b) AND * ^ {title} :",
    "\uff19" * 300,
    "(" * 400,
    "é" * 250,
    "%00%ff",
    "补贴" * 5000,
]
TYPED = st.one_of(
    st.sampled_from(NASTY),
    st.text(max_size=60),
    st.lists(
        st.sampled_from(
            [*NASTY, "补贴", "毕业生", "-", '"', "标题：", " ", "〔2024〕12号"]
        ),
        max_size=6,
    ).map("".join),
    st.text(st.characters(), max_size=40),
)
BROWSED = settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)


def check(response) -> None:
    """Fail unless this is a page with nothing of the typed text as markup."""
    assert response.status_code == 200
    page = html.fromstring(response.content.decode())
    assert not page.xpath("//script[not(@src)] | //img | //@onerror")
    assert len(page.xpath("//input[@name='q']")) == 1


@given(typed=TYPED)
@BROWSED
def test_whatever_is_typed_gives_a_page(pair, client, typed):
    check(client.get(LIBRARY, {"q": printable(typed)}, follow=True))


@given(typed=TYPED, name=st.sampled_from(PARAMETERS))
@BROWSED
def test_whatever_is_chosen_gives_a_page(pair, client, typed, name):
    check(client.get(LIBRARY, {"q": "补贴", name: printable(typed)}, follow=True))


@given(typed=TYPED)
@BROWSED
def test_whatever_is_typed_gives_suggestions_and_a_feed(pair, client, typed):
    suggestions = client.get(reverse("search_suggestions"), {"q": printable(typed)})
    feed = client.get(reverse("search_feed"), {"q": printable(typed)})

    assert suggestions.status_code == 200
    assert set(re.findall(r"<(\w+)", suggestions.content.decode())) <= {
        "li",
        "span",
        "mark",
    }
    assert feed.status_code == 200
    etree.fromstring(feed.content)


def printable(typed: str) -> bytes:
    """Return the bytes that a browser, or a rude client, puts into the address."""
    return typed.encode("utf-8", "surrogatepass")


@pytest.mark.parametrize(
    "raw", ["%FF%FE", "%ED%A0%80", "%00", "%", "%E8%A1", "%EF%BF%BE"]
)
def test_bytes_that_are_no_text_give_a_page(pair, client, raw):
    check(client.get(f"{LIBRARY}?q={raw}&agency={raw}&on={raw}"))


def test_long_words_are_cut_and_it_is_said(pair, client):
    response = client.get(LIBRARY, {"q": "补" * 201})

    assert "检索词过长，已按前200个字检索。" in response.content.decode()


def test_every_bad_choice_is_a_message(pair, client):
    response = client.get(LIBRARY, {"q": "补贴", **dict.fromkeys(FACETS, "不存在")})

    page = html.fromstring(response.content.decode())
    assert len(page.xpath("//div[@role='alert']//p")) == len(FACETS)
