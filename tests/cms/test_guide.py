"""The editors' guide: read in the admin, with every picture, by whoever works there."""

import re

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import User
from django.urls import reverse

from cms.guide import PICTURES, TEXT
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


def test_contents_lead_to_every_part(admin_client):
    page = BeautifulSoup(admin_client.get(reverse("guide")).content, "html.parser")

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
    named = set(re.findall(r"images/guide/([\w-]+)\.png", TEXT.read_text("utf-8")))

    drawn = {path.stem: path.stat().st_size for path in PICTURES.glob("*.png")}

    assert set(drawn) == named
    assert max(drawn.values()) <= 120_000
