"""A page is as wide as the window: only what is in a frame of its own scrolls."""

import pytest

from tests.pages.conftest import SampleSite

OVERFLOW = "document.documentElement.scrollWidth - window.innerWidth"


@pytest.mark.parametrize("width", [1280, 390])
def test_pages_fit_the_window(width, site: SampleSite, window):
    page = window(width)
    too_wide = {}

    for name, path in site.paths.items():
        page.goto(path)
        assert page.locator("main").count(), name
        if (overflow := page.evaluate(OVERFLOW)) > 0:
            too_wide[name] = overflow

    assert too_wide == {}
