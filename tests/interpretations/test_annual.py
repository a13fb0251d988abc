"""年报数据: each figure recounted document by document, and opened as a list."""

import csv
import datetime
import io

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse
from openpyxl import load_workbook

from policies.models import AgencyPage, DisclosureColumnPage, PolicyPage, ValidityEvent
from policies.models.disclosure_column import DisclosureArticlePage
from policies.validity import Validity
from tests import library
from tests.people import make_people, signed_in
from tests.reading import queries_of, read

pytestmark = pytest.mark.django_db

ENDS = {"repealed", "declared_lapsed", "suspended"}


def day(text: str) -> datetime.date:
    return datetime.date.fromisoformat(text)


def make(unit, issued_on: str, *, level="normative", ends=(), **fields) -> PolicyPage:
    """Return a public document of that day, which these (kind, day) befell."""
    policy, _ = library.make_public_pair(
        unit,
        issued_on=day(issued_on),
        published_on=day(issued_on),
        level=level,
        **fields,
    )
    for kind, since in ends:
        ValidityEvent.objects.create(
            policy=policy, kind=kind, takes_effect_on=day(since)
        )
    policy.refresh_from_db()
    return policy


@pytest.fixture
def filled(agency_page):
    """Two agencies, three years, and every way to end, at the turns of years too."""
    health = library.make_agency_page("=卫生健康局", code="LC0000009")
    make(agency_page, "2022-12-31", level="rule")
    make(agency_page, "2023-01-01", ends=[("repealed", "2024-01-01")])
    make(agency_page, "2023-02-01", ends=[("suspended", "2023-12-31")])
    make(agency_page, "2022-03-01", valid_until=day("2023-12-31"))
    make(health, "2022-03-01", valid_until=day("2023-12-30"))
    make(health, "2022-06-01", ends=[("declared_lapsed", "2023-06-01")])
    make(health, "2023-06-01", effective_on=day("2024-02-01"))
    make(health, "2023-12-31", level="rule", ends=[("amended", "2024-03-01")])
    make(health, "2023-05-05", level="other")
    library.make_policy(health, issued_on=day("2023-05-06"), level="rule")
    return health


def recounted(policies, level: str, year: int) -> list[int]:
    """Return issued, ended and in force, by looking at each document."""
    first, last = datetime.date(year, 1, 1), datetime.date(year, 12, 31)
    policies = [policy for policy in policies if policy.level == level]

    def ended_on(policy) -> datetime.date | None:
        days = [
            event.takes_effect_on
            for event in policy.validity_events.all()
            if event.kind in ENDS
        ]
        if policy.valid_until:
            days.append(policy.valid_until + datetime.timedelta(days=1))
        return min(days, default=None)

    return [
        sum(first <= policy.issued_on <= last for policy in policies),
        sum(first <= (ended_on(policy) or last.max) <= last for policy in policies),
        sum(policy.validity_on(last) == Validity.IN_FORCE for policy in policies),
    ]


def soup_of(client, address: str) -> BeautifulSoup:
    response = client.get(address)
    assert response.status_code == 200, address
    return BeautifulSoup(response.content, "html.parser")


def table_of(page) -> dict[str, list[int]]:
    return {
        row.th.get_text(strip=True): [
            int(cell.get_text()) for cell in row.find_all("td")
        ]
        for row in page.select(".ledger__table tbody tr, .ledger__table tfoot tr")
    }


@pytest.mark.parametrize("year", [2022, 2023])
def test_figures_are_what_counting_document_by_document_gives(
    year, filled, admin_client
):
    said = table_of(soup_of(admin_client, f"{reverse('annual')}?year={year}"))

    units = {
        page.title: list(PolicyPage.objects.child_of(page).live())
        for page in AgencyPage.objects.all()
    }
    units["合计"] = list(PolicyPage.objects.live())
    assert said == {
        name: [
            *recounted(policies, "rule", year),
            *recounted(policies, "normative", year),
        ]
        for name, policies in units.items()
    }


def test_sample_has_each_figure(filled, admin_client):
    """So that no figure above is equal only because nothing happened."""
    said = table_of(soup_of(admin_client, f"{reverse('annual')}?year=2023"))

    # A term that ends with the year lapses on the first day of the next.
    assert said["合计"] == [1, 0, 2, 3, 3, 2]


def test_every_figure_opens_its_list(filled, admin_client):
    links = {
        link["href"]: int(link.get_text())
        for year in (2022, 2023)
        for link in soup_of(admin_client, f"{reverse('annual')}?year={year}").select(
            ".ledger__table a"
        )
    }

    assert len(links) > 15
    for address, number in links.items():
        rows = soup_of(admin_client, address).select("table.listing tbody tr")
        assert len(rows) == number, address


def test_public_annual_report_prints_the_same_sums(filled, admin_client, client):
    column = library.make_site().add_child(
        instance=DisclosureColumnPage(title="专栏", slug="disclosure")
    )
    report = column.add_child(
        instance=DisclosureArticlePage(
            title="年报", slug="report", kind="annual_report", year=2023
        )
    )

    rows = read(client, report.url).xpath("//tbody/tr")

    printed = [int(cell.text_content()) for row in rows for cell in row.xpath("td")]
    said = table_of(soup_of(admin_client, f"{reverse('annual')}?year=2023"))
    assert printed == said["合计"]


def test_figures_are_exported_with_their_sum(filled, admin_client):
    address = reverse("annual")
    as_csv = admin_client.get(address, {"year": 2023, "export": "csv"})
    as_xlsx = admin_client.get(address, {"year": 2023, "export": "xlsx"})

    text = b"".join(as_csv.streaming_content).decode("utf-8-sig")
    head, *rows = csv.reader(io.StringIO(text))
    sheet = load_workbook(io.BytesIO(b"".join(as_xlsx.streaming_content))).active
    assert head[:3] == ["机关", "规章本年制发件数", "规章本年废止件数"]
    assert [row[0] for row in rows] == [
        "澜川市人力资源和社会保障局",
        "'=卫生健康局",
        "合计",
    ]
    assert rows[-1][1:] == ["1", "0", "2", "3", "3", "2"]
    assert [cell.value for cell in sheet[4]][1:] == [1, 0, 2, 3, 3, 2]


def test_unreadable_year_shows_the_newest_and_its_list_says_so(filled, admin_client):
    for asked in ("abcd", "99999", "1990"):
        soup_of(admin_client, f"{reverse('annual')}?year={asked}")
        figure = {"year": asked, "figure": "issued"}
        assert admin_client.get(reverse("annual_list"), figure).status_code == 200


def test_empty_library_has_no_figures(home, admin_client):
    assert "暂无" in soup_of(admin_client, reverse("annual")).get_text()


def test_editors_do_not_read_them(agency_page):
    client = signed_in(make_people(agency_page)["editor"])

    for name in ("annual", "annual_list"):
        assert client.get(reverse(name)).status_code == 302


def test_queries_do_not_grow_with_the_library(filled, admin_client):
    address = f"{reverse('annual')}?year=2023"
    admin_client.get(address)
    make(filled, "2023-07-07")
    few = queries_of(admin_client, address)
    for number in range(3):
        unit = library.make_agency_page(f"第{number}局", code=f"LC000100{number}")
        make(unit, "2023-07-07")

    assert queries_of(admin_client, address) == few
