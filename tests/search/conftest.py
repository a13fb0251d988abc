"""The engines on which what is said of the search must hold alike."""

import pytest

from search import engines, outbox
from search.engines import engine, indexing_engine
from search.engines.elasticsearch import ElasticsearchEngine

BOTH = ["embedded", pytest.param("elasticsearch", marks=pytest.mark.elasticsearch)]


class PromptEngine(ElasticsearchEngine):
    """Hears of what a test changes before it answers: most tests never commit."""

    def find(self, *args):
        outbox.deliver(self)
        return super().find(*args)

    def alike(self, *args):
        outbox.deliver(self)
        return super().alike(*args)

    def defined(self, *args):
        outbox.deliver(self)
        return super().defined(*args)

    def fingerprints(self):
        outbox.deliver(self)
        return super().fingerprints()


@pytest.fixture
def impatient(monkeypatch):
    """Whoever delivers tries again at once, and not for long."""
    monkeypatch.setattr(outbox, "REST", 0)
    monkeypatch.setattr(outbox, "PAUSES", (0, 0.1, 0.4))


@pytest.fixture(params=BOTH)
def any_engine(request, db, settings, monkeypatch):
    """The site searches by either engine, whose index is empty."""
    if request.param == "embedded":
        if indexing_engine() is None:
            pytest.skip("no full text here")
        yield engine()
        return
    monkeypatch.setattr(engines, "BY_URL", f"{__name__}.{PromptEngine.__name__}")
    settings.SEARCH_URL = settings.TEST_SEARCH_URL
    engine.cache_clear()
    index = engine()
    index.prepare()
    # What another test left is not in the database any more.
    index.write([key for key, _ in ElasticsearchEngine.fingerprints(index)])
    yield index
    engine.cache_clear()
