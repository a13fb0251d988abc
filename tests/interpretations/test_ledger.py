"""解读台账: every number opens a list of that length, and what is missing is said."""

import csv
import datetime
import io

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import Group, User
from django.core.management import call_command
from django.urls import reverse
from openpyxl import load_workbook

from cms.roles import REVIEWERS
from interpretations.ledger_view import MOST_UNITS, remedy_of
from interpretations.models import ChannelRelease
from interpretations.share import Share
from policies.models import PolicyPage, Subject, ValidityEvent
from policies.subjects import load_subjects
from tests import library
from tests.people import make_people, signed_in
from tests.reading import queries_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def filled(agency_page):
    """Two agencies: one text, one late chart on WeChat, one of a subject, amended."""
    call_command("seed_calendar")
    load_subjects()
    trap = library.make_agency_page("=HYPERLINK(1)", code="LC0000009")
    for unit, on, form in (
        (agency_page, "2024-03-11", "text"),
        (agency_page, "2024-04-11", "chart"),
        (trap, "2024-03-11", "text"),
    ):
        policy, page = library.make_public_pair(
            unit, published_on=datetime.date(2024, 3, 11)
        )
        page.form = form
        page.published_on = datetime.date.fromisoformat(on)
        if form == "chart":
            page.channel_releases = [
                ChannelRelease(channel="wechat", released_on=page.published_on)
            ]
        page.save_revision().publish()
    policy.subject = Subject.objects.exclude(parent=None).first()
    policy.save_revision().publish()
    ValidityEvent.objects.create(
        policy=policy, kind="amended", takes_effect_on=datetime.date(2024, 6, 3)
    )
    return policy


def soup_of(client, address: str) -> BeautifulSoup:
    response = client.get(address)
    assert response.status_code == 200, address
    return BeautifulSoup(response.content, "html.parser")


def measures(page) -> dict[str, list[str]]:
    rows = page.select("#ledger-measures tbody tr")
    return {
        row.th.get_text(strip=True): [
            cell.get_text(" ", strip=True) for cell in row.find_all("td")
        ]
        for row in rows
    }


def test_every_number_opens_a_list_of_that_length(filled, admin_client):
    ledger = reverse("ledger")
    links = {
        link["href"]: int(link.get_text().split()[0])
        for by in ("year", "month", "unit", "subject")
        for link in soup_of(admin_client, f"{ledger}?by={by}").select(
            "table.listing td a"
        )
    }

    assert len(links) > 30
    assert "null" in " ".join(links)
    for address, number in links.items():
        rows = soup_of(admin_client, address).select("table.listing tbody tr")
        assert len(rows) == number, address


def test_every_bar_of_the_charts_opens_a_list_of_its_number(filled, admin_client):
    page = soup_of(admin_client, reverse("ledger") + "?year=2024")

    drawings = page.select(".chart__drawing")
    bars = [bar for drawing in drawings for bar in drawing.find_all("a")]

    assert [each.get_text() for each in page.select(".chart__title")] == [
        "各机关发布数量政策文件政策解读",
        "各月发布数量政策文件政策解读",
        "解读形式的解读数量",
        "其他渠道的解读数量",
    ]
    # Two agencies and two months of both kinds, but no document in April; two forms.
    assert len(bars) == 4 + 3 + 2 + 1
    for bar in bars:
        rows = soup_of(admin_client, bar["xlink:href"]).select("table.listing tbody tr")
        assert bar.title.get_text().split("：")[1].startswith(f"{len(rows)} ")


def test_charts_are_plain_drawings_with_whole_names(filled, admin_client):
    page = soup_of(admin_client, reverse("ledger") + "?year=2024")

    drawings = page.select(".chart__drawing")

    assert not [each.name for each in drawings for each in each(["script", "style"])]
    assert not [each for drawing in drawings for each in drawing(style=True)]
    names = [each.get_text() for each in drawings[0].select(".axis text")]
    assert set(names) == {"澜川市人力资源和社会保障局", "=HYPERLINK(1)"}
    months = [each.get_text() for each in drawings[1].select(".axis text")]
    assert months == [f"{number}月" for number in range(1, 13)]
    # What they say stands in the tables.
    assert {drawing["aria-hidden"] for drawing in drawings} == {"true"}
    links = [link for drawing in drawings for link in drawing.find_all("a")]
    assert {link["tabindex"] for link in links} == {"-1"}


def test_chart_has_the_agencies_that_published_most(home, admin_client):
    for number in range(MOST_UNITS + 1):
        unit = library.make_agency_page(f"第{number}局", code=f"LC000{number:04}")
        library.make_public_pair(unit, published_on=datetime.date(2024, 3, 11))
    for _ in range(2):
        library.make_public_pair(unit, published_on=datetime.date(2024, 3, 11))

    page = soup_of(admin_client, reverse("ledger") + "?year=2024")

    names = [each.get_text() for each in page.select(".chart")[0].select(".axis text")]
    assert len(names) == MOST_UNITS
    assert f"第{MOST_UNITS}局" in names
    assert len(page.select("[aria-labelledby=ledger-rows] tbody tr")) == MOST_UNITS + 1


def test_year_is_held_against_its_targets(filled, admin_client):
    said = measures(soup_of(admin_client, reverse("ledger") + "?year=2024"))

    assert said["有解读（按文件）"] == ["3", "0", "100%", "100%", "已达到"]
    assert said["已随修改更新（按文件）"] == ["2", "1", "66%", "—", "—"]
    assert said["多样化解读（按解读）"] == [
        "1",
        "2",
        "33%",
        "90%",
        "还差 2 篇：把 2 篇文字解读做成图解、问答、视频等形式。",
    ]
    assert said["按时解读（按解读）"][:3] == ["2", "1", "66%"]
    assert said["多样化解读（按文件）"][:3] == ["1", "2", "33%"]


def test_running_year_is_also_reached_by_new_ones():
    words = remedy_of("other_channels", Share(1, 4, 50), is_over=False)

    assert words == (
        "还差 1 篇：为 1 篇解读在其他渠道发布并登记，"
        "或者年底前再发布 2 篇并在其他渠道发布。"
    )
    assert remedy_of("other_channels", Share(2, 4, 50), is_over=False) == ""


def test_late_ones_are_not_made_good():
    assert remedy_of("timely", Share(1, 2, 100), is_over=False) == (
        "还差 1 篇：已经迟发的无法补救。"
    )
    assert "再发布 8 篇按时的解读" in remedy_of(
        "timely", Share(1, 2, 90), is_over=False
    )


def test_year_without_announced_holidays_says_so(agency_page, admin_client):
    _, page = library.make_public_pair(
        agency_page, published_on=datetime.date(2024, 3, 11)
    )
    page.published_on = datetime.date(2024, 3, 12)
    page.save_revision().publish()

    words = soup_of(admin_client, reverse("ledger")).get_text()

    assert "2024年的放假安排尚未公布" in words
    assert "有 1 篇解读无法判定是否按时" in words


def test_ledger_is_exported_without_formulas(filled, admin_client):
    ledger = reverse("ledger")
    as_csv = admin_client.get(ledger, {"by": "unit", "export": "csv"})
    as_xlsx = admin_client.get(ledger, {"by": "unit", "export": "xlsx"})

    text = b"".join(as_csv.streaming_content).decode("utf-8-sig")
    head, *rows = csv.reader(io.StringIO(text))
    sheet = load_workbook(io.BytesIO(b"".join(as_xlsx.streaming_content))).active
    assert head[:4] == ["范围", "政策文件", "政策解读", "有解读"]
    assert {row[0] for row in rows} == {
        "澜川市人力资源和社会保障局",
        "'=HYPERLINK(1)",
    }
    assert sheet.max_row == len(rows) + 1 == 3
    assert {row[0].data_type for row in sheet.iter_rows()} == {"s"}


def test_unreadable_year_or_dimension_shows_the_newest_year(filled, admin_client):
    page = soup_of(admin_client, reverse("ledger") + "?year=abcd&by=colour")

    assert page.select_one("#ledger-year").get_text().startswith("2024年")


def test_reviewer_reads_the_ledger_and_an_editor_does_not(agency_page):
    people = make_people(agency_page)
    reviewer = User.objects.create_user("reviewer")
    reviewer.groups.add(Group.objects.get(name=REVIEWERS))

    for name in ("ledger", "coverage_interpretations"):
        assert signed_in(reviewer).get(reverse(name)).status_code == 200
        assert signed_in(people["editor"]).get(reverse(name)).status_code == 302


def test_empty_library_has_a_ledger_too(home, admin_client):
    assert "暂无已公开" in soup_of(admin_client, reverse("ledger")).get_text()


def test_queries_do_not_grow_with_the_library(filled, admin_client):
    ledger = reverse("ledger")
    admin_client.get(ledger)
    # Its interpretation is of today; for each year there is a question of its own.
    library.make_public_pair(filled.get_parent().specific)
    few = queries_of(admin_client, ledger)
    for number in range(3):
        unit = library.make_agency_page(f"第{number}局", code=f"LC000100{number}")
        library.make_public_pair(unit)
    assert PolicyPage.objects.live().count() == 7

    assert queries_of(admin_client, ledger) == few
