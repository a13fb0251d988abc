"""What many tests stand on: a site, its people, and a draft policy."""

import gc

import pytest
from django.conf import settings
from django.contrib.auth.models import User
from django.core.cache import cache
from django.db import IntegrityError, connection, transaction

from search import outbox
from search.engines import engine, indexing_engine
from search.engines.elasticsearch import schema
from tests import library


def pytest_collection_modifyitems(items) -> None:
    if settings.TEST_SEARCH_URL:
        return
    reason = "TESTS ON ELASTICSEARCH DID NOT RUN: SEARCH_URL names no server"
    for item in items:
        if item.get_closest_marker("elasticsearch"):
            item.add_marker(pytest.mark.skip(reason=reason))


def pytest_collection_finish() -> None:
    """Look for garbage less often, and not among what lives as long as the run.

    That took a tenth of the time of all tests.
    """
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)


@pytest.fixture(autouse=True)
def index_as_found(request, django_db_blocker):
    """Empty the index after a test that commits: it stands outside Django's models.

    A flush that brings the initial data back sends no signal by which it would hear.
    """
    yield
    mark = request.node.get_closest_marker("django_db")
    commits = {"transactional_db", "live_server"} & set(request.fixturenames) or (
        mark and mark.kwargs.get("transaction")
    )
    if commits and (index := indexing_engine()):
        with django_db_blocker.unblock():
            index.reset()


@pytest.fixture(autouse=True)
def cache_of_this_test():
    """Forget what other tests kept: keys of the database come again after each."""
    cache.clear()


@pytest.fixture
def on_elasticsearch(db, settings, monkeypatch):
    """The site searches by Elasticsearch, whose index is empty.

    Whoever publishes waits longer for it: machines that run tests are busy.
    """
    monkeypatch.setattr(outbox, "SOON", 20.0)
    settings.SEARCH_URL = settings.TEST_SEARCH_URL
    engine.cache_clear()
    index = engine()
    index.reset()
    yield index
    settings.SEARCH_URL = settings.TEST_SEARCH_URL
    schema.remove_all()
    engine.cache_clear()


@pytest.fixture
def home(db):
    return library.make_site()


@pytest.fixture
def agency_page(home):
    return library.make_agency_page()


@pytest.fixture
def policy(agency_page):
    """A draft that lacks nothing but its interpretation."""
    return library.make_policy(agency_page)


@pytest.fixture
def interpretation(policy):
    """A complete draft interpretation of that policy."""
    return library.make_interpretation(policy)


@pytest.fixture
def pair(interpretation):
    """That policy and its interpretation, both public."""
    policy = library.publish(interpretation.policy)
    interpretation.refresh_from_db()
    return policy, interpretation


@pytest.fixture
def admin(db):
    return User.objects.create_superuser("admin", "admin@lanchuan.example", "password")


@pytest.fixture
def admin_client(client, admin):
    client.force_login(admin)
    return client


@pytest.fixture
def past_the_guard(db):
    """The test writes by SQL alone what may not be public.

    It sees the breach within its own transaction; PostgreSQL must refuse to commit it.
    """
    yield
    if connection.vendor == "postgresql":
        refused = pytest.raises(IntegrityError, match="may not be public")
        with refused, transaction.atomic():
            connection.check_constraints()
        transaction.set_rollback(True)
