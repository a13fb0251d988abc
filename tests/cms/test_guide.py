"""The guides: read in the admin, with every picture, by those whom they concern."""

import re

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import Group, User
from django.urls import reverse

from cms.guide import PICTURES, TEXTS
from cms.roles import REVIEWERS
from tests.people import make_people, signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.once]


def test_guide_is_read_in_the_admin_with_all_its_pictures(agency_page):
    editor = signed_in(make_people(agency_page)["editor"])
    address = reverse("guide")

    page = BeautifulSoup(editor.get(address).content, "html.parser")
    guide = page.select_one(".guide__text")

    assert "政策文件与解读同步发布" in guide.get_text()
    pictures = guide.find_all("img")
    assert len(pictures) >= 10
    for picture in pictures:
        answer = editor.get(f"{address}{picture['src']}")
        assert answer.status_code == 200, picture["src"]
        assert answer["Content-Type"] == "image/png"
        assert picture["alt"]


def test_reviewers_guide_is_read_by_those_who_read_the_reports(agency_page):
    editor = signed_in(make_people(agency_page)["editor"])
    reviewer = User.objects.create_user("reviewer")
    reviewer.groups.add(Group.objects.get(name=REVIEWERS))
    client, address = signed_in(reviewer), reverse("reviewers_guide")

    page = BeautifulSoup(client.get(address).content, "html.parser")
    pictures = page.select(".guide__text img")

    assert "每个数字都能点开" in page.select_one(".guide__text").get_text()
    assert len(pictures) >= 8
    for picture in pictures:
        assert client.get(f"{address}{picture['src']}").status_code == 200
        assert picture["alt"]
    assert editor.get(address).status_code == 302


def test_reviewers_guide_names_the_reports_as_the_menu_does(admin_client):
    guide = admin_client.get(reverse("reviewers_guide")).content.decode()

    for name in ("ledger", "annual", "disclosure", "coverage", "due", "schedules"):
        report = admin_client.get(reverse(name)).content
        title = BeautifulSoup(report, "html.parser").h1.get_text(strip=True)
        assert f"<td>{title.split(':')[0]}</td>" in guide


@pytest.mark.parametrize("name", TEXTS)
def test_contents_lead_to_every_part(name, admin_client):
    page = BeautifulSoup(admin_client.get(reverse(name)).content, "html.parser")

    links = [link["href"] for link in page.select(".guide__contents a")]

    assert len(links) == len(page.select(".guide__text h2"))
    assert all(page.find(id=link.removeprefix("#")) for link in links)


def test_help_menu_leads_to_the_guide(admin_client):
    shown = admin_client.get(reverse("wagtailadmin_home")).content.decode()

    assert "编辑指南" in shown or "\\u7f16\\u8f91\\u6307\\u5357" in shown


def test_guide_is_for_those_who_work_here(client):
    client.force_login(User.objects.create_user("stranger"))

    assert client.get(reverse("guide")).status_code == 302
    assert client.get("/admin/guide/images/guide/login.png").status_code == 302


def test_no_other_file_comes_by_the_pictures_address(admin_client):
    for name in ("nothing", "../../README", "..%2f..%2fREADME"):
        address = f"/admin/guide/images/guide/{name}.png"
        answer = admin_client.get(address, follow=True)
        assert answer.status_code == 404, address


def test_every_picture_is_used_and_small():
    words = "".join(text.read_text("utf-8") for text in TEXTS.values())
    named = set(re.findall(r"images/guide/([\w-]+)\.png", words))

    drawn = {path.stem: path.stat().st_size for path in PICTURES.glob("*.png")}

    assert set(drawn) == named
    assert max(drawn.values()) <= 120_000
