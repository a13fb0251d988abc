"""The home page: what is new, what changes soon, and how many documents there are."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from lxml import html

from policies.models import Subject
from search.engines import indexing_engine
from tests import library
from tests.files import infographic_block, make_image

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(indexing_engine() is None, reason="no full text here"),
]


def get(client):
    response = client.get("/")
    assert response.status_code == 200
    return html.fromstring(response.content.decode())


def text(page, path: str) -> str:
    return " ".join(" ".join(each.text_content() for each in page.xpath(path)).split())


def section(name: str) -> str:
    return f"//section[@aria-labelledby='{name}']"


def figures(page) -> dict[str, int]:
    return {
        row.xpath("string(dt)"): int(row.xpath("string(dd/a/text())"))
        for row in page.xpath("//dl[@class='figures']/div")
    }


@pytest.fixture
def today():
    return timezone.localdate()


@pytest.fixture
def three(agency_page, today):
    """One ends soon, one begins soon, one has ended."""
    day = datetime.timedelta(days=1)
    subject = Subject.objects.create(code="91", name="就业")
    ending, _ = library.make_public_pair(
        agency_page,
        title="快要到期的办法",
        effective_on=today - 400 * day,
        valid_until=today + 30 * day,
        subject=subject,
    )
    coming, _ = library.make_public_pair(
        agency_page, title="还没有施行的办法", effective_on=today + 30 * day
    )
    ended, _ = library.make_public_pair(
        agency_page, title="已经到期的办法", valid_until=datetime.date(2024, 12, 31)
    )
    return ending, coming, ended


def test_figures_count_the_library_as_of_today(three, client, today):
    page = get(client)

    assert figures(page) == {"收录文件": 3, "现行有效": 1, "失效": 1, "尚未施行": 1}
    assert f"截至 {today:%Y-%m-%d}" in text(page, "//p[@class='opening__day']")
    links = page.xpath("//dl[@class='figures']//a/@href")
    assert "/library/?validity=in_force" in links


def test_each_new_policy_has_the_way_to_its_interpretation_behind_it(three, client):
    items = get(client).xpath(f"{section('newest-policies')}//li")

    assert len(items) == 3
    for policy in three:
        [item] = [each for each in items if policy.title in each.text_content()]
        address = policy.interpretations.get().get_url()
        assert address in item.xpath(".//a[@class='interpretation-link']/@href")


def test_what_takes_effect_or_ends_soon_is_named_with_its_day(three, client, today):
    page = get(client)

    assert text(page, f"{section('taking-effect')}//li").endswith(
        "起施行 还没有施行的办法"
    )
    ending = text(page, f"{section('ending')}//li")
    assert ending == (
        f"有效期至 {today + datetime.timedelta(days=30):%Y-%m-%d} 快要到期的办法"
    )


def test_new_interpretations_show_their_picture_or_the_mark_of_their_form(
    agency_page, client
):
    policy = library.make_policy(agency_page)
    library.make_interpretation(policy, content=[infographic_block(make_image())])
    library.publish(policy)
    library.make_public_pair(agency_page, title="没有图片的办法")

    cards = get(client).xpath(f"{section('newest-interpretations')}//li")

    pictures = [card.xpath(".//img") for card in cards]
    assert sorted(map(len, pictures)) == [0, 1]
    [picture] = [found[0] for found in pictures if found]
    assert picture.get("src").endswith(".webp")
    assert picture.get("width")
    assert picture.get("height")
    assert client.get(picture.get("src")).status_code == 200
    marks = [use for card in cards for use in card.xpath(".//use/@href")]
    assert [mark.rpartition("#")[2] for mark in marks] == ["text"]


def test_an_interpretation_without_a_named_day_is_as_new_as_its_going_live(
    agency_page, client
):
    _, today = library.make_public_pair(agency_page, title="今天上线的办法")
    _, earlier = library.make_public_pair(agency_page, title="早先的办法")
    earlier.published_on = datetime.date(2020, 1, 1)
    earlier.save()

    cards = get(client).xpath(f"{section('newest-interpretations')}//h3/a/@href")

    assert cards == [today.get_url(), earlier.get_url()]


def test_subjects_and_agencies_lead_on_with_their_counts(three, agency_page, client):
    page = get(client)

    assert text(page, f"{section('subjects')}//li") == "就业 1 份".replace(" 1", "1")
    agency = page.xpath(f"{section('agencies')}//a[@href='{agency_page.get_url()}']")
    assert agency[0].xpath("string(span[2]/text())") == "3"


def test_drafts_are_counted_nowhere(three, agency_page, client):
    library.make_interpretation(library.make_policy(agency_page, title="草稿办法"))

    page = get(client)

    assert figures(page)["收录文件"] == 3
    assert "草稿" not in text(page, "//main")


def test_an_empty_library_has_a_home_page_too(home, client):
    page = get(client)

    assert figures(page)["收录文件"] == 0
    assert "暂无已公开的文件" in text(page, "//main")


def test_queries_do_not_grow_with_the_library(three, agency_page, client):
    def cost() -> int:
        with CaptureQueriesContext(connection) as captured:
            client.get("/")
        return sum(each["sql"].startswith("SELECT") for each in captured)

    def with_picture(number: int) -> None:
        policy = library.make_policy(agency_page, title=f"第{number}份办法")
        image = make_image(f"tujie-{number}.png")
        library.make_interpretation(policy, content=[infographic_block(image)])
        library.publish(policy)

    with_picture(0)
    cost()  # What is read once and kept, and pictures that are drawn.
    before = cost()
    for number in range(1, 10):
        with_picture(number)
    cost()

    assert cost() == before
    assert before <= 20
