"""What stands in the head of each page for machines: tags, JSON-LD, Open Graph."""

import datetime
import json

import pytest
from django.core.files.base import ContentFile
from lxml import html
from wagtail.images.tests.utils import get_test_image_file

from cms.media import LibraryDocument, LibraryImage
from cms.metadata import SiteIdentity
from policies.models import Agency, PolicyAttachment, PolicyRelation, ValidityEvent
from tests import library

pytestmark = [pytest.mark.django_db, pytest.mark.once]


def head_of(client, address: str):
    response = client.get(address)
    assert response.status_code == 200
    [head] = html.fromstring(response.content).xpath("//head")
    return head


def tags(head, attribute: str = "name") -> dict[str, str]:
    """Return the meta tags that say something, each of which stands there once."""
    found = [
        (each.get(attribute), each.get("content"))
        for each in head.xpath(f"//meta[@{attribute}]")
    ]
    assert len(found) == len(dict(found))
    return {name: content for name, content in found if content}


def data_of(client, address: str) -> dict:
    [block] = head_of(client, address).xpath(
        '//script[@type="application/ld+json"]/text()'
    )
    return json.loads(block)


@pytest.fixture
def identity(home):
    return SiteIdentity.objects.update_or_create(
        site=home.get_site(),
        defaults={"name": "澜川市政策文件库", "id_code": "0000000000"},
    )


# --- The tags of 国办发〔2017〕47号 ------------------------------------------

SITE = {"SiteName", "SiteDomain", "SiteIDCode"}
COLUMN = {"ColumnName", "ColumnDescription", "ColumnKeywords", "ColumnType"}
ARTICLE = {"ArticleTitle", "PubDate", "ContentSource"}
MORE = {"Keywords", "Author", "Description", "Url"}


def test_the_home_page_names_the_site(identity, client):
    found = tags(head_of(client, "/"))

    assert SITE | {"Description"} <= set(found)
    assert not (COLUMN | ARTICLE) & set(found)
    assert found["SiteDomain"] == "testserver"


def test_a_column_names_site_and_column(identity, agency_page, client):
    for address in ("/library/", "/interpretations/", agency_page.url):
        found = tags(head_of(client, address))

        assert SITE | COLUMN | {"Description"} <= set(found)
        assert not ARTICLE & set(found)


def test_an_article_names_site_column_and_itself(identity, pair, client):
    notice = library.make_notice()
    notice.save_revision().publish()
    for page in (*pair, notice):
        found = tags(head_of(client, page.url))

        assert set(found) >= SITE | COLUMN | ARTICLE | MORE
        assert found["ArticleTitle"] == page.title
        assert found["Url"] == page.full_url
        datetime.datetime.strptime(found["PubDate"], "%Y-%m-%d %H:%M")


def test_a_description_is_the_editors_or_the_beginning_of_the_text(pair, client):
    policy, _ = pair
    found = tags(head_of(client, policy.url))
    assert found["Description"].startswith("为促进高校毕业生就业创业，")
    assert len(found["Description"]) <= 120

    policy.search_description = "高校毕业生一次性就业补贴怎么领。"
    policy.save_revision().publish()

    found = tags(head_of(client, policy.url))
    assert found["Description"] == "高校毕业生一次性就业补贴怎么领。"


# --- JSON-LD ---------------------------------------------------------------


def test_a_policy_is_a_legislation(client, agency_page):
    other = Agency.objects.create(name="澜川市财政局")
    draft = library.make_policy(
        agency_page,
        registration_number="LCGS-2024-00012",
        effective_on=datetime.date(2024, 5, 1),
        valid_until=datetime.date(2029, 4, 30),
    )
    draft.issuers.add(draft.issuers.model(agency=other))
    draft.tags.add("就业")
    draft.save_revision()
    library.make_interpretation(draft)
    policy = library.publish(draft)

    data = data_of(client, policy.url)

    assert data["@context"] == "https://schema.org"
    assert data["@type"] == "Legislation"
    assert data["@id"] == f"http://testserver{policy.permanent_path}"
    assert data["url"] == policy.full_url
    assert data["name"] == policy.title
    assert data["legislationIdentifier"] == "澜人社发〔2024〕12号"
    assert [each["value"] for each in data["identifier"]] == [
        policy.index_number,
        policy.registration_number,
    ]
    assert data["legislationType"] == "行政规范性文件"
    assert data["genre"] == "通知"
    assert data["keywords"] == ["就业"]
    assert [each["name"] for each in data["legislationPassedBy"]] == [
        agency_page.agency.name,
        "澜川市财政局",
    ]
    assert [each["name"] for each in data["legislationResponsible"]] == [
        agency_page.agency.name
    ]
    assert data["legislationDate"] == "2024-03-08"
    assert data["datePublished"] == "2024-03-11"
    assert data["legislationDateOfApplicability"] == "2024-05-01"
    assert data["temporalCoverage"] == "2024-05-01/2029-04-30"
    [article] = data["subjectOf"]
    assert client.get(article["url"]).status_code == 200


FORCES = [
    ({}, None, "InForce"),
    ({"effective_on": datetime.date(2999, 1, 1)}, None, "NotInForce"),
    ({"valid_until": datetime.date(2025, 1, 1)}, None, "NotInForce"),
    ({}, "repealed", "NotInForce"),
    ({}, "partly_lapsed", "PartiallyInForce"),
    ({}, "amended", "InForce"),
]


@pytest.mark.parametrize(("dates", "event", "force"), FORCES)
def test_a_legislation_says_whether_it_is_in_force(client, dates, event, force):
    policy, _ = library.make_public_pair(**dates)
    if event:
        ValidityEvent.objects.create(
            policy=policy, kind=event, takes_effect_on=datetime.date(2025, 6, 1)
        )

    data = data_of(client, policy.url)

    assert data["legislationLegalForce"] == f"https://schema.org/{force}"
    version = "2025-06-01" if event == "amended" else None
    assert data.get("legislationDateVersion") == version


@pytest.mark.parametrize(
    ("kind", "name"),
    [
        ("amends", "legislationAmends"),
        ("repeals", "legislationRepeals"),
        ("replaces", "legislationRepeals"),
        ("implements", "legislationEnsuresImplementationOf"),
        ("basis", "isBasedOn"),
    ],
)
def test_relations_are_said_from_both_sides(pair, client, agency_page, kind, name):
    old, _ = pair
    draft = library.make_policy(agency_page, title="新办法")
    draft.relations.add(PolicyRelation(kind=kind, target=old))
    draft.relations.add(
        PolicyRelation(
            kind=kind, cited_title="国务院的办法", cited_number="国发〔2020〕1号"
        )
    )
    draft.save_revision()
    library.make_interpretation(draft)
    new = library.publish(draft)

    inside, outside = data_of(client, new.url)[name]
    assert inside["@id"] == f"http://testserver{old.permanent_path}"
    assert outside["legislationIdentifier"] == "国发〔2020〕1号"
    [source] = data_of(client, old.url)["@reverse"][name]
    assert source["@id"] == f"http://testserver{new.permanent_path}"


def test_nothing_is_said_of_a_draft_that_would_repeal_it(pair, client, agency_page):
    old, _ = pair
    draft = library.make_policy(agency_page, title="尚未公开的办法")
    draft.relations.add(PolicyRelation(kind="repeals", target=old))
    draft.save()

    assert "@reverse" not in data_of(client, old.url)


def test_attachments_are_named_with_their_address(client, agency_page):
    document = LibraryDocument.objects.create(
        title="申请表", file=ContentFile(b"%PDF-1.4", name="form.pdf")
    )
    draft = library.make_policy(agency_page)
    draft.attachments.add(PolicyAttachment(title="就业补贴申请表", document=document))
    draft.save_revision()
    library.make_interpretation(draft)
    policy = library.publish(draft)

    [attachment] = data_of(client, policy.url)["encoding"]

    assert attachment["name"] == "就业补贴申请表"
    assert client.get(attachment["contentUrl"]).status_code == 200


def test_an_interpretation_is_an_article_about_its_policy(pair, client):
    policy, page = pair

    data = data_of(client, page.url)

    assert data["@type"] == "Article"
    assert data["headline"] == page.title
    assert data["about"]["@id"] == f"http://testserver{policy.permanent_path}"
    assert data["about"]["legislationIdentifier"] == policy.document_number
    assert data["author"]["name"] == page.interpreting_body.name
    assert data["datePublished"] == page.public_since.isoformat()


def test_no_title_ends_the_block_of_data(client):
    title = '关于"</script><script>alert(1)</script>&<!--"的通知'
    policy, _ = library.make_public_pair(title=title)

    response = client.get(policy.url)

    assert data_of(client, policy.url)["name"] == policy.title
    assert "alert(1)</script>" not in response.content.decode()


# --- Where a link is shared ------------------------------------------------


def test_every_page_says_how_it_is_shown_where_it_is_shared(identity, pair, client):
    policy, page = pair
    for address, kind in (("/", "website"), ("/library/", "website")):
        assert tags(head_of(client, address), "property")["og:type"] == kind
    for each in (policy, page):
        found = tags(head_of(client, each.url), "property")
        assert found["og:type"] == "article"
        assert found["og:title"] == each.title
        assert found["og:url"] == each.full_url
        assert found["og:site_name"] == "澜川市政策文件库"
        assert found["og:description"]
        assert "og:image" not in found


def test_an_interpretation_is_shared_with_its_first_picture(client, policy):
    image = LibraryImage.objects.create(title="图解", file=get_test_image_file())
    value = {"image": image.pk, "caption": "", "text_alternative": "补贴怎么领。"}
    page = library.make_interpretation(
        policy, content=[{"type": "infographic", "value": value}]
    )
    library.publish(policy)
    page.refresh_from_db()

    found = tags(head_of(client, page.url), "property")

    assert found["og:image"].startswith("http://testserver/media/")
    assert client.get(found["og:image"]).status_code == 200
    assert data_of(client, page.url)["image"] == found["og:image"]
    assert tags(head_of(client, page.url))["Image"] == found["og:image"]


# --- One address for good --------------------------------------------------


def test_the_canonical_address_is_the_pages_own(pair, client):
    for page in pair:
        [link] = head_of(client, page.url).xpath('//link[@rel="canonical"]/@href')
        assert link == page.full_url


def test_the_permanent_address_survives_whatever_becomes_of_the_page(pair, client):
    policy, _ = pair
    address = policy.permanent_path
    assert client.get(address, follow=True).status_code == 200

    agency = policy.get_parent()
    agency.slug = "human-resources"
    agency.save()
    policy.refresh_from_db()
    policy.document_number = "澜人社发〔2024〕13号"
    policy.title = "改正后的标题"
    policy.save_revision().publish()
    assert "改正后的标题" in client.get(address, follow=True).content.decode()

    other = library.make_agency_page("澜川市教育局", code="LC0000009")
    policy.move(other, pos="last-child")
    assert "改正后的标题" in client.get(address, follow=True).content.decode()
    policy.refresh_from_db()
    assert policy.permanent_path == address


def test_old_addresses_in_the_tree_lead_on(
    pair, client, django_capture_on_commit_callbacks
):
    policy, page = pair
    before = policy.url, page.url

    agency = policy.get_parent().specific
    agency.slug = "human-resources"
    with django_capture_on_commit_callbacks(execute=True):
        agency.save_revision().publish()

    for address in before:
        response = client.get(address, follow=True)
        assert response.status_code == 200
        assert response.redirect_chain[0][1] == 301


def test_the_permanent_address_tells_nothing_of_a_draft(policy, client):
    assert client.get(policy.permanent_path).status_code == 404
