"""Which terms a text defines: 本办法所称X，是指…."""

import re

from search.analysis import flat

SHORTEST, LONGEST = 2, 24
_TERM = (
    r"[“\"「『《]?(?P<term>[^，。；：、,;:（）()“”\"「」『』《》\s]{2,24}?)[”\"」』》]?"
)
_SHORT_FORM = r"(?:（[^（）]{1,60}）)?"
_DEFINITIONS = [
    re.compile(pattern)
    for pattern in (
        rf"所(?:称|指|说)的?{_TERM}{_SHORT_FORM}[，,:：]?"
        r"(?:是指|系指|指|包括|包含|为)",
        rf"(?:^|[\n。；）)]|\d[.、])\s*{_TERM}{_SHORT_FORM}[，,:：]?"
        r"(?:是指|系指|指的是)",
    )
]


def definitions_in(text: str) -> tuple[str, ...]:
    """Return the terms that the text defines (所称X，是指…), folded, each once."""
    found = (
        flat(match["term"])
        for pattern in _DEFINITIONS
        for match in pattern.finditer(text)
        if "所称" not in match["term"]
    )
    return tuple(
        dict.fromkeys(term for term in found if SHORTEST <= len(term) <= LONGEST)
    )
