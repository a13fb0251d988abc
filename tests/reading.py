"""Reads public pages as a visitor's browser does, and counts what they cost."""

from django.db import connection
from django.test.utils import CaptureQueriesContext
from lxml import html


def read(client, address: str, **parameters):
    """Return the parsed page at this address; fails if it is not a plain answer."""
    response = client.get(address, parameters or None)
    assert response.status_code == 200, address
    return html.fromstring(response.content.decode())


def words_of(element) -> str:
    """Return the words of an element, blanks joined."""
    return " ".join(element.text_content().split())


def text_of(page, path: str = "//main") -> str:
    """Return the words of the first such element; empty without one."""
    found = page.xpath(path)
    return words_of(found[0]) if found else ""


def listed(page) -> list[str]:
    """Return the titles in the page's long list, in order."""
    return [
        words_of(link)
        for link in page.xpath(
            "//ol[contains(@class, 'items--wide')]"
            "//p[@class='item__title']/a[not(@class)]"
        )
    ]


def tabs(page) -> dict[str, int]:
    """Return the parts of the page's list with their counts."""
    return {
        tab.xpath("normalize-space(text()[1])"): int(
            tab.xpath("span[@class='tabs__count']/text()")[0]
        )
        for tab in page.xpath("//nav[@class='tabs']//a | //p[contains(@class, 'tabs')]")
    }


def address_of(page, words: str, within: str = "//main") -> str:
    """Return where the one link with these words leads."""
    links = [
        link.get("href")
        for link in page.xpath(f"{within}//a")
        if words in words_of(link)
    ]
    assert len(links) == 1, (words, links)
    return links[0]


def queries_of(client, address: str) -> int:
    """Return how many queries it takes to read this address."""
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    return len(captured)
