"""网页标签自查: an editor sees which tags a public page carries, and what is amiss."""

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import User
from django.urls import reverse

from cms.metadata import SiteIdentity
from cms.page_tags import PageClass, State, check
from tests.people import make_people, signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.once]


@pytest.fixture
def editor(agency_page):
    return signed_in(make_people(agency_page)["editor"])


@pytest.fixture
def identity(home):
    return SiteIdentity.objects.update_or_create(
        site=home.get_site(),
        defaults={"name": "澜川市政策文件库", "id_code": "0000000000"},
    )


def shown(client, address: str) -> BeautifulSoup:
    response = client.get(reverse("tag_check"), {"address": address})
    assert response.status_code == 200
    return BeautifulSoup(response.content, "html.parser").select_one("main")


def results(screen: BeautifulSoup) -> dict[str, tuple[str, str]]:
    """Return (content, result) of each tag."""
    return {
        row.th.code.get_text(): (
            row.find_all("td")[1].get_text(strip=True),
            row.find_all("td")[0].get_text(strip=True),
        )
        for row in screen.select("tbody tr")
    }


def test_each_class_of_page_is_checked_by_its_own_rule(editor, identity, pair):
    policy, interpretation = pair
    for address, page_class in (
        ("/", "首页"),
        ("/library/", "栏目页"),
        ("/interpretations/", "栏目页"),
        (policy.get_parent().url, "栏目页"),
        (policy.url, "内容页"),
        (interpretation.url, "内容页"),
    ):
        screen = shown(editor, address)

        assert screen.h2.get_text() == f"{page_class}：{address}"
        assert "必需的标签齐全" in screen.get_text()
    content, result = results(shown(editor, policy.url))["ArticleTitle"]
    assert (content, result) == (policy.title, "符合")


def test_what_is_missing_or_wrong_is_said_in_words(admin_client, pair):
    policy, _ = pair
    screen = shown(admin_client, policy.url)
    assert "缺少" in results(screen)["SiteIDCode"][1]
    assert "有 1 项需要处理" in screen.get_text()

    SiteIdentity.objects.update(id_code="123")

    content, result = results(shown(admin_client, policy.url))["SiteIDCode"]
    assert content == "123"
    assert "网站标识码应为十位数字" in result


def test_a_whole_address_and_a_permanent_one_lead_to_the_page(
    admin_client, identity, pair
):
    policy, _ = pair
    for address in (policy.full_url, policy.permanent_path):
        assert policy.url in shown(admin_client, address).h2.get_text()


def test_no_other_place_is_ever_asked(admin_client, pair):
    for address in (
        "http://other.example/",
        "//other.example/",
        "http://testserver@other.example/",
        "http://testserver:22/",
        "file:///etc/passwd",
        "javascript:alert(1)",
        "http://[",
        "library/",
        "",
    ):
        screen = shown(admin_client, address)

        assert not screen.select("tbody tr"), address
        assert screen.select_one(".error-message"), address


def test_what_is_no_public_page_is_not_shown(admin_client, pair):
    for address in ("/admin/", "/no-such-page/", "/robots.txt", "/sitemap.xml"):
        screen = shown(admin_client, address)

        assert not screen.select("tbody tr"), address
        assert "不是公众可以阅读的页面" in screen.get_text(), address


def test_a_draft_is_no_public_page_whoever_asks(admin_client, policy):
    screen = shown(admin_client, policy.url)

    assert policy.title not in screen.get_text()
    assert "不是公众可以阅读的页面" in screen.get_text()


def test_it_is_for_those_who_work_here(client, home):
    client.force_login(User.objects.create_user("stranger"))

    assert client.get(reverse("tag_check")).status_code == 302


def test_tags_that_come_twice_or_do_not_belong_are_told():
    page = """<html><head>
        <meta name="SiteName" content="甲"><meta name="SiteName" content="乙">
        <meta name="PubDate" content="2026年11月20日">
        <meta name="ArticleTitle" content="通知"></head><body></body></html>"""

    home = {each.tag.name: each.state for each in check(page.encode(), PageClass.HOME)}
    article = check(page.encode(), PageClass.ARTICLE)

    assert home["SiteName"] == State.WRONG
    assert home["ArticleTitle"] == State.SUPERFLUOUS
    assert home["SiteDomain"] == State.MISSING
    assert {each.tag.name: each.state for each in article}["PubDate"] == State.WRONG
