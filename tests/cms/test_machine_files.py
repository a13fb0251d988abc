"""What machines ask a site for first: sitemap, robots, how to search it."""

import json
from urllib.parse import quote

import pytest
from django.urls import reverse
from django.utils import timezone
from lxml import etree

from cms.changes import note_change
from cms.metadata import SiteIdentity
from cms.sitemaps import PublicPages
from policies.models import Subject
from policies.subjects import load_subjects
from search.engines import indexing_engine
from tests import library

pytestmark = [pytest.mark.django_db, pytest.mark.once]

SITEMAP = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9"}
OPENSEARCH = {"o": "http://a9.com/-/spec/opensearch/1.1/"}


def xml(response):
    assert response.status_code == 200
    return etree.fromstring(response.content)


def listed(client) -> dict[str, str]:
    """Return all addresses of all parts of the sitemap, with their lastmod."""
    index = xml(client.get("/sitemap.xml"))
    parts = index.xpath("//s:sitemap/s:loc/text()", namespaces=SITEMAP)
    return {
        url.xpath("string(s:loc)", namespaces=SITEMAP): url.xpath(
            "string(s:lastmod)", namespaces=SITEMAP
        )
        for part in parts
        for url in xml(client.get(part)).xpath("//s:url", namespaces=SITEMAP)
    }


# --- Sitemap ---------------------------------------------------------------


def test_the_sitemap_lists_what_can_be_read_and_all_of_it(pair, client):
    policy, interpretation = pair
    library.make_policy(policy.get_parent().specific, title="尚未公开的办法")
    notice = library.make_notice()
    notice.save_revision().publish()

    every = listed(client)

    pages = (policy, interpretation, notice, policy.get_parent())
    assert {page.full_url for page in pages} <= set(every)
    assert {"http://testserver/", "http://testserver/library/"} <= set(every)
    assert all(client.get(address).status_code == 200 for address in every)
    views = {
        f"http://testserver{address}"
        for address in ("/subjects/", "/tags/", "/statistics/", "/search/help/")
    }
    assert views <= set(every)
    assert len(every) == 7 + len(views)


def test_the_sitemap_lists_subjects_and_keywords_that_hold_something(pair, client):
    load_subjects()
    policy, _ = pair
    policy.subject = Subject.objects.get(code="4.2")
    policy.tags.add("就业")
    policy.save_revision().publish()

    every = set(listed(client))

    subjects = {address for address in every if "/subjects/4" in address}
    assert subjects == {
        "http://testserver/subjects/4/",
        "http://testserver/subjects/4.2/",
    }
    assert f"http://testserver{quote('/tags/就业/')}" in every
    assert not any("/subjects/1/" in address for address in every)


def test_the_sitemap_says_when_a_page_was_last_published(pair, client):
    policy, _ = pair

    published = timezone.localdate(policy.last_published_at)
    assert listed(client)[policy.full_url] == published.isoformat()


def test_what_is_withdrawn_leaves_the_sitemap(pair, client):
    policy, interpretation = pair

    policy.unpublish()

    assert not {policy.full_url, interpretation.full_url} & set(listed(client))


def test_a_long_sitemap_comes_in_parts(pair, client, monkeypatch):
    whole = listed(client)
    monkeypatch.setattr(PublicPages, "limit", 2)
    note_change()  # What was put together once is kept until then.

    index = xml(client.get("/sitemap.xml"))

    assert len(index.xpath("//s:sitemap", namespaces=SITEMAP)) == 4
    assert listed(client) == whole


def test_a_part_of_the_sitemap_asks_as_much_for_many_as_for_one(
    pair, client, django_assert_max_num_queries
):
    library.make_public_pair()

    with django_assert_max_num_queries(6):
        client.get("/sitemap-pages.xml")


# --- robots.txt ------------------------------------------------------------


def test_robots_find_the_sitemap_and_stay_out_of_the_admin(home, client):
    response = client.get("/robots.txt")

    assert response["Content-Type"].startswith("text/plain")
    lines = response.content.decode().splitlines()
    assert "Disallow: /admin/" in lines
    assert "Sitemap: http://testserver/sitemap.xml" in lines
    assert "Disallow: /" not in lines


# --- OpenSearch ------------------------------------------------------------


def test_a_browser_can_add_the_librarys_search(pair, client):
    page = client.get("/").content.decode()
    assert f'href="{reverse("opensearch")}"' in page

    response = client.get(reverse("opensearch"))

    assert response["Content-Type"].startswith("application/opensearchdescription+xml")
    [template] = xml(response).xpath(
        '//o:Url[@type="text/html"]/@template', namespaces=OPENSEARCH
    )
    found = client.get(template.replace("{searchTerms}", "就业补贴"))
    assert found.status_code == 200


def test_the_name_of_the_search_is_as_short_as_browsers_ask(home, client):
    name = "澜川市人民政府行政规范性文件和政策解读统一公开平台"
    SiteIdentity.objects.update_or_create(
        site=home.get_site(), defaults={"name": f"{name}<&>"}
    )

    root = xml(client.get(reverse("opensearch")))

    short = root.xpath("string(o:ShortName)", namespaces=OPENSEARCH)
    assert short == name[:16]
    assert name in root.xpath("string(o:LongName)", namespaces=OPENSEARCH)


@pytest.mark.skipif(indexing_engine() is None, reason="no full text here")
def test_a_browsers_own_search_field_suggests_titles(pair, client):
    policy, _ = pair
    [template] = xml(client.get(reverse("opensearch"))).xpath(
        '//o:Url[@type="application/x-suggestions+json"]/@template',
        namespaces=OPENSEARCH,
    )

    response = client.get(template.replace("{searchTerms}", "就业补贴"))

    assert response["Content-Type"] == "application/x-suggestions+json"
    assert json.loads(response.content) == [
        "就业补贴",
        [policy.title],
        [policy.document_number],
        [f"http://testserver{policy.permanent_path}"],
    ]
