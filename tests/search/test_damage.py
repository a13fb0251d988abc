"""A damaged, missing or outdated index: a message, never a failure."""

from io import StringIO

import pytest
from django.core.checks import Tags, run_checks
from django.core.management import call_command
from django.db import connection
from wagtail.models import Page

from search.engines import RebuildOvertaken, engine, indexing_engine
from search.engines.embedded import tables, writing
from search.index import differences
from search.query import SearchQuery
from search.results import find
from tests import library

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(indexing_engine() is None, reason="no full text here"),
]


def drop(table: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TABLE {table}")


@pytest.mark.parametrize("table", [*tables.ALL, tables.STATE])
def test_without_a_table_titles_are_still_found_and_it_is_said(client, pair, table):
    drop(table)

    results = find(SearchQuery("就业补贴 补贴发放"))

    assert [hit.policy for hit in results.hits] == [pair[0]]
    if table != tables.NUMBERS:
        assert "暂时无法使用" in results.notice or table == tables.FREQUENCIES
    assert client.get("/library/", {"q": "补贴"}).status_code == 200


def test_publishing_goes_on_without_the_index(interpretation):
    drop(tables.TEXTS)

    policy = library.publish(interpretation.policy)

    assert policy.live


def test_another_version_of_the_analysis_demands_a_rebuild(pair):
    tables.set_state("version", 1)

    told = run_checks(tags=[Tags.database], databases=["default"])
    assert "search.W002" in {message.id for message in told}
    assert find(SearchQuery("就业补贴")).notice

    call_command("rebuild_search", stdout=StringIO())
    assert find(SearchQuery("毕业两年以内")).total == 1
    assert "search.W002" not in {
        message.id
        for message in run_checks(tags=[Tags.database], databases=["default"])
    }


def test_migrate_rebuilds_what_is_missing(pair):
    drop(tables.TERMS)

    call_command("migrate", verbosity=0)

    assert find(SearchQuery("毕业两年以内")).total == 1


def test_what_changes_during_a_rebuild_is_in_the_new_index(pair, monkeypatch):
    policy, _ = pair
    second, _ = library.make_public_pair(title="关于发放求职补贴的通知")
    monkeypatch.setattr(writing, "BATCH", 1)
    building = engine().rebuild([policy.pk, second.pk], 1)
    next(building)

    policy.title = "关于公益性岗位开发的通知"
    policy.save_revision().publish()
    Page.objects.get(pk=second.pk).unpublish()
    assert find(SearchQuery("公益性岗位")).total == 1
    list(building)

    assert find(SearchQuery("公益性岗位")).total == 1
    assert find(SearchQuery("求职补贴")).total == 0
    assert list(differences(engine())) == []


def test_what_came_before_a_rebuild_began_but_was_not_named_is_kept(pair):
    library.make_public_pair(title="关于发放求职补贴的通知")

    list(engine().rebuild([pair[0].pk], 1))

    assert find(SearchQuery("求职补贴")).total == 1
    assert list(differences(engine())) == []


def test_what_changes_while_an_outdated_index_is_rebuilt_is_in_the_new_one(
    pair, monkeypatch
):
    policy, _ = pair
    second, _ = library.make_public_pair(title="关于发放求职补贴的通知")
    tables.set_state("version", 1)
    monkeypatch.setattr(writing, "BATCH", 1)
    building = engine().rebuild([policy.pk, second.pk], 1)
    next(building)
    next(building)

    policy.title = "关于公益性岗位开发的通知"
    policy.save_revision().publish()
    Page.objects.get(pk=second.pk).unpublish()
    list(building)

    assert find(SearchQuery("公益性岗位")).total == 1
    assert list(differences(engine())) == []


def test_of_two_rebuilds_the_later_one_goes_on(pair):
    first = engine().rebuild([pair[0].pk], 1)
    next(first)
    second = engine().rebuild([pair[0].pk], 1)
    next(second)

    with pytest.raises(RebuildOvertaken):
        list(first)
    list(second)

    assert list(differences(engine())) == []


def test_repair_mends_and_checks_again(pair):
    engine().remove(pair[0].pk)
    told = StringIO()

    call_command("check_search", "--repair", stdout=told, stderr=told)

    assert "已改正 1 处" in told.getvalue()
    assert find(SearchQuery("毕业两年以内")).total == 1
