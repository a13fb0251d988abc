"""长者模式: switched without a script, kept between visits, on every public page."""

import pytest
from lxml import html

from cms.large_type import COOKIE
from tests import library

pytestmark = [pytest.mark.django_db, pytest.mark.once]


@pytest.fixture
def site():
    return library.make_site()


def is_large(client, address: str = "/") -> bool:
    page = html.fromstring(client.get(address).content.decode())
    return page.get("class") == "large-type"


def switch(client, large: str, *, came_from: str):
    return client.post("/large-type/", {"large": large}, headers={"Referer": came_from})


def test_large_type_is_kept_between_visits_and_taken_back(site, client):
    assert not is_large(client)

    answer = switch(client, "on", came_from="http://testserver/library/?year=2023")
    assert answer.status_code == 302
    assert answer.url == "/library/?year=2023"
    assert answer.cookies[COOKIE]["max-age"] >= 30 * 24 * 60 * 60
    assert is_large(client)
    assert is_large(client, "/library/")
    assert is_large(client, "/nothing-here/")

    switch(client, "off", came_from="http://testserver/")
    assert not is_large(client)


@pytest.mark.parametrize(
    "came_from",
    [
        "https://elsewhere.example/",
        "http://testserver//elsewhere.example/",
        "javascript:1",
        "",
    ],
)
def test_the_switch_leads_nowhere_outside(site, client, came_from):
    assert switch(client, "on", came_from=came_from).url == "/"


def test_looking_at_the_switch_changes_nothing(site, client):
    assert client.get("/large-type/").status_code == 405


def test_the_switch_stands_on_every_page(site, client):
    for address in ("/", "/library/?year=2023", "/nothing-here/"):
        page = html.fromstring(client.get(address).content.decode())
        [form] = [form for form in page.forms if form.action == "/large-type/"]
        assert form.method == "POST"
        assert form.xpath("string(.//button)").strip() == "长者模式"


def test_caches_are_told_that_pages_differ_by_it(site, client):
    assert "Cookie" in client.get("/library/").headers["Vary"]
