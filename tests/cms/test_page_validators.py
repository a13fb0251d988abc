"""A reader who comes back is told that nothing changed: at once, and never wrongly."""

import datetime

import pytest
from django.contrib.auth.models import User
from django.core.management import call_command
from django.urls import reverse
from wagtail.models import PageViewRestriction, Site

from cms import changes
from cms.changes import PublicChange, forget_old_changes
from cms.models import SiteIdentity
from policies.models import Audience, Subject, ValidityEvent
from search.engines import OutsideEngine, indexing_engine
from tests import library

pytestmark = pytest.mark.django_db

DAY = datetime.date(2026, 11, 20)


@pytest.fixture(autouse=True)
def visited(home, client):
    """The first visit ever lays down the site's settings, as found."""
    client.get("/")


def etags(client, pair) -> dict[str, str]:
    """Return the validator of each kind of page; each page must have one."""
    policy, interpretation = pair
    addresses = ("/", "/library/", "/interpretations/", policy.url, interpretation.url)
    return {address: client.get(address)["ETag"] for address in addresses}


def is_unchanged(client, address: str, etag: str) -> bool:
    response = client.get(address, HTTP_IF_NONE_MATCH=etag)
    assert response.status_code in (200, 302, 304)
    return response.status_code == 304


# --- Every kind of change --------------------------------------------------


def edit_policy(policy, interpretation):
    policy.title = "关于调整就业补贴标准的通知"
    policy.save_revision().publish()


def edit_interpretation(policy, interpretation):
    interpretation.main_points = "<p>补贴标准由一千元提高到一千五百元。</p>"
    interpretation.save_revision().publish()


def rename_agency(policy, interpretation):
    agency = policy.lead_agency
    agency.name = "澜川市人力资源局"
    agency.save()


def give_agency_a_former_name(policy, interpretation):
    agency = policy.lead_agency
    agency.former_names.create(name="澜川市人事局")
    agency.save()


def repeal(policy, interpretation):
    ValidityEvent.objects.create(
        policy=policy, kind="repealed", takes_effect_on=datetime.date(2025, 1, 1)
    )


def take_an_event_back(policy, interpretation):
    ValidityEvent.objects.get().delete()


def tag(policy, interpretation):
    policy.tags.add("就业")
    policy.save()


def choose_an_audience(policy, interpretation):
    Audience.objects.create(name="学生").policies.add(policy)


def rename_subject(policy, interpretation):
    Subject.objects.create(code="99", name="其他事项")


def restrict(policy, interpretation):
    PageViewRestriction.objects.create(
        page=Site.objects.get().root_page.get_children().first(),
        restriction_type="login",
    )


def withdraw(policy, interpretation):
    policy.unpublish()


def publish_another(policy, interpretation):
    library.make_public_pair(document_number="澜人社发〔2024〕13号")


def change_site_identity(policy, interpretation):
    site = Site.objects.get()
    SiteIdentity.objects.update_or_create(
        site=site, defaults={"contact": "0879-6600000"}
    )


def change_the_sites_domain(policy, interpretation):
    site = Site.objects.get()
    site.site_name = "澜川"
    site.save()


def move(policy, interpretation):
    other = library.make_agency_page("澜川市教育局", code="LC0000009")
    policy.move(other, pos="last-child")


def mend_the_index(policy, interpretation):
    call_command("rebuild_search", verbosity=0)


CHANGES = (
    edit_policy,
    edit_interpretation,
    rename_agency,
    give_agency_a_former_name,
    repeal,
    tag,
    choose_an_audience,
    rename_subject,
    restrict,
    publish_another,
    change_site_identity,
    change_the_sites_domain,
    mend_the_index,
)


@pytest.mark.parametrize("change", CHANGES, ids=lambda change: change.__name__)
def test_every_page_is_new_after_every_kind_of_change(pair, client, change):
    if change is mend_the_index and indexing_engine() is None:
        pytest.skip("no full text here")
    before = etags(client, pair)
    assert all(is_unchanged(client, *each) for each in before.items())

    change(*pair)

    assert not any(is_unchanged(client, *each) for each in before.items())


def test_a_correction_of_an_event_shows_at_once(pair, client):
    policy, _ = pair
    repeal(*pair)
    etag = client.get(policy.url)["ETag"]

    take_an_event_back(*pair)

    response = client.get(policy.url, HTTP_IF_NONE_MATCH=etag)
    assert "本文件已失效" not in response.content.decode()
    assert response.status_code == 200


@pytest.mark.parametrize("change", [withdraw, move], ids=lambda each: each.__name__)
def test_a_page_that_is_gone_is_not_said_to_be_unchanged(pair, client, change):
    policy, _ = pair
    address = policy.url
    etag = client.get(address)["ETag"]

    change(*pair)

    response = client.get(address, HTTP_IF_NONE_MATCH=etag)
    assert response.status_code in (301, 404)


def test_a_day_that_passes_makes_pages_new(pair, client, monkeypatch):
    policy, _ = pair
    monkeypatch.setattr(changes.timezone, "localdate", lambda: DAY)
    etag = client.get(policy.url)["ETag"]
    assert is_unchanged(client, policy.url, etag)

    monkeypatch.setattr(
        changes.timezone, "localdate", lambda: DAY + datetime.timedelta(days=1)
    )

    assert not is_unchanged(client, policy.url, etag)


def test_new_code_makes_pages_new(pair, client, monkeypatch):
    etag = client.get("/")["ETag"]

    monkeypatch.setattr(changes, "code_version", lambda: "another")

    assert not is_unchanged(client, "/", etag)


def test_large_type_is_another_page(pair, client):
    etag = client.get("/")["ETag"]

    client.cookies["type"] = "large"

    assert not is_unchanged(client, "/", etag)
    assert is_unchanged(client, "/", client.get("/")["ETag"])


def test_one_pages_validator_is_no_other_pages(pair, client):
    every = etags(client, pair)

    assert len(set(every.values())) == len(every)
    assert client.get("/library/?page=2")["ETag"] != client.get("/library/")["ETag"]


def test_old_changes_are_dropped_and_what_is_shown_stays_distinct(pair, client):
    PublicChange.objects.update(
        changed_at=datetime.datetime(2026, 1, 1, tzinfo=datetime.UTC)
    )
    etag = client.get("/")["ETag"]

    assert forget_old_changes() > 0

    assert PublicChange.objects.count() == 1
    assert not is_unchanged(client, "/", etag)
    etag = client.get("/")["ETag"]
    edit_policy(*pair)
    assert not is_unchanged(client, "/", etag)


# --- What is no change -----------------------------------------------------


def test_a_draft_changes_nothing_for_the_public(pair, client):
    policy, _ = pair
    etag = client.get("/")["ETag"]

    policy.title = "尚未定稿的标题"
    policy.save_revision()

    assert is_unchanged(client, "/", etag)


def test_a_search_that_is_counted_is_no_change(pair, client):
    etag = client.get("/")["ETag"]

    client.get("/library/?q=补贴")

    assert is_unchanged(client, "/", etag)


def test_signing_in_is_no_change(pair, client, admin):
    etag = client.get("/")["ETag"]

    client.force_login(admin)
    client.logout()

    assert is_unchanged(client, "/", etag)


# --- Who may keep a page ---------------------------------------------------


def test_the_public_asks_again_and_an_editor_keeps_nothing(pair, client, admin):
    policy, _ = pair
    public = client.get(policy.url)
    assert public["Cache-Control"] == "no-cache"
    assert "Cookie" in public["Vary"]

    client.force_login(admin)
    response = client.get(policy.url, HTTP_IF_NONE_MATCH=public["ETag"])

    assert response.status_code == 200
    assert "ETag" not in response
    assert {"private", "no-store"} <= set(response["Cache-Control"].split(", "))


def test_an_error_has_no_validator(pair, client):
    response = client.get("/no-such-page/", HTTP_IF_NONE_MATCH="*")

    assert response.status_code == 404
    assert "ETag" not in response


def test_the_admin_is_left_alone(pair, client):
    User.objects.create_user("reader")

    response = client.get(reverse("wagtailadmin_login"))

    assert "ETag" not in response


def test_unchanged_is_said_after_one_question_to_the_database(
    pair, client, django_assert_num_queries
):
    if isinstance(indexing_engine(), OutsideEngine):
        pytest.skip("a server outside tells nobody of its changes")
    policy, _ = pair
    etag = client.get(policy.url)["ETag"]

    with django_assert_num_queries(1):
        assert is_unchanged(client, policy.url, etag)
