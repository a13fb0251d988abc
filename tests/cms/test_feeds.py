"""Atom feeds of policies, interpretations and changes of validity, for many readers."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from lxml import etree, html

from policies.models import PolicyRelation, ValidityEvent
from tests import library

pytestmark = [pytest.mark.django_db, pytest.mark.once]

ATOM = {"a": "http://www.w3.org/2005/Atom"}
FEEDS = ("policies_feed", "interpretations_feed", "changes_feed")
TODAY = datetime.date(2026, 11, 20)


@pytest.fixture(autouse=True)
def today(monkeypatch):
    monkeypatch.setattr(timezone, "localdate", _localdate)


def _localdate(value=None):
    return value.astimezone(timezone.get_current_timezone()).date() if value else TODAY


def entries(client, name: str, *args) -> list:
    response = client.get(reverse(name, args=args))
    assert response.status_code == 200
    assert response["Content-Type"].startswith("application/atom+xml")
    return etree.fromstring(response.content).xpath("//a:entry", namespaces=ATOM)


def texts(found: list, path: str) -> list[str]:
    return [entry.xpath(f"string({path})", namespaces=ATOM) for entry in found]


def titles(client, name: str, *args) -> list[str]:
    return texts(entries(client, name, *args), "a:title")


def repeal(policy, *, on: datetime.date, **fields) -> ValidityEvent:
    """Record a repeal on the day from which it holds, as is usual."""
    event = ValidityEvent.objects.create(
        policy=policy, kind="repealed", takes_effect_on=on, **fields
    )
    recorded = timezone.make_aware(datetime.datetime(on.year, on.month, on.day, 9))
    ValidityEvent.objects.filter(pk=event.pk).update(recorded_at=recorded)
    return event


# --- What is in them -------------------------------------------------------


def test_policies_come_newest_first_with_their_permanent_address(agency_page, client):
    old, _ = library.make_public_pair(
        agency_page, title="旧办法", published_on=datetime.date(2020, 1, 1)
    )
    new, _ = library.make_public_pair(
        agency_page, title="新办法", published_on=datetime.date(2022, 1, 1)
    )

    found = entries(client, "policies_feed")

    assert texts(found, "a:title") == ["新办法", "旧办法"]
    assert texts(found, "a:link/@href") == [
        f"http://testserver{each.permanent_path}" for each in (new, old)
    ]
    assert texts(found, "a:author/a:name") == [new.lead_agency.name] * 2


def test_an_interpretation_names_what_it_explains_and_keeps_its_name(pair, client):
    _, page = pair

    [entry] = entries(client, "interpretations_feed")

    assert texts([entry], "a:title") == [page.title]
    assert "澜人社发〔2024〕12号" in texts([entry], "a:summary")[0]
    assert texts([entry], "a:link/@href") == [page.full_url]
    assert texts([entry], "a:id") == [page.translation_key.urn]


def test_a_repeal_is_news_with_its_cause(pair, client):
    policy, _ = pair
    repeal(
        policy,
        on=datetime.date(2025, 1, 1),
        cause_citation="《澜川市人民政府关于废止部分文件的决定》",
        note="由新办法代替。",
    )

    [entry] = entries(client, "changes_feed")

    assert texts([entry], "a:title") == [f"自2025-01-01起废止：{policy.title}"]
    summary = texts([entry], "a:summary")[0]
    assert "澜川市人民政府关于废止部分文件的决定" in summary
    assert "由新办法代替。" in summary
    assert "现为失效" in summary
    assert policy.permanent_path in texts([entry], "a:link/@href")[0]


@pytest.mark.parametrize(
    ("event", "words"),
    [
        ({"kind": "amended"}, "自2025-06-01起修改"),
        ({"kind": "partly_lapsed"}, "自2025-06-01起部分失效"),
        (
            {"kind": "extended", "new_valid_until": datetime.date(2028, 5, 31)},
            "延期，有效期至2028-05-31",
        ),
        ({"kind": "kept"}, "清理继续有效"),
    ],
)
def test_every_recorded_fact_is_news(pair, client, event, words):
    policy, _ = pair
    ValidityEvent.objects.create(
        policy=policy, takes_effect_on=datetime.date(2025, 6, 1), **event
    )

    assert titles(client, "changes_feed") == [f"{words}：{policy.title}"]


def test_a_repeal_that_was_taken_back_is_news_as_a_correction(pair, client):
    policy, _ = pair
    wrong = repeal(policy, on=datetime.date(2025, 1, 1))
    ValidityEvent.objects.create(
        policy=policy,
        kind="corrected",
        takes_effect_on=datetime.date(2025, 2, 1),
        corrects=wrong,
    )

    assert titles(client, "changes_feed") == [f"更正：撤回“废止”的记载：{policy.title}"]


@pytest.mark.parametrize(
    ("dates", "words"),
    [
        ({"effective_on": datetime.date(2026, 1, 1)}, ["自2026-01-01起施行"]),
        ({"effective_on": TODAY}, ["自2026-11-20起施行"]),
        ({"effective_on": TODAY + datetime.timedelta(days=1)}, []),
        ({"effective_on": datetime.date(2024, 3, 11)}, []),
        (
            {"valid_until": datetime.date(2026, 6, 30)},
            ["有效期于2026-06-30届满，已失效"],
        ),
        ({"valid_until": TODAY}, []),
    ],
    ids=["began", "begins today", "not yet", "with its publication", "lapsed", "last"],
)
def test_a_day_that_came_is_news_without_anybody_writing(client, dates, words):
    policy, _ = library.make_public_pair(
        published_on=datetime.date(2024, 3, 11), **dates
    )

    assert titles(client, "changes_feed") == [
        f"{each}：{policy.title}" for each in words
    ]


def test_what_was_repealed_has_not_lapsed_besides(client):
    policy, _ = library.make_public_pair(valid_until=datetime.date(2026, 6, 30))
    repeal(policy, on=datetime.date(2025, 1, 1))

    assert titles(client, "changes_feed") == [f"自2025-01-01起废止：{policy.title}"]


def test_a_coming_repeal_is_news_when_recorded_and_again_on_its_day(
    pair, client, monkeypatch
):
    policy, _ = pair
    event = repeal(policy, on=datetime.date(2027, 1, 1))
    recorded = timezone.make_aware(datetime.datetime(2026, 11, 19, 9))
    ValidityEvent.objects.filter(pk=event.pk).update(recorded_at=recorded)

    [before] = texts(entries(client, "changes_feed"), "a:updated")
    monkeypatch.setattr(
        timezone,
        "localdate",
        lambda value=None: _localdate(value) if value else datetime.date(2027, 1, 1),
    )
    [after] = texts(entries(client, "changes_feed"), "a:updated")

    assert datetime.datetime.fromisoformat(before) == recorded
    new_year = timezone.make_aware(datetime.datetime(2027, 1, 1))
    assert datetime.datetime.fromisoformat(after) == new_year


def test_changes_come_newest_first(agency_page, client):
    for year, title in ((2021, "甲"), (2023, "乙"), (2022, "丙")):
        policy, _ = library.make_public_pair(agency_page, title=title)
        repeal(policy, on=datetime.date(year, 1, 1))
    library.make_public_pair(
        agency_page,
        title="丁",
        published_on=datetime.date(2022, 6, 1),
        effective_on=datetime.date(2022, 7, 1),
    )

    assert [each[-1] for each in titles(client, "changes_feed")] == list("乙丁丙甲")


# --- Each agency its own ---------------------------------------------------


def test_an_agencys_feeds_tell_of_it_alone(client):
    mine = library.make_agency_page()
    other = library.make_agency_page("澜川市教育局", code="LC0000009")
    for page, title in ((mine, "本局办法"), (other, "教育局办法")):
        policy, _ = library.make_public_pair(page, title=title)
        repeal(policy, on=datetime.date(2025, 1, 1))

    for name in FEEDS:
        [title] = titles(client, name, mine.agency_id)
        assert "本局办法" in title
        assert len(titles(client, name)) == 2


def test_what_agencies_issued_jointly_is_news_of_each(client, agency_page):
    other = library.make_agency_page("澜川市教育局", code="LC0000009")
    policy = library.make_policy(agency_page)
    policy.issuers.add(policy.issuers.model(agency=other.agency))
    policy.save_revision()
    library.make_interpretation(policy)
    library.publish(policy)
    repeal(policy, on=datetime.date(2025, 1, 1))

    for name in ("policies_feed", "changes_feed"):
        assert len(titles(client, name, other.agency_id)) == 1
        assert len(titles(client, name, agency_page.agency_id)) == 1


def test_an_agency_that_is_not_there_has_no_feed(home, client):
    for name in FEEDS:
        assert client.get(reverse(name, args=[999])).status_code == 404


# --- Only what is public ---------------------------------------------------


@pytest.mark.parametrize("name", FEEDS)
def test_no_feed_tells_of_a_draft(interpretation, client, name):
    repeal(interpretation.policy, on=datetime.date(2025, 1, 1))

    assert titles(client, name) == []


@pytest.mark.parametrize("name", FEEDS)
def test_no_feed_tells_of_what_was_withdrawn(pair, client, name):
    policy, _ = pair
    repeal(policy, on=datetime.date(2025, 1, 1))
    assert len(titles(client, name)) == 1

    policy.unpublish()

    assert titles(client, name) == []


def test_a_change_does_not_name_a_draft_that_causes_it(pair, client, agency_page):
    policy, _ = pair
    draft = library.make_policy(agency_page, title="尚未公开的决定")
    repeal(policy, on=datetime.date(2025, 1, 1), cause=draft)

    response = client.get(reverse("changes_feed"))

    assert "尚未公开的决定" not in response.content.decode()


def test_publishing_a_repeal_is_news_at_once(pair, client, agency_page):
    policy, _ = pair
    assert titles(client, "changes_feed") == []
    draft = library.make_policy(agency_page, title="新办法")
    draft.relations.add(PolicyRelation(kind="repeals", target=policy))
    draft.save_revision()
    library.make_interpretation(draft)

    library.publish(draft)

    [title] = titles(client, "changes_feed")
    assert title.endswith(f"废止：{policy.title}")


# --- For many readers ------------------------------------------------------


@pytest.mark.parametrize("name", FEEDS)
def test_an_unchanged_feed_is_not_sent_again(pair, client, name):
    repeal(pair[0], on=datetime.date(2025, 1, 1))
    client.get("/")
    first = client.get(reverse(name))
    again = {"HTTP_IF_NONE_MATCH": first["ETag"]}
    assert client.get(reverse(name), **again).status_code == 304

    repeal(pair[0], on=datetime.date(2025, 2, 1))

    assert client.get(reverse(name), **again).status_code == 200


@pytest.mark.parametrize("name", FEEDS)
def test_a_feed_is_put_together_once_for_all_readers(
    pair, client, name, django_assert_max_num_queries
):
    client.get("/")
    client.get(reverse(name))

    with django_assert_max_num_queries(2):
        assert client.get(reverse(name)).status_code == 200


@pytest.mark.parametrize("name", FEEDS)
def test_a_feed_asks_as_much_for_many_as_for_one(
    agency_page, client, name, django_assert_num_queries
):
    def one_more():
        policy, _ = library.make_public_pair(agency_page)
        repeal(policy, on=datetime.date(2025, 1, 1))

    one_more()
    client.get("/")
    with CaptureQueriesContext(connection) as for_one:
        client.get(reverse(name))
    one_more()
    one_more()

    with django_assert_num_queries(len(for_one)):
        assert len(titles(client, name)) == 3


def test_titles_are_such_as_xml_can_hold(client):
    library.make_public_pair(title="关于\x0b发放\x01补贴的通知")

    for name in FEEDS[:2]:
        assert "关于 发放 补贴的通知" in titles(client, name)[0]


# --- Where readers find them -----------------------------------------------


def test_every_page_leads_to_the_feeds_and_an_agencys_to_its_own(pair, client):
    policy, _ = pair
    page = policy.get_parent().specific

    def feeds_named_by(address: str) -> set[str]:
        head = html.fromstring(client.get(address).content)
        return set(head.xpath('//link[@type="application/atom+xml"]/@href'))

    everywhere = {reverse(name) for name in FEEDS}
    assert everywhere <= feeds_named_by(policy.url)
    assert everywhere <= feeds_named_by("/")
    own = {reverse(name, args=[page.agency_id]) for name in FEEDS}
    assert everywhere | own <= feeds_named_by(page.url)
