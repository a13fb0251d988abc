"""The ledger in use: who checks, who signs for an agency, and the public."""

import datetime

import pytest
from django.contrib.auth.models import Group, User
from django.utils import timezone
from playwright.sync_api import expect

from cms.roles import REVIEWERS
from policies.models import PolicyPage
from tests import library
from tests.browser.acts import log_in
from tests.people import make_people

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)

PASSWORD = "password"
OWN, OTHERS = "抽样工作规程", "别的机关的工作规程"


@pytest.fixture
def agency_page(db):
    """An agency with a public pair, and a closed draft of it and of another agency."""
    page = library.make_agency_page()
    make_people(page)
    reviewer = User.objects.create_user("reviewer", password=PASSWORD)
    reviewer.groups.add(Group.objects.get(name=REVIEWERS))
    other = library.make_agency_page("澜川市住房和城乡建设局", code="LC0000005")
    for parent, title in ((page, OWN), (other, OTHERS)):
        library.make_policy(
            parent,
            title=title,
            disclosure="on_request",
            disclosure_basis="《政府信息公开条例》第十六条",
            disclosure_reason="属于内部事务信息。",
        )
    long_ago = timezone.now() - datetime.timedelta(days=800)
    PolicyPage.objects.update(disclosure_determined_at=long_ago)
    policy = library.make_policy(page)
    library.make_interpretation(policy, published_on=policy.published_on)
    library.publish(policy)
    return page


def test_reviewer_opens_each_figure_and_records_a_review(agency_page, visit, picture):
    window = visit()
    log_in(window, "reviewer", PASSWORD)
    window.goto("/admin/reports/ledger/")
    picture(window, "ledger")
    row = window.locator("#ledger-measures tr", has_text="有解读")
    row.get_by_role("link", name="1", exact=True).click()
    expect(window.locator("main table td.title")).to_have_count(1)

    window.goto("/admin/reports/ledger/")
    window.locator("svg a").first.click()
    expect(window.locator("main table td.title")).to_have_count(1)

    window.goto("/admin/reports/due/")
    picture(window, "due")
    matter = window.locator("tr", has_text=OWN).filter(has_text="复核")
    matter.get_by_role("link", name="记录复核").click()
    window.get_by_label("维持").first.check()
    window.fill("textarea[name=reason]", "流程仍在使用，公开会影响抽样。")
    window.locator("main button[type=submit]").click()
    expect(window.locator(".messages")).to_contain_text("复核已经记录")

    window.goto("/admin/reports/due/")
    left = window.locator("tr", has_text="记录复核")
    expect(left.filter(has_text=OWN)).to_have_count(0)
    expect(left.filter(has_text=OTHERS)).to_have_count(1)


def test_head_of_unit_sees_what_falls_due_of_their_own_alone(agency_page, visit):
    window = visit(390)
    log_in(window, "head", PASSWORD)
    window.goto("/admin/reports/due/")

    expect(window.locator("main")).to_contain_text(OWN)
    expect(window.locator("main")).not_to_contain_text(OTHERS)
    expect(window.get_by_role("link", name="记录复核")).to_have_count(0)


def test_public_reads_the_shares_and_opens_the_lists_behind_them(
    agency_page, visit, picture
):
    window = visit()
    window.goto("/statistics/")
    picture(window, "statistics")
    window.locator("a[href*='measure=timely']").first.click()

    expect(window.locator("main article, main .card")).to_have_count(1)
    expect(window.locator("main")).to_contain_text("按时解读")


def test_overview_is_read_to_its_last_column_on_a_phone(agency_page, visit, picture):
    window = visit(390)
    log_in(window, "reviewer", PASSWORD)
    window.goto("/admin/reports/coverage/")
    picture(window, "coverage-phone")
    row = window.locator("#listing-results tbody tr").first
    # Its name in one or two lines, not one character under another.
    assert row.locator("td").first.bounding_box()["height"] < 100
    last = row.locator("td").last
    last.scroll_into_view_if_needed()
    box = last.bounding_box()
    assert 0 <= box["x"] <= box["x"] + box["width"] <= 391
