"""解读覆盖: every figure opens its list, and can be taken away as CSV or XLSX."""

import csv
import io

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import User
from django.core.management import call_command
from django.urls import reverse
from openpyxl import load_workbook

from interpretations.coverage import coverage_by_unit
from policies.models import NoticeReason
from tests import library

pytestmark = pytest.mark.django_db


@pytest.fixture
def small_library(agency_page):
    """Two public pairs, one draft that waits, one 依申请公开 draft, one notice."""
    for title in ("就业补贴通知", "=HYPERLINK(1)"):
        library.make_public_pair(agency_page, title=title)
    library.make_policy(agency_page, title="等待解读的通知")
    library.make_policy(
        agency_page,
        title="依申请公开的通知",
        disclosure="on_request",
        disclosure_basis="《政府信息公开条例》第十六条",
        disclosure_reason="属于内部事务信息。",
    )
    library.make_notice(agency_page).get_latest_revision().publish()
    return agency_page


def listing_of(response):
    """Return the report's own table; the page has others in its dialogues."""
    return BeautifulSoup(response.content, "html.parser").select_one("table.listing")


def test_figures_count_live_waiting_and_notices(small_library):
    (unit,) = coverage_by_unit()

    assert (unit.live, unit.covered, unit.share) == (2, 2, "100%")
    assert (unit.waiting, unit.oldest_days) == (1, 0)
    assert unit.notices == {NoticeReason.PERSONNEL: 1}


def test_each_figure_opens_the_list_behind_it(small_library, admin_client):
    overview = admin_client.get(reverse("coverage"))
    table = listing_of(overview)
    links = {a["href"]: int(a.get_text()) for a in table.find_all("a", href=True)}

    assert len(links) == 3  # "live" and "covered" open the same list
    for address, count in links.items():
        listing = admin_client.get(address)
        assert len(listing_of(listing).select("tbody tr")) == count, address


def test_overview_takes_a_constant_number_of_queries(
    small_library, django_assert_max_num_queries
):
    for number in range(5):
        library.make_public_pair(small_library, title=f"第{number}份通知")

    with django_assert_max_num_queries(5):
        coverage_by_unit()


@pytest.mark.parametrize("name", ["coverage", "coverage_live"])
def test_report_is_exported_as_csv_and_xlsx(name, small_library, admin_client):
    as_csv = admin_client.get(reverse(name), {"export": "csv"})
    as_xlsx = admin_client.get(reverse(name), {"export": "xlsx"})

    text = b"".join(as_csv.streaming_content).decode("utf-8")
    rows = list(csv.reader(io.StringIO(text)))
    sheet = load_workbook(io.BytesIO(b"".join(as_xlsx.streaming_content))).active
    assert len(rows) == sheet.max_row > 1
    assert len(rows[0]) == sheet.max_column


def test_exported_titles_are_no_formulas(small_library, admin_client):
    response = admin_client.get(reverse("coverage_live"), {"export": "csv"})

    text = b"".join(response.streaming_content).decode("utf-8")
    assert "'=HYPERLINK(1)" in text


def test_reviewer_reads_the_report_and_others_do_not(small_library, client):
    call_command("set_up_site")
    reviewer = User.objects.create_user("reviewer")
    reviewer.groups.add(reviewer.groups.model.objects.get(name="监督检查"))
    stranger = User.objects.create_user("stranger")

    client.force_login(reviewer)
    assert client.get(reverse("coverage")).status_code == 200
    assert client.get(reverse("coverage_waiting")).status_code == 200
    client.force_login(stranger)
    assert client.get(reverse("coverage")).status_code == 302
