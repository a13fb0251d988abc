"""批量变更: what was previewed is what happens, and nothing else."""

import datetime

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import Group, User
from django.urls import reverse
from django.utils import timezone

from cms.roles import REVIEWERS
from policies.batch_changes import Act, Decision, propose
from policies.models import DisclosureReview, PolicyPage, ValidityEvent
from policies.validity import ONE_DAY, Validity
from tests import library
from tests.people import make_people, signed_in

pytestmark = pytest.mark.django_db

BATCH = reverse("batch_changes")
CLOSED = {
    "disclosure": "on_request",
    "disclosure_basis": "《政府信息公开条例》第十六条",
    "disclosure_reason": "属于内部事务信息。",
}


@pytest.fixture
def people(agency_page):
    people = make_people(agency_page)
    people["reviewer"] = User.objects.create_user("reviewer")
    people["reviewer"].groups.add(Group.objects.get(name=REVIEWERS))
    return people


def today(days: int = 0) -> datetime.date:
    return timezone.localdate() + days * ONE_DAY


def make_policy(unit, title: str, **fields) -> PolicyPage:
    """Return a public policy in force, with a term of some 100 days to go."""
    defaults = {
        "effective_on": datetime.date(2022, 1, 1),
        "valid_until": today(100),
    }
    policy, _ = library.make_public_pair(unit, title=title, **(defaults | fields))
    return PolicyPage.objects.get(pk=policy.pk)


@pytest.fixture
def documents(agency_page):
    """Three that end in some 100 days, one without end, one lapsed, one draft."""
    lapsed = make_policy(agency_page, "已失效的通知", valid_until=today(-10))
    endless = make_policy(agency_page, "没有期限的通知", valid_until=None)
    draft = library.make_policy(agency_page, title="尚未公开的通知")
    ending = [make_policy(agency_page, f"第{each}号通知") for each in "一二三"]
    return [*ending, endless, lapsed, draft]


def filled(pages, act: str, **fields) -> dict:
    return {
        "page": [page.pk for page in pages],
        "act": act,
        "takes_effect_on": f"{today()}",
        "cause_citation": "关于公布清理结果的通告（澜政发〔2026〕8号）",
        **fields,
    }


def soup(response) -> BeautifulSoup:
    assert response.status_code == 200
    return BeautifulSoup(response.content, "html.parser")


def preview(client, data: dict) -> BeautifulSoup:
    return soup(client.post(BATCH, data | {"preview": "1"}))


def said(page: BeautifulSoup) -> dict[str, str]:
    """Return what the preview says will become of each document."""
    return {
        row.th.get_text(): row.find_all("td")[1].get_text()
        for row in page.select("table.listing tbody tr")
    }


def confirm(client, page: BeautifulSoup, data: dict, **changes):
    digest = page.select_one('input[name="digest"]')["value"]
    return client.post(BATCH, data | {"digest": digest, "confirm": "1"} | changes)


def test_preview_says_what_will_change_and_changes_nothing(documents, people):
    data = filled(documents, "extended", new_valid_until=f"{today(2000)}")

    words = said(preview(signed_in(people["office"]), data))

    extended = f"有效，有效期至 {today(2000)}"
    assert words == {
        "第一号通知": extended,
        "第二号通知": extended,
        "第三号通知": extended,
        "没有期限的通知": "不变更：新的有效期至早于现在的（没有期限），不是延长。",
        "已失效的通知": "不变更：已经失效；如属误记，请到“有效性事项”更正。",
        "尚未公开的通知": "不变更：还没有公开。",
    }
    assert not ValidityEvent.objects.exists()


@pytest.mark.parametrize(
    ("act", "start", "until"),
    [
        ("kept", 0, 2000),
        ("kept", 30, None),
        ("extended", 30, 2000),
        ("repealed", 0, None),
        ("declared_lapsed", 30, None),
    ],
)
def test_what_was_previewed_is_what_happens(act, start, until, documents, people):
    client = signed_in(people["office"])
    data = filled(documents, act, takes_effect_on=f"{today(start)}")
    if until:
        data["new_valid_until"] = f"{today(until)}"
    page = preview(client, data)
    words = said(page)

    response = confirm(client, page, data)

    assert response.status_code == 302
    for policy in PolicyPage.objects.order_by("pk"):
        events = policy.validity_events.count()
        if "不变更" in words[policy.draft_title]:
            assert events == 0
            continue
        assert events == 1
        label = policy.validity_today.label
        end = policy.in_force_until
        now = f"{label}，有效期至 {end}" if end else f"{label}，没有期限"
        assert words[policy.draft_title].startswith(now)
    changed = sum("不变更" not in each for each in words.values())
    assert ValidityEvent.objects.count() == changed >= 3


def test_repeal_from_today_ends_them_today(documents, people):
    client = signed_in(people["office"])
    data = filled(documents[:2], "repealed")

    confirm(client, preview(client, data), data)

    for policy in PolicyPage.objects.filter(pk__in=[p.pk for p in documents[:2]]):
        assert policy.validity_today == Validity.NOT_IN_FORCE
        assert policy.live
    assert PolicyPage.objects.get(pk=documents[2].pk).validity_today == "in_force"


def test_recorded_decision_stands_in_the_history(documents, people):
    client = signed_in(people["office"])
    data = filled(documents[:1], "repealed", note="已有新的规定。")

    confirm(client, preview(client, data), data)

    address = reverse("wagtailadmin_pages:history", args=[documents[0].pk])
    history = client.get(address).content.decode()
    assert f"自{today()}起废止。已有新的规定。" in history
    event = ValidityEvent.objects.get()
    assert event.cause_citation == "关于公布清理结果的通告（澜政发〔2026〕8号）"


def test_confirmation_of_something_else_than_was_shown_is_shown_anew(documents, people):
    client = signed_in(people["office"])
    data = filled(documents[:3], "extended", new_valid_until=f"{today(2000)}")
    page = preview(client, data)

    other = confirm(client, page, data, new_valid_until=f"{today(3000)}")

    assert "请核对新的预览" in other.content.decode()
    assert said(soup(other))["第一号通知"] == f"有效，有效期至 {today(3000)}"
    assert not ValidityEvent.objects.exists()


def test_document_that_was_changed_in_between_is_shown_anew(documents, people):
    client = signed_in(people["office"])
    data = filled(documents[:3], "extended", new_valid_until=f"{today(2000)}")
    page = preview(client, data)
    ValidityEvent.objects.create(
        policy=documents[0], kind="repealed", takes_effect_on=today()
    )

    other = confirm(client, page, data)

    assert "请核对新的预览" in other.content.decode()
    assert "已经失效" in said(soup(other))["第一号通知"]
    assert ValidityEvent.objects.count() == 1


def test_confirming_twice_records_once(documents, people):
    client = signed_in(people["office"])
    data = filled(documents[:1], "repealed", takes_effect_on=f"{today(30)}")
    page = preview(client, data)

    confirm(client, page, data)
    again = confirm(client, page, data)

    assert "已经有同样的记载" in again.content.decode()
    assert ValidityEvent.objects.count() == 1


BAD_INPUT = [
    ("", {}, "请选择要作出的决定"),
    ("burned", {}, "burned"),
    ("extended", {}, "延期须填写新的有效期至"),
    ("extended", {"new_valid_until": "明年"}, "有效的日期"),
    ("repealed", {"takes_effect_on": ""}, "请填写生效日期"),
    ("repealed", {"cause_citation": ""}, "请写明依据的文件"),
    ("repealed", {"new_valid_until": "2099-01-01"}, "只有继续有效和延期可以填写"),
    ("kept", {"new_valid_until": "2020-01-01"}, "不能早于生效日期"),
    ("kept_closed", {}, "须写明理由"),
]


def test_bad_input_is_said_and_nothing_is_lost(agency_page, people):
    client = signed_in(people["office"])
    pages = [library.make_policy(agency_page, title=f"第{each}号") for each in "一二"]

    for act, fields, words in BAD_INPUT:
        data = filled(pages, act, **fields)
        page = preview(client, data)

        said_at_fields = " ".join(
            each.get_text() for each in page.select(".error-message")
        )
        assert words in said_at_fields
        assert not page.select("#batch-preview"), words
        assert len(page.select('input[name="page"][checked]')) == 2
        for name in ("takes_effect_on", "cause_citation", "new_valid_until"):
            shown = page.select_one(f"#id_{name}").get("value") or ""
            assert shown == data.get(name, ""), words


def test_reviews_are_kept_for_many_at_once(agency_page, documents, people):
    closed = [
        library.make_policy(agency_page, title="规程", **CLOSED),
        library.make_notice(agency_page, title="任职通知", **CLOSED),
    ]
    client = signed_in(people["office"])
    data = filled(
        [*closed, documents[0]], "kept_closed", note="仍在使用。", takes_effect_on=""
    )
    page = preview(client, data)

    confirm(client, page, data)

    assert said(page) == {
        "规程": "维持依申请公开，一年以后再复核",
        "任职通知": "维持依申请公开，一年以后再复核",
        "第一号通知": "不变更：只有依申请公开和不予公开的文件需要复核。",
    }
    reviews = DisclosureReview.objects.all()
    assert {each.document_id for each in reviews} == {page.pk for page in closed}
    assert {each.reason for each in reviews} == {"仍在使用。"}
    assert {each.reviewed_by for each in reviews} == {people["office"]}


def test_batch_belongs_to_the_disclosure_office(pair, people):
    policy, _ = pair
    data = filled([policy], "repealed")

    for name in ("editor", "head", "reviewer"):
        client = signed_in(people[name])
        assert client.get(BATCH).status_code == 302, name
        assert client.post(BATCH, data | {"confirm": "1"}).status_code == 302, name
    assert not ValidityEvent.objects.exists()


@pytest.mark.parametrize("query", ["", "?page=x", "?page=999999", "?page="])
def test_no_document_chosen_is_said(query, people):
    client = signed_in(people["office"])

    assert "还没有选择文件" in client.get(BATCH + query).content.decode()
    data = filled([], "repealed") | {"confirm": "1"}
    assert "还没有选择文件" in client.post(BATCH, data).content.decode()


def test_office_chooses_in_the_list_of_what_is_due(documents, people):
    client = signed_in(people["office"])
    page = soup(client.get(reverse("due"), {"kind": "validity"}))
    boxes = page.select('table.due-list input[name="page"]')
    form = boxes[0].find_parent("form")

    answer = client.get(
        form["action"],
        {"page": [box["value"] for box in boxes], "next": reverse("due")},
    )

    assert form["action"] == BATCH
    assert len(boxes) == 3
    assert len(soup(answer).select('input[name="page"][checked]')) == 3
    reviewers = signed_in(people["reviewer"]).get(reverse("due"))
    assert not soup(reviewers).select('table.due-list input[name="page"]')


def test_interpretation_is_no_document_of_validity(pair):
    policy, page = pair
    decision = Decision(Act.REPEALED, today())

    changes = propose([policy, page], decision)

    assert [each.obstacle for each in changes] == ["", "只有政策文件记载有效性。"]
