"""到期事项: each matter appears on its day and goes when it is done."""

import csv
import datetime
import io

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import Group, User
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from cms.roles import REVIEWERS
from interpretations.due import Due, DueKind, When, due_items
from interpretations.figures import measured_policies
from policies.calendar_months import months_later
from policies.disclosure_review import record_review
from policies.models import Agency, DisclosureReview, PolicyPage, ValidityEvent
from policies.validity import ONE_DAY
from policies.working_days import prepare_year, working_days_between
from tests import library
from tests.people import make_people, signed_in
from tests.reading import queries_of

pytestmark = pytest.mark.django_db

CLOSED = {
    "disclosure": "withheld",
    "disclosure_basis": "《政府信息公开条例》第十四条",
    "disclosure_reason": "涉及重点设施安全。",
}
DUE = reverse("due")


def day(text: str) -> datetime.date:
    return datetime.date.fromisoformat(text)


@pytest.fixture
def people(agency_page):
    people = make_people(agency_page)
    people["reviewer"] = User.objects.create_user("reviewer", last_name="监督一处")
    people["reviewer"].groups.add(Group.objects.get(name=REVIEWERS))
    return people


def due(user, kind: DueKind, today: str = "2024-06-03") -> list[Due]:
    return [each for each in due_items(user, day(today)) if each.kind == kind]


def days_listed(user, kind: DueKind, *days: str) -> list[str]:
    """Return those of the days on which something of this kind is listed."""
    return [each for each in days if due(user, kind, each)]


def make_ending(unit, until: str, **fields) -> PolicyPage:
    policy, _ = library.make_public_pair(
        unit,
        effective_on=day("2022-01-01"),
        published_on=day("2022-01-01"),
        valid_until=day(until),
        **fields,
    )
    return policy


def make_explained(unit, on: str) -> tuple:
    """Return a public policy and its interpretation, both of that day."""
    policy, page = library.make_public_pair(unit, published_on=day(on))
    page.published_on = day(on)
    page.save_revision().publish()
    return policy, page


# --- Each kind on its day ----------------------------------------------------


def test_term_is_listed_from_six_months_before_its_end_until_it_ends(
    agency_page, admin
):
    make_ending(agency_page, "2024-12-03")

    listed = days_listed(
        admin,
        DueKind.VALIDITY,
        *("2024-06-02", "2024-06-03", "2024-12-03", "2024-12-04"),
    )

    assert listed == ["2024-06-03", "2024-12-03"]
    (item,) = due(admin, DueKind.VALIDITY)
    assert item.due_on == day("2024-12-03")


def test_term_that_is_prolonged_or_ended_by_decision_is_done(agency_page, admin):
    prolonged, repealed = (make_ending(agency_page, "2024-12-03") for _ in range(2))
    ValidityEvent.objects.create(
        policy=prolonged,
        kind="extended",
        takes_effect_on=day("2024-05-06"),
        new_valid_until=day("2029-12-03"),
    )
    ValidityEvent.objects.create(
        policy=repealed, kind="repealed", takes_effect_on=day("2024-07-01")
    )

    assert due(admin, DueKind.VALIDITY) == []


def test_review_is_due_a_year_after_the_determination(agency_page, admin):
    closed = library.make_policy(agency_page, title="安全防范规程", **CLOSED)
    moment = timezone.make_aware(datetime.datetime(2023, 7, 4, 23, 30))
    PolicyPage.objects.filter(pk=closed.pk).update(
        disclosure_determined_at=moment, disclosure_determined_by=admin
    )

    (item,) = due(admin, DueKind.REVIEW, "2024-06-04")

    assert due(admin, DueKind.REVIEW, "2024-06-03") == []
    assert item.due_on == day("2024-07-04")
    assert item.person == "admin"
    assert When.of(item.due_on, day("2024-07-05")) == When.OVERDUE


def test_undetermined_import_counts_from_its_date_of_issue(agency_page, admin):
    library.make_policy(agency_page, issued_on=day("2023-06-05"), **CLOSED)

    (item,) = due(admin, DueKind.REVIEW)

    assert item.due_on == day("2024-06-05")


def test_recorded_review_puts_the_next_one_off_by_a_year(agency_page, admin):
    closed = library.make_policy(agency_page, issued_on=day("2020-06-05"), **CLOSED)
    assert due(admin, DueKind.REVIEW)

    record_review(closed, outcome="kept", reason="仍在使用。", user=admin)
    DisclosureReview.objects.update(
        reviewed_at=timezone.make_aware(datetime.datetime(2024, 6, 3, 9))
    )

    assert due(admin, DueKind.REVIEW) == []
    assert due(admin, DueKind.REVIEW, "2025-05-03")[0].due_on == day("2025-06-03")


def test_notices_that_are_not_open_are_reviewed_too(agency_page, admin):
    library.make_notice(agency_page, issued_on=day("2020-06-05"), **CLOSED)

    assert len(due(admin, DueKind.REVIEW)) == 1


def test_draft_is_to_be_public_within_twenty_working_days(agency_page, admin):
    call_command("seed_calendar")
    library.make_policy(agency_page, issued_on=day("2024-03-08"), published_on=None)

    (item,) = due(admin, DueKind.AWAITING)

    # Over 清明 with its make-up day.
    assert item.due_on == day("2024-04-08")
    assert working_days_between(day("2024-03-08"), item.due_on) == 20
    assert item.words == "待解读，成文后 20 个工作日内公开"


def test_interpretation_is_late_after_three_working_days(policy, admin):
    prepare_year(2024)

    (item,) = due(admin, DueKind.AWAITING)

    assert policy.published_on == day("2024-03-11")
    assert item.due_on == day("2024-03-14")


def test_draft_is_done_once_public_or_closed(interpretation, admin):
    policy = interpretation.policy
    assert due(admin, DueKind.AWAITING)

    library.publish(policy)

    assert due(admin, DueKind.AWAITING) == []


def test_draft_without_any_date_has_no_clock(agency_page, admin):
    library.make_policy(agency_page, issued_on=None, published_on=None)

    assert due(admin, DueKind.AWAITING) == []


def test_year_not_announced_yet_leaves_the_day_open(policy, admin):
    (item,) = due(admin, DueKind.AWAITING)

    assert item.due_on is None
    assert "工作日历没有这一年" in item.words
    assert When.of(None, day("2024-06-03")) == When.LATER


def test_opened_document_has_twenty_working_days_from_then(agency_page, admin):
    prepare_year(2024)
    closed = library.make_policy(
        agency_page, issued_on=day("2020-06-05"), published_on=None, **CLOSED
    )
    record_review(closed, outcome="opened", reason="已经公布。", user=admin)
    DisclosureReview.objects.update(
        reviewed_at=timezone.make_aware(datetime.datetime(2024, 3, 8, 9))
    )

    (item,) = due(admin, DueKind.AWAITING)

    assert item.due_on == day("2024-04-05")
    assert "改为主动公开后 20 个工作日内公开" in item.words
    assert due(admin, DueKind.REVIEW) == []


def test_amended_policy_waits_for_a_newer_interpretation(agency_page, admin):
    prepare_year(2024)
    policy, explained = make_explained(agency_page, "2024-03-11")
    ValidityEvent.objects.create(
        policy=policy, kind="amended", takes_effect_on=day("2024-05-29")
    )

    listed = days_listed(admin, DueKind.STALE, "2024-05-28", "2024-05-29")
    (item,) = due(admin, DueKind.STALE)

    assert listed == ["2024-05-29"]
    assert (item.due_on, item.person) == (day("2024-06-03"), explained.interpreter)
    newer = library.make_interpretation(policy, published_on=day("2024-05-30"))
    newer.save_revision().publish()
    assert due(admin, DueKind.STALE) == []


def test_stale_are_those_that_the_ledger_calls_so(agency_page, admin):
    for kind in ("amended", "amended", "kept"):
        policy, _ = make_explained(agency_page, "2024-03-11")
        ValidityEvent.objects.create(
            policy=policy, kind=kind, takes_effect_on=day("2024-05-29")
        )

    listed = {item.page_id for item in due(admin, DueKind.STALE)}

    stale = measured_policies().filter(is_fresh=False)
    assert listed == set(stale.values_list("pk", flat=True))
    assert len(listed) == 2


def test_schedule_is_listed_once_it_will_be_refused(interpretation, admin):
    policy = interpretation.policy
    moment = timezone.now() + datetime.timedelta(days=40)
    policy.go_live_at = moment
    policy.save_revision(user=admin).publish(user=admin)
    assert due(admin, DueKind.REFUSED) == []
    assert due(admin, DueKind.AWAITING) == []

    draft = interpretation.get_latest_revision_as_object()
    draft.contact = ""
    draft.save_revision()

    (item,) = due(admin, DueKind.REFUSED)
    assert item.due_on == timezone.localdate(moment)
    assert item.person == "admin"
    assert "还缺少联系方式" in item.words


def test_agency_is_silent_after_six_months(agency_page, admin):
    library.make_public_pair(agency_page, published_on=day("2024-03-11"))
    library.make_public_pair(agency_page, published_on=day("2023-03-11"))

    listed = days_listed(admin, DueKind.SILENT, "2024-08-10", "2024-08-11")
    (item,) = due(admin, DueKind.SILENT, "2025-01-01")

    assert listed == ["2024-08-11"]
    assert (item.due_on, item.title) == (day("2024-09-11"), agency_page.title)
    library.make_public_pair(agency_page, published_on=day("2024-12-31"))
    assert due(admin, DueKind.SILENT, "2025-01-01") == []


def test_agency_that_has_been_merged_may_be_silent(agency_page, admin):
    library.make_public_pair(agency_page, published_on=day("2023-03-11"))
    Agency.objects.update(until=day("2024-01-01"))

    assert due(admin, DueKind.SILENT) == []


@pytest.mark.parametrize(
    ("due_on", "when"),
    [
        ("2024-06-04", When.OVERDUE),
        ("2024-06-05", When.WEEK),
        ("2024-06-09", When.WEEK),
        ("2024-06-10", When.MONTH),
        ("2024-06-30", When.MONTH),
        ("2024-07-01", When.LATER),
    ],
)
def test_days_are_grouped_as_people_count_them(due_on, when):
    wednesday = day("2024-06-05")

    assert When.of(day(due_on), wednesday) == when


def test_months_end_where_they_end():
    assert months_later(day("2024-08-31"), 6) == day("2025-02-28")
    assert months_later(day("2024-03-31"), -1) == day("2024-02-29")
    assert months_later(day("2024-12-31"), 12) == day("2025-12-31")


# --- Who reads what ----------------------------------------------------------


@pytest.fixture
def two_agencies(agency_page, people):
    """A closed document of each of two agencies, a year overdue."""
    other = library.make_agency_page("澜川市水利局", code="LC0000012")
    for unit, title in ((agency_page, "抽样规程"), (other, "防范规程")):
        library.make_policy(
            unit,
            title=title,
            issued_on=day("2020-06-05"),
            responsible_person=f"{title}经办人",
            **CLOSED,
        )
    call_command("set_up_site")
    return other


def rows_of(response) -> list[str]:
    page = BeautifulSoup(response.content, "html.parser")
    return [link.get_text() for link in page.select("table.due-list tr td.title > a")]


def test_agencys_people_read_their_own_and_reviewers_all(two_agencies, people):
    read = {
        name: set(rows_of(signed_in(people[name]).get(DUE, {"kind": "review"})))
        for name in ("editor", "head", "office", "reviewer")
    }

    assert read["editor"] == read["head"] == {"抽样规程"}
    assert read["office"] == read["reviewer"] == {"抽样规程", "防范规程"}


def test_stranger_reads_nothing(two_agencies, client):
    stranger = User.objects.create_user("stranger")
    stranger.groups.create(name="来宾").permissions.add(
        *Group.objects.get(name=REVIEWERS).permissions.filter(codename="access_admin")
    )
    client.force_login(stranger)

    assert client.get(DUE).status_code == 302
    assert DUE not in client.get(reverse("wagtailadmin_home")).content.decode()


def test_each_title_leads_where_its_reader_may_go(two_agencies, people):
    for name in ("editor", "office", "reviewer"):
        client = signed_in(people[name])
        page = BeautifulSoup(client.get(DUE).content, "html.parser")
        for link in page.select("table.due-list td.title a"):
            assert client.get(link["href"]).status_code == 200, (name, link)


# --- The report --------------------------------------------------------------


def test_list_is_narrowed(two_agencies, people):
    client = signed_in(people["reviewer"])

    for query, titles in (
        ({"kind": "review", "person": "防范"}, ["防范规程"]),
        ({"kind": "review", "when": "overdue"}, ["抽样规程", "防范规程"]),
        ({"kind": "review", "when": "week"}, []),
        ({"kind": "stale"}, []),
        ({"on": "2021-06-05"}, ["抽样规程", "防范规程"]),
        ({"on": "2021-06-06"}, []),
        ({"kind": "review", "unit": two_agencies.pk}, ["防范规程"]),
    ):
        assert rows_of(client.get(DUE, query)) == titles, query


def test_filter_that_means_nothing_is_said_and_left_out(two_agencies, people):
    query = {"unit": "x", "on": "昨天", "when": "soon", "kind": "review", "month": "?"}

    response = signed_in(people["reviewer"]).get(DUE, query)

    page = BeautifulSoup(response.content, "html.parser")
    assert len(page.select(".due-filter .error-message")) == 3
    assert page.select(".due-filters[open]")
    assert len(rows_of(response)) == 2
    for month in ("2024-13", "0001-01", "9999-12", "abc"):
        address = f"{DUE}?show=calendar&month={month}"
        assert signed_in(people["reviewer"]).get(address).status_code == 200


def test_numbers_of_groups_agencies_and_people_open_lists_of_that_length(
    two_agencies, agency_page, people
):
    client = signed_in(people["reviewer"])
    make_ending(agency_page, f"{timezone.localdate() + 100 * ONE_DAY}")
    followed = 0

    for query in ("", "?show=unit", "?show=person"):
        page = BeautifulSoup(client.get(DUE + query).content, "html.parser")
        for link in page.select(".due-groups a, .due-sums td a"):
            number = int(link.get_text().split()[0])
            query = link["href"].replace("show=person", "").replace("show=unit", "")
            assert len(rows_of(client.get(query))) == number, link
            followed += bool(number)
    assert followed >= 8


def test_month_shows_each_day_with_its_list(two_agencies, people):
    client = signed_in(people["reviewer"])

    response = client.get(DUE, {"show": "calendar", "month": "2021-06"})

    page = BeautifulSoup(response.content, "html.parser")
    (link,) = page.select("table.due-month td a")
    assert link.find_parent("td").time["datetime"] == "2021-06-05"
    assert link.get_text(" ", strip=True) == "2 项 公开属性复核 2"
    assert len(rows_of(client.get(link["href"]))) == 2
    assert "month=2021-05" in response.content.decode()
    assert "month=2021-07" in response.content.decode()


def test_list_is_exported_as_it_is_narrowed(two_agencies, people):
    client = signed_in(people["reviewer"])
    PolicyPage.objects.filter(title="防范规程").update(draft_title="=HYPERLINK(1)")

    answers = [
        client.get(DUE, {"kind": "review", "export": kind}) for kind in ("csv", "xlsx")
    ]

    as_csv, as_xlsx = (b"".join(answer.streaming_content) for answer in answers)
    head, *rows = csv.reader(io.StringIO(as_csv.decode("utf-8-sig")))
    sheet = load_workbook(io.BytesIO(as_xlsx)).active
    assert head[:4] == ["到期日", "时间", "事项", "标题"]
    assert {row[3] for row in rows} == {"抽样规程", "'=HYPERLINK(1)"}
    assert {row[0] for row in rows} == {"2021-06-05"}
    assert sheet.max_row == 3


def test_queries_do_not_grow_with_what_is_due(two_agencies, agency_page, people):
    client = signed_in(people["reviewer"])

    def grow():
        make_ending(agency_page, f"{timezone.localdate() + 60 * ONE_DAY}")
        policy, _ = make_explained(agency_page, "2024-03-11")
        ValidityEvent.objects.create(
            policy=policy, kind="amended", takes_effect_on=day("2024-05-29")
        )
        library.make_policy(agency_page, issued_on=day("2020-06-05"), **CLOSED)
        library.make_policy(agency_page)

    def asked() -> list[int]:
        # The second time: what is remembered of the public pages is there.
        return [
            [queries_of(client, address) for _ in range(2)][1]
            for address in (DUE, reverse("wagtailadmin_home"))
        ]

    grow()
    few = asked()
    grow()
    grow()

    assert asked() == few


def test_first_page_says_how_much_is_due(two_agencies, people):
    html = signed_in(people["editor"]).get(reverse("wagtailadmin_home"))

    panel = BeautifulSoup(html.content, "html.parser").select_one("#due-section")
    # That the agency has never published anything is the other one.
    assert "逾期 1 项，本周 1 项，本月 0 项，以后 0 项" in " ".join(
        panel.get_text().split()
    )
    assert panel.select_one(f'a[href="{DUE}?when=overdue"]')
