"""Reads the public search pages as a visitor's browser does."""

from lxml import html

LIBRARY = "/library/"


def get(client, query: str = "", **parameters):
    """Return the parsed page of a search; fails if it is not a plain answer."""
    response = client.get(LIBRARY + query, parameters or None)
    assert response.status_code == 200
    return html.fromstring(response.content.decode())


def text(page, path: str = "//main") -> str:
    """Return the words of the first such element, blanks joined."""
    found = page.xpath(path)
    return " ".join(found[0].text_content().split()) if found else ""


def titles(page) -> list[str]:
    """Return the titles of the hits, in order."""
    return [
        each.text_content()
        for each in page.xpath(
            "//ol[contains(@class, 'items--wide')]"
            "//p[@class='item__title']/a[not(@class)]"
        )
    ]


def facet(page, label: str) -> dict[str, int]:
    """Return the values of a facet with their counts."""
    [box] = page.xpath(f"//details[@class='facet'][summary='{label}']")
    return {
        link.xpath("string(span[1])"): int(link.xpath("span[2]/text()")[0])
        for link in box.xpath(".//a[@class='facet__value']")
    }


def address(page, label: str) -> str:
    """Return where the link with these words leads; fails unless there is just one."""
    links = [
        link.get("href")
        for link in page.xpath("//main//a")
        if label in " ".join(link.text_content().split())
    ]
    assert len(links) == 1, (label, links)
    return links[0]
