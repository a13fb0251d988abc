"""PostgreSQL refuses at commit what no signal hears; honest work passes."""

import datetime
import itertools
import json
from contextlib import contextmanager

import pytest
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction
from django.utils import timezone
from wagtail.models import Page, PageViewRestriction

from interpretations.audit import breaches
from interpretations.database_guard import GUARDED, install
from interpretations.models import InterpretationPage
from policies.disclosure import Disclosure
from policies.models import NoticePage, PolicyPage
from tests import library
from tests.two_connections import first_then_second

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(
        connection.vendor != "postgresql",
        reason="only PostgreSQL has deferred triggers",
    ),
]


@contextmanager
def refused_at_commit():
    """What the block writes passes, and is refused when its transaction would end."""
    refused = pytest.raises(IntegrityError, match="may not be public")
    with refused, transaction.atomic():
        yield
        connection.check_constraints()


def rows(page):
    return Page.objects.filter(pk=page.pk)


def sql(statement: str, *parameters) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)


def hidden_agency_page():
    page = library.make_agency_page("澜川市档案局", code="LC0000099")
    PageViewRestriction.objects.create(
        page=page, restriction_type=PageViewRestriction.LOGIN
    )
    return page


def take_policy_down(policy, interpretation):
    rows(policy).update(live=False)


def take_interpretation_down(policy, interpretation):
    rows(interpretation).update(live=False)


def take_interpretation_down_by_bulk_update(policy, interpretation):
    interpretation.live = False
    Page.objects.bulk_update([interpretation.page_ptr], ["live"])
    InterpretationPage.objects.bulk_update([interpretation], ["live"])


def take_interpretation_down_by_raw_sql(policy, interpretation):
    sql("UPDATE wagtailcore_page SET live = false WHERE id = %s", interpretation.pk)


def empty_the_interpretation(policy, interpretation):
    InterpretationPage.objects.update(is_complete=False)


def let_the_interpretation_expire(policy, interpretation):
    rows(interpretation).update(expire_at=timezone.now() - datetime.timedelta(hours=1))


def make_the_interpretation_an_alias(policy, interpretation):
    rows(interpretation).update(alias_of=interpretation.get_parent())


def make_the_policy_an_alias(policy, interpretation):
    rows(policy).update(alias_of=policy.get_parent())


def point_the_interpretation_elsewhere(policy, interpretation):
    other, _ = library.make_public_pair(policy.get_parent().specific, title="另一份")
    InterpretationPage.objects.filter(pk=interpretation.pk).update(policy=other)


def delete_the_interpretation(policy, interpretation):
    InterpretationPage.objects.filter(pk=interpretation.pk)._raw_delete("default")


def turn_the_policy_on_request(policy, interpretation):
    PolicyPage.objects.update(disclosure=Disclosure.ON_REQUEST)


def restrict_the_section(policy, interpretation):
    PageViewRestriction.objects.bulk_create(
        [
            PageViewRestriction(
                page=policy.get_parent(), restriction_type=PageViewRestriction.LOGIN
            )
        ]
    )


def point_a_restriction_at_the_section(policy, interpretation):
    hidden_agency_page()
    PageViewRestriction.objects.update(page=policy.get_parent())


def move_the_interpretation_out_of_sight(policy, interpretation):
    rows(interpretation).update(path=hidden_agency_page().path + "0001")


@pytest.mark.parametrize(
    "breach",
    [
        take_policy_down,
        take_interpretation_down,
        take_interpretation_down_by_bulk_update,
        take_interpretation_down_by_raw_sql,
        empty_the_interpretation,
        let_the_interpretation_expire,
        make_the_interpretation_an_alias,
        make_the_policy_an_alias,
        point_the_interpretation_elsewhere,
        delete_the_interpretation,
        turn_the_policy_on_request,
        restrict_the_section,
        point_a_restriction_at_the_section,
        move_the_interpretation_out_of_sight,
    ],
    ids=lambda breach: breach.__name__,
)
def test_sql_does_not_part_a_public_pair(breach, pair):
    with refused_at_commit():
        breach(*pair)
        assert list(breaches()) != []

    assert list(breaches()) == []


@pytest.mark.parametrize("half", ["policy", "interpretation"])
def test_sql_does_not_publish_half_a_pair(half, policy, interpretation):
    with refused_at_commit():
        rows({"policy": policy, "interpretation": interpretation}[half]).update(
            live=True
        )


@pytest.mark.parametrize("order", [1, -1])
def test_sql_may_publish_and_take_down_both_halves_in_either_order(
    order, interpretation
):
    halves = [interpretation.policy, interpretation][::order]

    for live in (True, False):
        for half in halves:
            rows(half).update(live=live)
        connection.check_constraints()

    assert list(breaches()) == []


def test_sql_does_not_turn_a_public_notice_on_request(agency_page):
    library.make_notice(agency_page).get_latest_revision().publish()

    with refused_at_commit():
        NoticePage.objects.update(disclosure=Disclosure.ON_REQUEST)


def test_pair_published_taken_down_and_deleted_in_one_transaction_passes(
    interpretation, agency_page
):
    library.publish(interpretation.policy)
    PolicyPage.objects.get().unpublish()
    library.publish(interpretation.policy)
    connection.check_constraints()

    agency_page.delete()

    connection.check_constraints()


def test_draft_of_a_pair_that_was_broken_before_still_saves(pair):
    policy, interpretation = pair
    connection.check_constraints()
    sql("SET session_replication_role = replica")  # As before the triggers came.
    rows(interpretation).update(live=False)
    sql("SET session_replication_role = origin")

    PolicyPage.objects.get(pk=policy.pk).save_revision()
    connection.check_constraints()
    rows(interpretation).update(live=True)

    connection.check_constraints()
    assert list(breaches()) == []


# Fixtures


@pytest.fixture
def dump(pair, tmp_path):
    """Return the rows of a public pair, which the database no longer has."""
    policy, interpretation = pair
    file = tmp_path / "pair.json"
    models = ["wagtailcore.page", "policies.policypage", "interpretations"]
    call_command("dumpdata", *models, output=file)
    policy.unpublish()
    InterpretationPage.objects.get(pk=interpretation.pk).delete()
    PolicyPage.objects.get(pk=policy.pk).delete()
    pks = {policy.pk, interpretation.pk}
    rows = [row for row in json.loads(file.read_text()) if row["pk"] in pks]
    for row in rows:
        if row["model"] == "wagtailcore.page":  # Its revisions went with it.
            row["fields"] |= {"live_revision": None, "latest_revision": None}
    return rows


@pytest.fixture
def load(tmp_path):
    def load(fixture: list[dict]) -> None:
        file = tmp_path / "some.json"
        file.write_text(json.dumps(fixture))
        call_command("loaddata", file)

    return load


def test_fixture_of_a_public_pair_loads_in_any_order(dump, load):
    assert len(dump) == 4

    for order in itertools.permutations(dump):
        with transaction.atomic():
            load(list(order))
            assert PolicyPage.objects.live().count() == 1
            transaction.set_rollback(True)


def test_fixture_of_half_a_pair_is_refused(dump, load):
    (policy,) = (row["pk"] for row in dump if row["model"] == "policies.policypage")

    for is_down in (policy, *({row["pk"] for row in dump} - {policy})):
        broken = json.loads(json.dumps(dump))
        for row in broken:
            if row["pk"] == is_down and row["model"] == "wagtailcore.page":
                row["fields"]["live"] = False
        with refused_at_commit():
            load(broken)


# Two connections


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_two_interpretations_are_not_taken_down_by_sql_at_once():
    policy, first = library.make_public_pair()
    second = library.make_interpretation(policy, title="一图读懂")
    second.get_latest_revision().publish()

    def take_first_down():
        rows(first).update(live=False)
        connection.check_constraints()

    _, refusal = first_then_second(
        [take_first_down], lambda: rows(second).update(live=False)
    )

    assert "may not be public" in str(refusal)
    assert list(breaches()) == []


# Installation


def test_migrating_again_installs_nothing_twice(db):
    install("default", plan=[])
    install("default", plan=[])

    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tgrelid::regclass::text FROM pg_trigger WHERE tgname = 'pairing'"
        )
        tables = {name for (name,) in cursor.fetchall()}
    assert tables == {model._meta.db_table for model in GUARDED.values()}
