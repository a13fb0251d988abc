"""Drives every path of the table through its real door and looks what became of it."""

import pytest
from django.contrib.auth.models import User
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.core.management import CommandError
from django.db import DatabaseError, connection, transaction
from django.db.models import RestrictedError
from django.test import override_settings

from interpretations.audit import breaches
from tests import library
from tests.interpretations.paths import (  # noqa: F401 - they enter their paths
    approvals,
    becoming_public,
    beyond_python,
    copies,
    leaving,
    moving_and_hiding,
    schedules,
)
from tests.interpretations.paths.public import contradictions
from tests.interpretations.paths.records import all_rows, live_pages, logged_refusals
from tests.interpretations.paths.screen import refusal_in
from tests.interpretations.paths.table import PATHS, Door, Outcome, World

pytestmark = pytest.mark.django_db

ADMIN = {Door.EDITOR, Door.VIEW, Door.BULK, Door.WORKFLOW, Door.API}
LANGUAGES = [("zh-hans", "简体中文"), ("en", "English")]


@pytest.fixture(scope="module")
def stage(request, django_db_setup, django_db_blocker):
    """The library from which some paths start, made once for all of them."""
    with (
        django_db_blocker.unblock(),
        override_settings(LANGUAGES=LANGUAGES, WAGTAIL_CONTENT_LANGUAGES=LANGUAGES),
        transaction.atomic(),
    ):
        admin = User.objects.create_superuser("admin", password="password")
        world = World(admin, library.make_site(), library.make_agency_page())
        request.param(world)
        yield world
        transaction.set_rollback(True)


@pytest.fixture
def world(stage, db, tmp_path) -> World:
    """That library as this path finds it; nothing that happens here lasts."""
    world = stage.as_found()
    world.notes["tmp_path"] = tmp_path
    return world


def rows_of_the_table():
    """Return the paths, those together that start from the same state."""
    return [
        pytest.param(
            path.start,
            path,
            id=path.id,
            marks=pytest.mark.xdist_group(path.start.__name__),
        )
        for path in sorted(PATHS, key=lambda path: path.start.__name__)
    ]


@pytest.mark.parametrize(
    ("stage", "path"),
    rows_of_the_table(),
    indirect=["stage"],
    # Else each path would have a stage of its own.
    scope="module",
)
def test_path(stage, path, world, record_property):
    world.page = getattr(world, path.page)
    rows, live = all_rows(), live_pages()

    heard, response = attempt(path, world)
    outcome = outcome_of(heard, live, response)

    record_property("path", [path.id, outcome.value])
    assert path.words in heard
    assert outcome == path.expected_on(connection.vendor), heard or contradictions()
    if outcome == Outcome.FOUND:
        return
    if outcome == Outcome.REFUSED:
        assert all_rows() == world.notes.get("rows", rows), "half done"
    if outcome == Outcome.CANCELLED or has_to_be_logged(path, outcome, response):
        assert any(path.words in reason for reason in logged_refusals())
    if outcome != Outcome.REFUSED or path.door in ADMIN:
        assert contradictions() == []


def attempt(path, world):
    """Try the path; return the words of a refusal, and the response if there is one."""
    try:
        if path.door in (Door.CODE, Door.SQL):
            # Code that may be refused stands in a transaction; so does this.
            with transaction.atomic():
                path.drive(world)
                connection.check_constraints()
            return "", None
        response = path.drive(world)
    except ValidationError as refusal:
        return "".join(refusal.messages), None
    except (RestrictedError, CommandError) as refusal:
        return str(refusal), None
    except DatabaseError as refusal:
        if path.door != Door.SQL:
            raise
        return str(refusal), refusal
    if response is None:
        return "".join(logged_refusals()), None
    assert response.status_code < 500
    return refusal_in(response), response


def outcome_of(heard: str, live: dict, response) -> Outcome:
    """Return what an observer would say has happened."""
    if isinstance(response, DatabaseError):
        return Outcome.STOPPED
    if list(breaches()):
        return Outcome.FOUND
    if logged_refusals() and response is None:
        return Outcome.CANCELLED
    if heard or (response is not None and response.status_code >= 400):
        return Outcome.REFUSED
    now = live_pages()
    changed = {pk for pk in live.keys() | now.keys() if live.get(pk) != now.get(pk)}
    kinds = {model for model, pk in changed if model in ("policy", "interpretation")}
    return Outcome.TOGETHER if len(kinds) == 2 else Outcome.DONE


def has_to_be_logged(path, outcome, response) -> bool:
    """Tell whether the page's log must name the refusal.

    Not if the form came back with the words, as for any other mistake, nor if the
    API names a parameter.
    """
    if outcome != Outcome.REFUSED or path.door not in ADMIN:
        return False
    if response.headers["Content-Type"] == "application/json":
        return NON_FIELD_ERRORS in response.json()
    return response.request["REQUEST_METHOD"] != "POST"
