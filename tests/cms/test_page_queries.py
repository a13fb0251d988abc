"""What a public page asks the database does not grow with the library."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cms.site_setup import set_up_site
from policies.models import (
    Audience,
    DisclosureArticlePage,
    PolicyRelation,
    StatutoryListPage,
    Subject,
)
from policies.subjects import load_subjects
from search.engines import indexing_engine
from tests import library
from tests.files import infographic_block, make_document, make_image

pytestmark = pytest.mark.django_db

# Routing through the tree and the frame of every page are in it, and so is what a
# search writes down once it has been answered.
MOST = 20
# Without an index the library reads titles and facts from the pages themselves.
MOST_WITHOUT_INDEX = 48


def asked_by(client, address: str) -> int:
    client.get(address)
    with CaptureQueriesContext(connection) as captured:
        response = client.get(address)
    assert response.status_code == 200, address
    return len(captured)


@pytest.fixture
def addresses(agency_page):
    """One address of each kind of page, on a site where each has all it can have."""
    home = agency_page.get_parent().specific
    set_up_site(name="澜川市政策文件库")
    load_subjects()
    subject = Subject.objects.get(code="4.3")
    audience = Audience.objects.get(name="企业")
    rich, interpretation = one_more(agency_page, 1, subject=subject)
    rich.tags.add("创业")
    rich.audiences.add(audience)
    rich.attachments.create(title="申请表", document=make_document())
    earlier, _ = one_more(agency_page, 2, subject=subject)
    later, _ = one_more(agency_page, 3, level="rule")
    for number in range(4, 9):
        one_more(agency_page, number)
    for source, target in ((rich, earlier), (later, rich)):
        source.relations = [PolicyRelation(kind="amends", target=target)]
        source.save_revision().publish()
    rich.save_revision().publish()
    library.make_notice(agency_page).get_latest_revision().publish()
    interpretation.form = "infographic"
    interpretation.content = [infographic_block(make_image())]
    interpretation.save_revision().publish()
    library.make_interpretation(rich, title="另一篇解读").save_revision().publish()
    tag = rich.tags.get()
    choices = {
        "agency": agency_page.agency_id,
        "subject": subject.pk,
        "tag": tag.pk,
        "audience": audience.pk,
    }
    chosen = "&".join(f"{name}={key}" for name, key in choices.items())
    return [
        "/",
        "/library/",
        "/library/?validity=any",
        "/library/?q=补贴",
        "/library/?q=没有的词",
        f"/library/?{chosen}&q=补贴",
        f"/library/?{chosen}&q=没有的词",
        *(f"/library/?{name}={key}&validity=any" for name, key in choices.items()),
        "/interpretations/",
        "/interpretations/?form=infographic",
        agency_page.url,
        f"{agency_page.url}?list=interpretations",
        f"{agency_page.url}?list=notices",
        rich.url,
        f"{rich.url}?on=2024-01-20",
        earlier.url,
        interpretation.url,
        *(page.url for page in home.get_descendants().type(StatutoryListPage)),
        *(page.url for page in home.get_descendants().type(DisclosureArticlePage)),
        *map(reverse, ("subjects", "tags", "statistics", "search_help")),
        reverse("subject", args=["4.3"]),
        reverse("tag", args=[tag.slug]),
        reverse("policies_feed"),
        reverse("interpretations_feed"),
        reverse("changes_feed"),
        reverse("sitemap"),
        reverse("sitemap_part", args=["pages"]),
    ]


def one_more(agency_page, number: int, **fields):
    return library.make_public_pair(
        agency_page,
        **{
            "title": f"关于创业就业补贴的通知之{number}",
            "document_number": f"澜人社发〔2024〕{number}号",
            "published_on": datetime.date(2024, 1, number),
        }
        | fields,
    )


def test_every_page_asks_as_much_of_many_documents_as_of_few(
    addresses, agency_page, client
):
    of_few = {address: asked_by(client, address) for address in addresses}

    for number in range(9, 15):
        one_more(agency_page, number)

    of_many = {address: asked_by(client, address) for address in addresses}
    more = {
        address: (of_few[address], count)
        for address, count in of_many.items()
        if count > of_few[address]
    }
    assert not more
    most = MOST if indexing_engine() else MOST_WITHOUT_INDEX
    too_many = {each: count for each, count in of_many.items() if count > most}
    assert not too_many
