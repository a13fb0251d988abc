"""What the public reads on the page of a document that needs no interpretation."""

import pytest
from lxml import html

from tests import library

pytestmark = [pytest.mark.django_db, pytest.mark.once]


@pytest.fixture
def page(agency_page, client):
    notice = library.make_notice(
        agency_page,
        body=library.paragraphs("一、方青禾任副科长。", "二、林知远任科长。"),
    )
    notice.get_latest_revision().publish()
    response = client.get(notice.get_url())
    assert response.status_code == 200
    return html.fromstring(response.content.decode())


def test_it_says_why_it_needs_no_interpretation(page):
    facts = " ".join(page.xpath("string(//dl[@class='facts'])").split())

    assert "文件类别人事任免（无需解读）" in facts.replace(" ", "")


def test_its_clauses_have_addresses(page):
    links = page.xpath("//a[@class='clause']/@href")

    assert links == ["#part-1", "#part-2"]
    assert all(page.xpath(f"//*[@id='{link[1:]}']") for link in links)


def test_it_can_be_cited_and_kept(page):
    cited = page.xpath("string(//*[@id='citation'])")

    assert cited.startswith("澜川市人力资源和社会保障局：《")
    assert "（澜人社任〔2024〕3号），2024年5月6日，http" in cited
    assert page.xpath("//figure[@class='qr']/svg")
