"""Elasticsearch behind the site: it hears of everything, and holds nothing up."""

import socket
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from elasticsearch.helpers import bulk
from wagtail.models import Page

from search import outbox
from search.engines import engine
from search.engines.elasticsearch import schema, writing
from search.engines.elasticsearch.connection import client as servers
from search.index import differences
from search.models import PendingChange
from search.query import SearchQuery
from search.results import find
from tests import library
from tests.search.outside import IN_TEXT, found, rename, told
from tests.two_connections import at_once

pytestmark = [
    pytest.mark.elasticsearch,
    pytest.mark.pair,
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
    pytest.mark.usefixtures("on_elasticsearch", "impatient"),
]


@pytest.fixture
def away(settings):
    """Nobody answers at the server's address until it is called."""
    right = settings.SEARCH_URL
    with socket.create_server(("127.0.0.1", 0)) as closed:
        port = closed.getsockname()[1]
    settings.SEARCH_URL = f"elasticsearch://127.0.0.1:{port}/tests"

    def back() -> None:
        settings.SEARCH_URL = right

    return back


# --- It hears of everything ------------------------------------------------


def test_what_is_published_is_found_from_its_commit_on(interpretation):
    with transaction.atomic():
        policy = library.publish(interpretation.policy)
        assert found(IN_TEXT) == []

    assert found(IN_TEXT) == [policy]
    assert not PendingChange.objects.exists()


def test_what_is_rolled_back_leaves_no_note(interpretation):
    with transaction.atomic():
        library.publish(interpretation.policy)
        assert PendingChange.objects.exists()
        transaction.set_rollback(True)

    assert not PendingChange.objects.exists()
    assert found(IN_TEXT) == []


def test_many_deliver_at_once_and_each_change_arrives(away, agency_page):
    for at in range(12):
        library.make_public_pair(
            agency_page, title=f"关于发放求职补贴的通知（{at}）", slug=f"notice-{at}"
        )
    away()

    errors = at_once(*[lambda: call_command("sync_search", verbosity=0)] * 3)

    assert errors == [None, None, None]
    assert list(differences(engine())) == []
    assert len(found("求职补贴")) == 12


def test_a_late_write_never_overwrites_a_newer_one(pair):
    late = list(writing._actions([pair[0].pk], [schema.live()]))
    rename(pair[0], "关于公益性岗位开发的通知")

    _, refused = bulk(servers(), late, raise_on_error=False, refresh=True)

    assert [each["index"]["status"] for each in refused] == [409]
    assert found("公益性岗位") == [pair[0]]


def test_a_write_that_was_held_up_does_not_bring_back_what_was_deleted(pair):
    late = list(writing._actions([pair[0].pk], [schema.live()]))
    Page.objects.get(pk=pair[0].get_parent().pk).delete()

    bulk(servers(), late, raise_on_error=False, refresh=True)

    assert list(differences(engine())) == []


# --- Away ------------------------------------------------------------------


def test_without_the_server_one_publishes_and_finds_titles(
    away, client, admin_client, interpretation
):
    policy = library.publish(interpretation.policy)

    results = find(SearchQuery("就业补贴"))
    assert [hit.policy for hit in results.hits] == [policy]
    assert "暂时无法使用" in results.notice
    assert client.get("/library/", {"q": "补贴"}).status_code == 200
    assert client.get("/health/").json()["checks"]["search"] == "attention"
    assert "search.W003" in told()
    html = admin_client.get(reverse("system_status")).content.decode()
    assert "有 1 份文件等待写入检索索引" in html


def test_when_the_server_is_back_the_background_process_catches_up(
    away, client, interpretation
):
    policy = library.publish(interpretation.policy)
    with pytest.raises(CommandError, match="还有 1 份文件"):
        call_command("sync_search")
    away()

    call_command("work", once=True)

    assert found(IN_TEXT) == [policy]
    assert client.get("/health/").json()["checks"]["search"] == "ok"
    assert "search.W003" not in told()


def test_the_next_publication_takes_along_what_waits(away, interpretation):
    policy = library.publish(interpretation.policy)
    away()

    second, _ = library.make_public_pair(title="关于发放求职补贴的通知")

    assert set(found(IN_TEXT)) == {policy, second}


def test_a_server_that_never_answers_holds_nobody_up(
    settings, monkeypatch, interpretation
):
    monkeypatch.setattr(outbox, "SOON", 0.2)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        port = silent.getsockname()[1]
        settings.SEARCH_URL = f"elasticsearch://127.0.0.1:{port}/tests?timeout=0.2"

        policy = library.publish(interpretation.policy)

        assert policy.live
        assert find(SearchQuery("就业补贴")).notice


def test_an_index_that_is_long_behind_asks_for_attention(client, pair):
    waiting = PendingChange.objects.create(policy_id=pair[0].pk)
    assert client.get("/health/").json()["checks"]["search"] == "ok"

    waiting.noted_at = timezone.now() - timedelta(minutes=6)
    waiting.save()

    assert client.get("/health/").json()["checks"]["search"] == "attention"


# --- The whole -------------------------------------------------------------


def test_an_index_of_another_form_is_noticed_and_replaced(pair, monkeypatch):
    (old,) = schema._every()
    monkeypatch.setattr(schema, "FORM", "another")
    assert "search.W003" in told()
    assert find(SearchQuery("就业补贴")).notice

    call_command("rebuild_search", stdout=StringIO())

    assert found(IN_TEXT) == [pair[0]]
    assert "search.W003" not in told()
    (new,) = schema._every()
    assert new != old


def test_what_changes_during_a_rebuild_is_in_the_new_index(pair, monkeypatch):
    second, _ = library.make_public_pair(title="关于发放求职补贴的通知")
    monkeypatch.setattr(writing, "BATCH", 1)
    building = engine().rebuild([pair[0].pk, second.pk], 1)
    next(building)

    policy = rename(pair[0], "关于公益性岗位开发的通知")
    Page.objects.get(pk=second.pk).unpublish()
    third, _ = library.make_public_pair(title="关于稳岗返还的通知")
    assert found("公益性岗位") == [policy]
    list(building)

    assert set(found(IN_TEXT)) == {policy, third}
    assert list(differences(engine())) == []
    assert len(schema._every()) == 1


def test_a_rebuild_that_was_cut_off_is_begun_anew(pair, monkeypatch):
    next(engine().rebuild([pair[0].pk], 1))
    assert len(schema._every()) == 2

    call_command("rebuild_search", stdout=StringIO())

    assert len(schema._every()) == 1
    assert found(IN_TEXT) == [pair[0]]


def test_the_check_finds_what_differs_and_repairs_it(pair):
    second, _ = library.make_public_pair(title="关于发放求职补贴的通知")
    servers().delete(index=schema.live(), id=str(second.pk))
    servers().index(
        index=schema.live(), id="999999", document={"policy_id": 999999}, refresh=True
    )
    Page.objects.filter(pk=pair[0].pk).update(title="关于稳岗返还的通知")
    words = StringIO()

    with pytest.raises(CommandError, match="3 处"):
        call_command("check_search", stderr=words)
    call_command("check_search", "--repair", stdout=words, stderr=words)

    assert "已改正 3 处" in words.getvalue()
    assert found("稳岗返还") == [pair[0]]
    assert found("求职补贴") == [second]
