"""Every address of the admin, with whatever keys one puts into it."""

import itertools
import re
from collections.abc import Callable, Iterable, Iterator

from django.urls import URLPattern, get_resolver

PARAMETER = re.compile(
    r"<(?:(?P<kind>\w+):)?(?P<name>\w+)>|\(\?P<(?P<group>\w+)>[^)]*\)"
)


def routes(resolver=None, prefix: str = "") -> Iterator[str]:
    """Yield the routes below /admin/ as they are written, with their parameters."""
    for pattern in (resolver or get_resolver()).url_patterns:
        route = prefix + str(pattern.pattern).removeprefix("^")
        if isinstance(pattern, URLPattern):
            if route.startswith("admin/"):
                yield route.removesuffix("$")
        elif not route or route.startswith("admin/"):
            yield from routes(pattern, route)


def addresses(values: Callable[[str, str], Iterable]) -> Iterator[str]:
    """Yield every address of the admin; `values(route, name)` fills a parameter."""
    for route in routes():
        names = [match["name"] or match["group"] for match in PARAMETER.finditer(route)]
        for chosen in itertools.product(*(values(route, name) for name in names)):
            filling = iter(chosen)
            address = PARAMETER.sub(lambda _, left=filling: str(next(left)), route)
            yield "/" + re.sub(r"[\\^$?]|\(\)", "", address)
