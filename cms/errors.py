"""What a visitor gets at an address that leads nowhere: a way on."""

import re
from pathlib import PurePosixPath

from django.shortcuts import render

from search.suggestions import suggest

# So many documents are offered at most.
NEAREST = 5
# An 索引号 as it stands in addresses: LC0000009/2024-00012, lc0000009-2024-00012.
INDEX_NUMBER = re.compile(r"([a-z0-9]{6,})[-/](\d{4,6}-\d{3,})", re.IGNORECASE)
HAN = re.compile(r"[\u4e00-\u9fff]")
PAGE_ENDINGS = frozenset({".html", ".htm", ".shtml", ".jsp", ".aspx", ".php"})
# What stands there is no page; and a guessed file is answered like any other.
ELSEWHERE = ("/admin/", "/documents/", "/media/", "/static/")


def page_not_found(request, exception):
    """Answer 404 with a search box and the public documents the address may mean."""
    asked = document_asked_for(request.path)
    nearest = [each.policy for each in suggest(asked)[:NEAREST]] if asked else []
    context = {"asked": asked, "nearest": nearest}
    return render(request, "404.html", context, status=404)


def document_asked_for(path: str) -> str:
    """Return the 索引号, title or number that an address seems to name; maybe empty.

    Most addresses that lead nowhere are guesses of machines: they name nothing, so
    that nothing is searched for them.
    """
    if path.startswith(ELSEWHERE):
        return ""
    if found := INDEX_NUMBER.search(path):
        return "/".join(found.groups()).upper()
    name = PurePosixPath(path).name
    ending = PurePosixPath(name).suffix
    if ending.lower() in PAGE_ENDINGS:
        name = name.removesuffix(ending)
    # A minus would leave out what follows it.
    words = re.sub(r"[-_+]+", " ", name).strip()
    return words if len(HAN.findall(words)) > 1 else ""
