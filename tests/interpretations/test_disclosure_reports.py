"""公开属性: recounted document by document; read by those who may read every draft."""

import csv
import datetime
import io
from collections import Counter

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import Group, User
from django.urls import reverse

from cms.roles import REVIEWERS
from policies.models import AgencyPage, PolicyPage
from tests import library
from tests.people import make_people, signed_in
from tests.reading import queries_of

pytestmark = pytest.mark.django_db

REASON = {
    "disclosure_basis": "《政府信息公开条例》第十六条",
    "disclosure_reason": "属于内部事务信息。",
}
KINDS = {"proactive": 0, "on_request": 1, "withheld": 2, "": 3}


@pytest.fixture
def filled(agency_page):
    """Two agencies, two years and one document without a day; every kind."""
    health = library.make_agency_page("澜川市卫生健康局", code="LC0000009")
    library.make_public_pair(agency_page)
    for unit, year, kind in (
        (agency_page, 2023, "on_request"),
        (agency_page, 2023, "on_request"),
        (health, 2023, "withheld"),
        (health, 2023, "proactive"),
        (health, 2024, "withheld"),
        (health, 2024, ""),
        (health, None, "on_request"),
    ):
        library.make_policy(
            unit,
            title=f"《不公开的标题{kind}》",
            issued_on=year and datetime.date(year, 5, 6),
            disclosure=kind,
            **(REASON if kind in ("on_request", "withheld") else {}),
        )
    return health


def soup_of(client, address: str) -> BeautifulSoup:
    response = client.get(address)
    assert response.status_code == 200, address
    return BeautifulSoup(response.content, "html.parser")


def table_of(page, number: int) -> dict[str, list[int]]:
    rows = page.select(".ledger__table")[number].select("tbody tr")
    return {
        row.th.get_text(strip=True): [
            int(cell.get_text()) for cell in row.find_all("td")[:4]
        ]
        for row in rows
    }


def recounted(policies, key) -> dict[str, list[int]]:
    counts: dict[str, Counter] = {}
    for policy in policies:
        counts.setdefault(key(policy), Counter())[KINDS[policy.disclosure]] += 1
    return {name: [each[n] for n in range(4)] for name, each in counts.items()}


def test_figures_are_what_counting_document_by_document_gives(filled, admin_client):
    page = soup_of(admin_client, f"{reverse('disclosure')}?year=2023")

    policies = list(PolicyPage.objects.all())
    assert table_of(page, 0) == recounted(
        policies,
        lambda each: f"{each.issued_on.year}年" if each.issued_on else "未填成文日期",
    )
    assert table_of(page, 1) == recounted(
        [each for each in policies if each.issued_on and each.issued_on.year == 2023],
        lambda each: AgencyPage.objects.get(pk=each.get_parent().pk).title,
    )


def test_every_figure_and_every_bar_opens_its_list(filled, admin_client):
    pages = [
        soup_of(admin_client, f"{reverse('disclosure')}?year={year}")
        for year in ("2023", "2024", "null")
    ]
    links = {
        link["href"]: int(link.get_text())
        for page in pages
        for link in page.select(".ledger__table td a")
    }
    bars = {
        bar["xlink:href"]: int(bar.title.get_text().split("：")[1].split()[0])
        for page in pages
        for bar in page.select(".chart__drawing a")
    }

    assert len(links) > 10
    assert len(bars) == 5
    for address, number in (links | bars).items():
        rows = soup_of(admin_client, address).select("table.listing tbody tr")
        assert len(rows) == number, address


def test_share_is_of_what_was_determined(filled, admin_client):
    page = soup_of(admin_client, reverse("disclosure"))

    [newest, before, undated] = page.select(".ledger__table")[0].select("tbody tr")

    assert newest.find_all("td")[-1].get_text() == "50%"
    assert before.find_all("td")[-1].get_text() == "75%"
    assert undated.find_all("td")[-1].get_text() == "100%"


def test_figures_are_exported_by_year_and_by_agency(filled, admin_client):
    for asked, names in (
        ({}, ["2024年", "2023年", "未填成文日期"]),
        (
            {"by": "unit", "year": 2024},
            ["澜川市人力资源和社会保障局", "澜川市卫生健康局"],
        ),
    ):
        response = admin_client.get(reverse("disclosure"), {**asked, "export": "csv"})
        text = b"".join(response.streaming_content).decode("utf-8-sig")
        head, *rows = csv.reader(io.StringIO(text))
        assert head[1:4] == ["主动公开", "依申请公开", "不予公开"]
        assert [row[0] for row in rows] == names


def test_none_but_those_who_read_every_draft_read_it(filled, client):
    people = make_people(AgencyPage.objects.get(pk=filled.pk))
    reviewer = User.objects.create_user("reviewer")
    reviewer.groups.add(Group.objects.get(name=REVIEWERS))

    for name in ("disclosure", "disclosure_list"):
        address = reverse(name)
        assert client.get(address).status_code == 302
        for who in ("editor", "head"):
            assert signed_in(people[who]).get(address).status_code == 302
        for suffix in ("?export=csv", "?export=xlsx"):
            refused = signed_in(people["editor"]).get(address + suffix)
            assert refused.status_code == 302
        assert signed_in(reviewer).get(address).status_code == 200


def test_unreadable_choice_is_no_error(filled, admin_client):
    for asked in ("year=abc", "year=²", "year=999999", "disclosure=colour", "unit=x"):
        for name in ("disclosure", "disclosure_list"):
            soup_of(admin_client, f"{reverse(name)}?{asked}")


def test_queries_do_not_grow_with_the_library(filled, admin_client):
    address = f"{reverse('disclosure')}?year=2023"
    few = queries_of(admin_client, address)
    for number in range(3):
        unit = library.make_agency_page(f"第{number}局", code=f"LC000100{number}")
        library.make_policy(unit, issued_on=datetime.date(2023, 4, 5))

    assert queries_of(admin_client, address) == few
