"""The server answers in part, too late, or refuses: it is said, and holds nobody up."""

from collections.abc import Iterator
from contextlib import contextmanager
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from elasticsearch.helpers import bulk
from elasticsearch_dsl import Q

from search import outbox
from search.documents import public_ids
from search.engines import IndexUnavailable
from search.engines.elasticsearch import finding, schema, writing
from search.engines.elasticsearch.address import Address
from search.engines.elasticsearch.connection import client as servers
from search.engines.elasticsearch.connection import or_unavailable
from search.engines.elasticsearch.entries import in_order
from search.models import PendingChange
from tests import library
from tests.search.outside import (
    IN_TEXT,
    ONLY_TITLES,
    found,
    rename,
    told,
    with_options,
)

pytestmark = [
    pytest.mark.elasticsearch,
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
    pytest.mark.usefixtures("on_elasticsearch", "impatient"),
]


def read(client, words: str) -> str:
    """Return the public page of a search."""
    response = client.get("/library/", {"q": words})
    assert response.status_code == 200
    return response.content.decode()


def put(**settings) -> None:
    servers().indices.put_settings(index=schema.live(), settings=settings)


# --- What goes wrong, and how it ends --------------------------------------


@contextmanager
def full_disk() -> Iterator[None]:
    """The server forbids writing, as it does where its disk is nearly full."""
    put(**{"index.blocks.read_only_allow_delete": True})
    yield
    put(**{"index.blocks.read_only_allow_delete": None})


@contextmanager
def red_shard() -> Iterator[None]:
    """No server may hold the only shard."""
    place = "index.routing.allocation.require._name"
    schema.remove_all()
    servers().indices.create(
        index=f"{schema.live()}-red",
        mappings=schema.MAPPING,
        settings={place: "gone", "number_of_replicas": 0},
        aliases={schema.live(): {}},
        wait_for_active_shards="0",
    )
    yield
    put(**{place: None})
    servers().cluster.health(index=schema.live(), wait_for_status="yellow")


@contextmanager
def closed_index() -> Iterator[None]:
    servers().indices.close(index=schema.live())
    yield
    servers().indices.open(index=schema.live(), wait_for_active_shards=1)


def named(trouble) -> str:
    return trouble.__name__


@pytest.mark.parametrize("trouble", [full_disk, red_shard, closed_index], ids=named)
def test_publication_goes_on_and_the_index_catches_up_by_itself(
    trouble, interpretation, client, monkeypatch
):
    monkeypatch.setattr(outbox, "SOON", 0.3)
    with trouble():
        policy = library.publish(interpretation.policy)

        assert client.get(policy.url).status_code == 200
        assert PendingChange.objects.exists()

    call_command("work", once=True)

    assert found(IN_TEXT) == [policy]
    call_command("check_search", stdout=StringIO())


@pytest.mark.parametrize("trouble", [red_shard, closed_index], ids=named)
def test_where_texts_cannot_be_searched_it_is_said_to_everybody(
    trouble, interpretation, client, monkeypatch
):
    monkeypatch.setattr(outbox, "SOON", 0.3)
    with trouble():
        policy = library.publish(interpretation.policy)

        page = read(client, policy.title)
        assert ONLY_TITLES in page
        assert policy.url in page
        assert client.get("/health/").json()["checks"]["search"] == "attention"
        assert "search.W003" in told()
        with pytest.raises(CommandError, match="检索服务出错"):
            call_command("check_search")


def test_a_full_disk_leaves_what_is_known_searchable(pair):
    with full_disk():
        policy = rename(pair[0], "关于公益性岗位开发的通知")

        assert found(IN_TEXT) == [policy]


def test_one_damaged_shard_of_two_is_no_half_answer(
    settings, agency_page, client, monkeypatch
):
    monkeypatch.setattr(outbox, "SOON", 0.3)
    settings.SEARCH_URL = with_options(shards=2)
    call_command("rebuild_search", stdout=StringIO())
    policies = [
        library.make_public_pair(agency_page, title=f"第{at}号通知", slug=f"n-{at}")[0]
        for at in range(4)
    ]
    assert len(found(IN_TEXT)) == len(policies)
    damage_a_shard()

    page = read(client, "通知")
    renamed = rename(policies[0], "关于公益性岗位开发的通知")

    assert ONLY_TITLES in page
    assert policies[0].url in page
    assert "search.W003" in told()
    call_command("rebuild_search", stdout=StringIO())
    call_command("check_search", stdout=StringIO())
    assert found("公益性岗位") == [renamed]
    assert len(found(IN_TEXT)) == len(policies)


def damage_a_shard() -> None:
    """Overwrite the files of the first shard, as a failing disk may."""
    (index,) = schema._every()
    servers().indices.close(index=index)
    for each in (folder_of(index) / "index").iterdir():
        each.write_bytes(b"nothing of it can be read")
    servers().indices.open(index=index, wait_for_active_shards=0)
    wait_until_red(index)


def folder_of(index: str) -> Path:
    """Return where the server keeps the first shard."""
    said = servers().indices.get_settings(index=index)[index]["settings"]
    (node,) = servers().nodes.info(metric="settings")["nodes"].values()
    data = Path(node["settings"]["path"]["data"])
    return data / "indices" / said["index"]["uuid"] / "0"


def wait_until_red(index: str) -> None:
    """Return when the server has given up on a shard."""
    said = servers().cluster.health(index=index, wait_for_no_initializing_shards=True)
    assert (said["timed_out"], said["status"]) == (False, "red")


# --- Too late, or against one another --------------------------------------


def test_a_search_that_takes_the_server_too_long_is_no_half_answer(
    agency_page, monkeypatch
):
    for at in range(5):
        library.make_public_pair(agency_page, title=f"第{at}号通知", slug=f"n-{at}")
    make_long("补贴" * 100_000)
    words = " ".join(in_order("补贴" * 90))
    slow = finding.searching(Q("match_phrase", **{"words.body": words}))
    answer = or_unavailable(finding.run)
    monkeypatch.setattr(finding, "address", lambda: Address((), timeout=60))
    assert finding.total_of(answer(slow)) == 5

    monkeypatch.setattr(finding, "address", lambda: Address((), timeout=0.001))
    with pytest.raises(IndexUnavailable):
        answer(slow)


def make_long(text: str) -> None:
    """Store this text instead of every policy's."""
    actions = list(writing._actions(public_ids(), [schema.live()]))
    for action in actions:
        action["_source"]["words"]["body"] = " ".join(in_order(text))
    bulk(servers(), actions, refresh=True)


def test_a_search_may_have_a_part_of_a_second(settings, pair):
    settings.SEARCH_URL = with_options(timeout=1.5)

    assert found(IN_TEXT) == [pair[0]]


def test_what_the_index_refuses_holds_nothing_else_up(interpretation, client):
    in_the_future = {"version": 2**60, "version_type": "external"}
    servers().index(
        index=schema.live(),
        id=str(interpretation.policy_id),
        document={"policy_id": interpretation.policy_id},
        **in_the_future,
    )

    refused = library.publish(interpretation.policy)
    second, _ = library.make_public_pair(title="关于发放求职补贴的通知")

    assert found(IN_TEXT) == [second]
    waiting = PendingChange.objects.values_list("policy_id", flat=True)
    assert set(waiting) == {refused.pk}
    call_command("rebuild_search", stdout=StringIO())
    call_command("work", once=True)
    assert set(found(IN_TEXT)) == {refused, second}
    assert not PendingChange.objects.exists()


def test_a_deleted_index_is_told_and_rebuilt_and_never_made_by_a_write(pair, client):
    schema.remove_all()

    policy = rename(pair[0], "关于公益性岗位开发的通知")

    assert schema._every() == []
    page = read(client, "公益性岗位")
    assert ONLY_TITLES in page
    assert policy.url in page
    assert "search.W003" in told()
    call_command("rebuild_search", stdout=StringIO())
    call_command("check_search", stdout=StringIO())
    assert found("公益性岗位") == [policy]


def test_migrate_builds_a_missing_index_and_nobody_reads_meanwhile_that_it_is_empty(
    pair, client, monkeypatch
):
    schema.remove_all()
    pages = []

    def exchange(name: str) -> None:
        pages.append(read(client, IN_TEXT))
        put_in_place(name)

    put_in_place = schema.put_in_place
    monkeypatch.setattr(schema, "put_in_place", exchange)
    call_command("migrate", verbosity=0)

    (page,) = pages
    assert ONLY_TITLES in page
    assert found(IN_TEXT) == [pair[0]]
