"""The library's page: facets, chips, orders, and what it says of an answer."""

import datetime
from urllib.parse import parse_qsl, urlsplit

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from policies.models import Audience, Subject
from search.engines import indexing_engine
from tests import library
from tests.search.pages import LIBRARY, address, facet, get, text, titles

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(indexing_engine() is None, reason="no full text here"),
]

HOUSING = "澜川市民政局关于印发公共租赁住房管理办法的通知"
JOBS = "澜川市人力资源和社会保障局关于做好高校毕业生就业补贴发放工作的通知"
CARE = "澜川市民政局关于发展养老服务的意见"


@pytest.fixture
def three():
    """Of two agencies; the first is not in force any more."""
    civil = library.make_agency_page("澜川市民政局", code="LC0000004")
    subject = Subject.objects.create(code="91", name="民政")
    care, _ = library.make_public_pair(
        civil,
        title=CARE,
        document_number="澜民发〔2019〕5号",
        issued_on=datetime.date(2019, 5, 6),
        published_on=datetime.date(2019, 5, 8),
        valid_until=datetime.date(2021, 5, 5),
        genre="opinion",
        subject=subject,
    )
    housing, _ = library.make_public_pair(
        civil,
        title=HOUSING,
        document_number="澜民规〔2023〕2号",
        issued_on=datetime.date(2023, 5, 6),
        published_on=datetime.date(2023, 6, 1),
        body=library.paragraphs("公共租赁住房的租金补贴另行规定。"),
    )
    jobs, _ = library.make_public_pair(title=JOBS)
    jobs.tags.add("就业")
    jobs.audiences.add(Audience.objects.create(name="高校毕业生"))
    jobs.save_revision().publish()
    return care, housing, jobs


def test_without_words_a_list_of_what_is_in_force_newest_first(three, client):
    page = get(client)

    assert titles(page) == [JOBS, HOUSING]
    assert facet(page, "有效性") == {"全部": 3, "有效": 2, "失效": 1}


def test_the_list_leads_to_all_documents(three, client):
    page = get(client)

    assert address(page, "查看全部文件") == f"{LIBRARY}?validity=any"
    assert titles(get(client, "?validity=any")) == [JOBS, HOUSING, CARE]


def test_with_words_what_is_not_in_force_is_found_and_marked(three, client):
    page = get(client, q="养老服务")

    assert titles(page) == [CARE]
    assert "失效" in text(page, "//ol[contains(@class, 'items--wide')]")


def test_every_facet_stands_beside_the_results_with_its_counts(three, client):
    page = get(client, validity="any")

    assert facet(page, "发文机关") == {
        "澜川市民政局": 2,
        "澜川市人力资源和社会保障局": 1,
    }
    assert facet(page, "成文年份") == {"2024年": 1, "2023年": 1, "2019年": 1}
    assert facet(page, "文种") == {"通知": 2, "意见": 1}


def test_each_facet_narrows_the_list(three, client):
    care, _, jobs = three

    for chosen, expected in (
        ({"year": 2019}, [CARE]),
        ({"validity": "not_in_force"}, [CARE]),
        ({"subject": care.subject_id}, [CARE]),
        ({"genre": "opinion"}, [CARE]),
        ({"agency": jobs.lead_agency.pk}, [JOBS]),
        ({"tag": jobs.tags.get().pk}, [JOBS]),
        ({"audience": jobs.audiences.get().pk}, [JOBS]),
        ({"form": "text"}, [JOBS, HOUSING, CARE]),
        ({"level": "normative", "genre": "notice"}, [JOBS, HOUSING]),
    ):
        page = get(client, **{"validity": "any"} | chosen)

        assert titles(page) == expected, chosen


def test_ranges_of_days_narrow_the_list(three, client):
    for days, expected in (
        ({"issued_from": "2023-01-01"}, [JOBS, HOUSING]),
        ({"issued_to": "2023-05-06"}, [HOUSING, CARE]),
        ({"published_from": "2023-06-01", "published_to": "2023-06-01"}, [HOUSING]),
        ({"published_from": "2023年6月1日", "published_to": "2023.6.1"}, [HOUSING]),
        ({"effective_from": "2000-01-01"}, []),
    ):
        page = get(client, validity="any", **days)

        assert titles(page) == expected, days


def test_as_of_a_day_the_validity_of_that_day_counts(three, client):
    page = get(client, on="2020-01-01")

    assert titles(page) == [CARE]
    assert page.xpath("//span[contains(@class, 'validity-badge')]/text()") == ["有效"]


def test_as_of_a_day_the_page_says_which_and_its_documents_open_so(three, client):
    care, _, _ = three
    page = get(client, on="2020-01-01")

    said = text(page, "//p[@role='note'][contains(., '2020-01-01')]")
    assert "文字是今天的版本" in said
    assert address(page, "返回今天") == LIBRARY
    assert f"{care.get_url()}?on=2020-01-01" in page.xpath("//ol//a/@href")


def test_a_list_can_be_ordered_by_day_of_issue(three, client):
    page = get(client, validity="any")

    assert address(page, "成文日期").endswith("?validity=any&sort=issued")
    assert titles(get(client, validity="any", sort="issued")) == [JOBS, HOUSING, CARE]


def test_chips_name_what_is_chosen_and_take_it_back(three, client):
    page = get(client, q="补贴", year="2023", genre="notice", issued_from="2020-01-01")

    assert page.xpath("//a[@class='chip']/text()") == [
        "2023年",
        "通知",
        "成文日期2020-01-01以后",
    ]
    assert parse_qsl(urlsplit(address(page, "去掉条件：2023年")).query) == [
        ("q", "补贴"),
        ("genre", "notice"),
        ("issued_from", "2020-01-01"),
    ]


def test_facet_links_keep_all_else_in_one_order(three, client):
    page = get(client, "?genre=notice&page=1&q=补贴")

    assert parse_qsl(urlsplit(address(page, "2023年")).query) == [
        ("q", "补贴"),
        ("year", "2023"),
        ("genre", "notice"),
    ]


def test_what_a_form_sends_empty_is_left_out_of_the_address(three, client):
    response = client.get(f"{LIBRARY}?q=补贴&issued_from=&issued_to=&on=&year=2023")

    assert response.status_code == 302
    assert parse_qsl(urlsplit(response.url).query) == [("q", "补贴"), ("year", "2023")]


def test_a_new_question_keeps_the_chosen_facets(three, client):
    page = get(client, q="补贴", year="2023")

    [form] = [each for each in page.forms if each.get("id") == "search-form"]
    sent = {name: value for name, value in form.form_values() if value}
    assert sent == {"q": "补贴", "year": "2023"}


def test_an_exact_number_offers_its_document_at_once(three, client):
    page = get(client, q="澜民规[2023]2")

    card = page.xpath("//li[@class='exact']")
    assert HOUSING in card[0].text_content()
    assert titles(page)[0] == HOUSING


def test_words_that_no_find_holds_are_said(three, client):
    page = get(client, q="高校毕业生就业补贴发放工作 航天飞机")

    assert titles(page)[0] == JOBS
    assert "以下文件不含：航天飞机。" in text(page)


def test_a_slip_is_found_and_its_repair_offered(three, client):
    page = get(client, q="公共租凭住房管理办法")

    assert titles(page) == [HOUSING]
    [offer] = page.xpath("//p[contains(., '您要找的是不是')]//a")
    assert offer.text_content() == "公共租赁住房管理办法"
    assert offer.get("href").startswith(f"{LIBRARY}?q=")


def test_nothing_found_names_the_choice_that_excluded_everything(three, client):
    page = get(client, q="公共租赁住房", year="2019")

    assert "没有找到与“公共租赁住房”有关的文件" in text(page)
    assert "去掉“2019年”，有 1 份" in text(page)
    assert parse_qsl(urlsplit(address(page, "去掉“2019年”")).query) == [
        ("q", "公共租赁住房")
    ]


def test_nothing_found_by_two_choices_counts_without_all_of_them(three, client):
    page = get(client, q="公共租赁住房", year="2019", issued_to="2018-01-01")

    assert "去掉全部条件，有 1 份" in text(page)


def test_nothing_found_shows_titles_that_are_near(three, client):
    page = get(client, q="公共租赁住房 宇宙飞船 火星登陆 太空行走")

    assert titles(page) == []
    assert "已在标题、文号、正文、解读" in text(page)
    assert HOUSING in text(page, "//div[@class='nothing-found']/ol")


def test_a_year_without_documents_is_an_honest_empty_list(three, client):
    page = get(client, year="1999", validity="any")

    assert "没有符合条件的文件" in text(page)
    assert "去掉“1999年”，有 3 份" in text(page)


def test_a_bad_choice_is_said_at_its_field_and_left_out(three, client):
    page = get(client, year="abc", on="明天", validity="any", tag="7000")

    said = text(page, "//div[@role='alert']")
    assert "年份无法识别，已按全部年份显示。" in said
    assert "有效性按某日无法识别" in said
    assert "没有这个关键词的文件" in said
    assert len(titles(page)) == 3


def test_a_range_that_ends_before_it_begins_is_said_and_left_out(three, client):
    page = get(client, q="通知", issued_from="2024-01-01", issued_to="2020-01-01")

    assert "成文日期的起日晚于止日，已不按它筛选。" in text(page)
    assert {JOBS, HOUSING} <= set(titles(page))


def test_queries_and_size_do_not_grow_with_the_library(three, client):
    queries = ["", "?q=补贴", "?q=补贴&year=2024&genre=notice"]

    def cost(query: str) -> tuple[int, int]:
        client.get(LIBRARY + query)  # What is read once and kept.
        with CaptureQueriesContext(connection) as captured:
            response = client.get(LIBRARY + query)
        reads = [each for each in captured if each["sql"].startswith("SELECT")]
        return len(reads), len(response.content)

    client.get(LIBRARY)  # Writes who the site is, where nobody has said so yet.
    before = [cost(query)[0] for query in queries]
    for year in range(2014, 2022):
        library.make_public_pair(
            library.make_agency_page(f"澜川市第{year}局", code=f"LC{year:07}"),
            issued_on=datetime.date(year, 1, 1),
        )
    after = [cost(query) for query in queries]

    assert [reads for reads, _ in after] == before
    assert max(before) <= 40
    assert max(size for _, size in after) < 150_000
