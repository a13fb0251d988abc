"""The sample site: every state is there, and a second run changes nothing."""

import socket

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction
from wagtail.models import Page

from cms.management.commands.demo import is_free
from interpretations.audit import breaches
from interpretations.models import InterpretationPage
from policies.models import (
    AgencyPage,
    ArticleKind,
    DisclosureArticlePage,
    DisclosureColumnPage,
    NoticePage,
    PolicyPage,
    StatutoryListPage,
)
from policies.validity import Validity, ValidityEventKind

pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("demo")]


@pytest.fixture(scope="module")
def filled(django_db_setup, django_db_blocker):
    """The sample site, filled once: it takes longer than all that is asked of it."""
    with django_db_blocker.unblock(), transaction.atomic():
        call_command("demo", no_serve=True)
        yield
        transaction.set_rollback(True)


@pytest.fixture
def demo(filled, db):
    """The sample site as it was filled; what a test changes does not last."""


def test_sample_site_shows_every_state_and_breaks_no_rule(demo):
    live = PolicyPage.objects.live()
    drafts = PolicyPage.objects.not_live()

    assert AgencyPage.objects.count() >= 4
    assert PolicyPage.objects.count() >= 12
    for validity in Validity.values:
        assert live.with_validity(validity).exists(), validity
    for kind in (ValidityEventKind.REPEALED, ValidityEventKind.AMENDED):
        assert live.filter(validity_events__kind=kind).exists(), kind
    assert drafts.filter(interpretations=None, disclosure="proactive").exists()
    assert drafts.filter(disclosure="on_request").exists()
    assert drafts.exclude(go_live_at=None).get().approved_schedule
    assert NoticePage.objects.live().exists()
    assert list(breaches()) == []
    assert Page.find_problems() == ([], [], [], [], [])


def test_every_sample_page_can_be_read(demo, client):
    pages = [
        *PolicyPage.objects.live(),
        *InterpretationPage.objects.live(),
        *NoticePage.objects.live(),
        *AgencyPage.objects.live(),
        *DisclosureColumnPage.objects.live(),
        *DisclosureArticlePage.objects.live(),
        *StatutoryListPage.objects.live(),
    ]

    for page in pages:
        html = client.get(page.url).content.decode()
        assert page.title in html
        assert "None" not in html, page.url


def test_every_part_of_the_disclosure_column_is_filled(demo, client):
    html = client.get(DisclosureColumnPage.objects.get().url).content.decode()

    for part in (*ArticleKind.labels, "法定主动公开内容"):
        assert part in html


def test_second_run_fills_nothing_in_twice(demo):
    before = Page.objects.count()

    call_command("demo", no_serve=True)

    assert Page.objects.count() == before


def test_taken_port_is_said_before_anything_is_done(db):
    before = Page.objects.count()

    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]

        assert not is_free(port)
        with pytest.raises(CommandError, match="已被占用"):
            call_command("demo", port=port)

    assert Page.objects.count() == before
