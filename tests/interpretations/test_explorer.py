"""The explorer: columns, filters, whose drafts one sees, and what it costs."""

import datetime

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import Group, User
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cms.roles import REVIEWERS
from policies.models import PolicyIssuer
from tests import library
from tests.people import make_people, signed_in

pytestmark = pytest.mark.django_db

COLUMNS = ["发文字号", "发文机关", "有效性", "公开属性", "解读"]
ALL_POLICIES = "all_policies:index"


def table(response) -> dict[str, dict[str, str]]:
    """Return each row of a listing by its title: column to words."""
    page = BeautifulSoup(response.content, "html.parser")
    shown = page.select_one("table.listing")
    if shown is None:
        return {}
    heads = [
        words(cell) for cell in shown.select("thead tr")[-1].find_all(["th", "td"])
    ]
    found = {}
    for row in shown.select("tbody tr"):
        title = row.select_one("td.title")
        name = words(title.select_one(".title-wrapper") or title)
        cells = map(words, row.find_all("td"))
        found[name] = dict(zip(heads, cells, strict=True))
    return found


def words(element) -> str:
    return " ".join(element.get_text(" ").split())


def explore(client, parent, **choices):
    return client.get(reverse("wagtailadmin_explore", args=[parent.pk]), choices)


def titles(client, parent, **choices) -> set[str]:
    return set(table(explore(client, parent, **choices)))


@pytest.fixture
def every_state(agency_page):
    """One policy of each state of its pair, named after it."""
    library.make_public_pair(agency_page, title="已公开")
    library.make_policy(agency_page, title="待解读")
    library.make_interpretation(
        library.make_policy(agency_page, title="解读未完成"), contact=""
    )
    library.make_interpretation(library.make_policy(agency_page, title="解读已备齐"))
    library.make_policy(
        agency_page,
        title="不公开",
        disclosure="on_request",
        disclosure_basis="《政府信息公开条例》第十六条",
        disclosure_reason="属于内部事务信息。",
    )
    return agency_page


def test_explorer_below_an_agency_shows_what_a_document_is(every_state, admin_client):
    rows = table(explore(admin_client, every_state))

    assert set(COLUMNS) <= set(rows["已公开"])
    assert rows["已公开"]["发文字号"] == "澜人社发〔2024〕12号"
    assert rows["已公开"]["有效性"] == "有效"
    assert rows["已公开"]["公开属性"] == "主动公开"
    assert rows["不公开"]["公开属性"] == "依申请公开"
    for state in ("已公开", "待解读", "解读未完成", "解读已备齐", "不公开"):
        assert rows[state]["解读"] == state


@pytest.mark.parametrize(
    "state", ["public", "awaiting", "unfinished", "ready", "closed"]
)
def test_explorer_is_narrowed_to_a_state_of_the_pair(state, every_state, admin_client):
    rows = table(explore(admin_client, every_state, pairing=state))

    assert len(rows) == 1
    assert all(title == row["解读"] for title, row in rows.items())


def test_explorer_is_narrowed_by_validity_disclosure_and_number(
    agency_page, admin_client
):
    library.make_public_pair(agency_page, title="有效的")
    ended = datetime.date(2020, 1, 1)
    library.make_public_pair(
        agency_page,
        title="失效的",
        document_number="澜人社发〔2015〕7号",
        effective_on=datetime.date(2015, 1, 1),
        valid_until=ended,
    )
    library.make_policy(agency_page, title="未认定的", disclosure="")
    notice = library.make_notice(agency_page)

    assert titles(admin_client, agency_page, validity="not_in_force") == {"失效的"}
    assert titles(admin_client, agency_page, disclosure="undetermined") == {"未认定的"}
    assert titles(admin_client, agency_page, number="澜人社发(2015)7") == {"失效的"}
    assert titles(admin_client, agency_page, number="人社任") == {notice.title}


def test_explorer_is_narrowed_to_an_issuing_agency(agency_page, admin_client):
    finance = library.make_agency_page("澜川市财政局", code="LC0000009").agency
    joint = library.make_policy(agency_page, title="联合发文")
    joint.issuers.update(sort_order=0)
    PolicyIssuer.objects.create(policy=joint, agency=finance, sort_order=1)
    library.make_policy(agency_page, title="单独发文")

    assert titles(admin_client, agency_page, agency=finance.pk) == {"联合发文"}
    row = table(explore(admin_client, agency_page))["联合发文"]
    assert row["发文机关"] == f"{agency_page.agency}等 2 家"


def test_filters_and_search_go_together(every_state, admin_client):
    library.make_public_pair(every_state, title="已公开的就业补贴")

    found = titles(admin_client, every_state, q="就业补贴", pairing="public")
    none = titles(admin_client, every_state, q="就业补贴", pairing="awaiting")

    assert found == {"已公开的就业补贴"}
    assert none == set()


def test_same_columns_stand_above_the_agencies(every_state, admin_client):
    rows = table(
        explore(
            admin_client, every_state.get_parent(), q="待解读", disclosure="proactive"
        )
    )

    assert rows["待解读"]["解读"] == "待解读"


def test_lists_take_as_many_queries_for_many_pages_as_for_few(agency_page):
    client = signed_in(make_people(agency_page)["editor"])
    explorer = reverse("wagtailadmin_explore", args=[agency_page.pk])
    asked = [(explorer, {}), (explorer, {"q": "份"}), (reverse(ALL_POLICIES), {})]

    def queries(pages: int) -> list[int]:
        for serial in range(agency_page.get_children().count(), pages):
            library.make_policy(agency_page, title=f"第{serial}份")
        counts = []
        for address, choices in asked:
            client.get(address, choices)
            with CaptureQueriesContext(connection) as captured:
                shown = table(client.get(address, choices))
            assert len(shown) >= pages - 2
            counts.append(len(captured))
        return counts

    library.make_public_pair(agency_page)
    few, many = queries(5), queries(25)

    assert few == many
    assert max(many) <= 40


# --- 全部政策文件 --------------------------------------------------------------


@pytest.fixture
def two_agencies(agency_page):
    """A draft and a public policy of each of two agencies."""
    other = library.make_agency_page("澜川市住房和城乡建设局", code="LC0000005")
    for page, name in ((agency_page, "人社"), (other, "住建")):
        library.make_policy(page, title=f"{name}的草稿")
        library.make_public_pair(page, title=f"{name}已公开的")
    return agency_page


def test_all_policies_hold_no_drafts_of_other_agencies(two_agencies):
    people = make_people(two_agencies)
    people["reviewer"] = User.objects.create_user("reviewer")
    people["reviewer"].groups.add(Group.objects.get(name=REVIEWERS))

    seen = {
        name: set(table(signed_in(user).get(reverse(ALL_POLICIES))))
        for name, user in people.items()
    }

    public = {"人社已公开的", "住建已公开的"}
    assert seen["editor"] == seen["head"] == {*public, "人社的草稿"}
    assert seen["office"] == seen["reviewer"] == {*public, "人社的草稿", "住建的草稿"}


def test_all_policies_are_searched_and_narrowed(two_agencies):
    editor = signed_in(make_people(two_agencies)["editor"])
    address = reverse(ALL_POLICIES)

    assert set(table(editor.get(address, {"q": "草稿"}))) == {"人社的草稿"}
    assert set(table(editor.get(address, {"q": "住建"}))) == {"住建已公开的"}
    assert set(table(editor.get(address, {"pairing": "awaiting"}))) == {"人社的草稿"}


def test_all_policies_lead_a_reader_to_the_draft(two_agencies):
    make_people(two_agencies)
    reviewer = User.objects.create_user("reviewer")
    reviewer.groups.add(Group.objects.get(name=REVIEWERS))

    page = BeautifulSoup(
        signed_in(reviewer).get(reverse(ALL_POLICIES)).content, "html.parser"
    )
    link = page.find("a", string=lambda text: text and "住建的草稿" in text)

    assert "住建的草稿" in signed_in(reviewer).get(link["href"]).content.decode()
