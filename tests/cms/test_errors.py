"""An address that leads nowhere shows a way on; a failure says what to do."""

import pytest
from django.test import RequestFactory
from django.views.defaults import server_error
from lxml import html

from cms.errors import document_asked_for
from cms.metadata import SiteIdentity
from search.engines import indexing_engine
from tests import library
from tests.reading import text_of, words_of

pytestmark = pytest.mark.once

JOBS = "澜川市人力资源和社会保障局关于做好高校毕业生就业补贴发放工作的通知"
with_full_text = pytest.mark.skipif(
    indexing_engine() is None, reason="no full text here"
)


def missing(client, address: str):
    """Return the parsed page for an address that is not there."""
    response = client.get(address)
    assert response.status_code == 404
    return html.fromstring(response.content.decode())


def offered(page) -> list[str]:
    return [
        words_of(link)
        for link in page.xpath(
            "//section[@aria-labelledby='nearest']//p[@class='item__title']"
            "/a[not(@class)]"
        )
    ]


@pytest.mark.parametrize(
    ("path", "asked"),
    [
        ("/policy/LC0000003/2024-00001/", "LC0000003/2024-00001"),
        ("/old/lc0000003-2024-00001/", "LC0000003/2024-00001"),
        ("/zwgk/关于做好高校毕业生就业补贴发放工作的通知.html", None),
        ("/澜人社发〔2024〕12号", "澜人社发〔2024〕12号"),
        ("/物业-管理_办法/", "物业 管理 办法"),
        ("/wp-login.php", ""),
        ("/admin/pages/关于补贴/", ""),
        ("/media/images/图解.png", ""),
        ("/", ""),
        ("/2024/05/", ""),
    ],
)
def test_address_is_read_as_title_or_number_or_as_nothing(path, asked):
    if asked is None:
        asked = "关于做好高校毕业生就业补贴发放工作的通知"

    assert document_asked_for(path) == asked


@with_full_text
@pytest.mark.django_db
@pytest.mark.parametrize(
    "address",
    [
        "/zwgk/关于做好高校毕业生就业补贴发放工作的通知.html",
        "/澜人社发〔2024〕12号/",
        "/moved/{index_number}/",
        "/moved/{slug}/",
    ],
)
def test_address_that_names_a_document_offers_it(address, pair, client):
    policy, _ = pair
    address = address.format(index_number=policy.index_number, slug=policy.slug)

    page = missing(client, address)

    assert offered(page) == [JOBS]


@with_full_text
@pytest.mark.django_db
def test_what_is_not_public_is_not_offered(agency_page, client):
    draft = library.make_policy(agency_page)

    for address in (f"/{draft.title}/", draft.permanent_path):
        page = missing(client, address)

        assert offered(page) == []
        assert draft.document_number not in text_of(page)


@pytest.mark.django_db
def test_every_missing_page_shows_a_search_box_and_whom_to_ask(home, client):
    SiteIdentity.objects.update_or_create(
        site=home.get_site(),
        defaults={"organizer": "澜川市人民政府办公室", "contact": "0849-6600000"},
    )

    page = missing(client, "/wp-login.php")

    assert page.xpath("//form[@role='search']/@action") == ["/library/"]
    assert "请联系澜川市人民政府办公室：0849-6600000" in text_of(page)
    for address in page.xpath("//nav[@aria-label='其他途径']//a/@href"):
        assert client.get(address).status_code == 200, address


def test_failure_needs_no_database_and_says_what_to_do():
    # No mark: the tests' database refuses to be asked.
    response = server_error(RequestFactory().get("/library/"))

    assert response.status_code == 500
    page = html.fromstring(response.content.decode())
    assert "请过几分钟重新打开本页" in text_of(page)
    assert page.xpath("//main//a/@href") == ["", "/"]
