"""Subjects and keywords: pages to browse the library by."""

import datetime

import pytest

from policies.models import PolicyPage, Subject
from policies.subjects import load_subjects
from search.engines import indexing_engine
from tests import library
from tests.reading import address_of, listed, queries_of, read, tabs, text_of

pytestmark = [pytest.mark.django_db, pytest.mark.once]

with_index = pytest.mark.skipif(
    indexing_engine() is None, reason="without an index more is asked"
)
LOANS = "澜川市财政局关于印发创业担保贷款贴息办法的通知"
TAXES = "澜川市财政局关于小微企业税费减免的通知"


@pytest.fixture
def finance(home):
    """Two policies of the class 4, one of them in force, and what it consists of."""
    load_subjects()
    page = library.make_agency_page("澜川市财政局", code="LC0000008")
    loans, _ = library.make_public_pair(
        page, title=LOANS, subject=Subject.objects.get(code="4.3")
    )
    taxes, _ = library.make_public_pair(
        page,
        title=TAXES,
        subject=Subject.objects.get(code="4.2"),
        valid_until=datetime.date(2024, 12, 31),
    )
    loans.tags.add("小微企业", "创业")
    taxes.tags.add("小微企业")
    for policy in (loans, taxes):
        policy.save_revision().publish()
    return page


def test_subjects_are_listed_in_two_levels_with_what_they_hold(finance, client):
    page = read(client, "/subjects/")

    [held] = page.xpath("//li[@class='subject-class']")
    assert "财政、金融、审计 2" in " ".join(held.text_content().split())
    assert address_of(page, "税务") == "/subjects/4.2/"
    assert "国防" in text_of(page, "//section[@aria-labelledby='empty']")
    assert "财政" not in text_of(page, "//section[@aria-labelledby='empty']")


def test_class_lists_what_its_items_hold(finance, client):
    page = read(client, "/subjects/4/")

    assert tabs(page) == {"现行有效": 1, "废止和失效": 1}
    assert listed(page) == [LOANS]
    assert listed(read(client, "/subjects/4/?list=not_in_force")) == [TAXES]
    assert text_of(page, "//h1") == "财政、金融、审计"
    assert page.xpath("//link[@rel='canonical']/@href") == [
        "http://testserver/subjects/4/"
    ]


def test_item_lists_its_own_and_leads_to_its_class(finance, client):
    page = read(client, "/subjects/4.2/")

    assert listed(page) == [TAXES]
    way = text_of(page, "//nav[@class='breadcrumbs']")
    assert way == "首页 主题分类 财政、金融、审计 税务"
    assert address_of(page, "银行", "//aside") == "/subjects/4.3/"


def test_subject_leads_to_the_library_with_the_subject_chosen(finance, client):
    page = read(client, "/subjects/4/")

    found = read(client, address_of(page, "在文件库中按机关、年份筛选"))

    assert set(listed(found)) == {LOANS, TAXES}


def test_subject_without_documents_says_so_and_an_unknown_one_is_not_there(
    finance, client
):
    assert "暂无已公开的文件" in text_of(read(client, "/subjects/21/"))
    assert client.get("/subjects/99/").status_code == 404


def test_keywords_are_listed_most_used_first(finance, client):
    page = read(client, "/tags/")

    links = page.xpath("//main//a[@class='chip']")
    assert [" ".join(link.text_content().split()) for link in links] == [
        "小微企业 2 份",
        "创业 1 份",
    ]


def test_keyword_lists_its_policies_and_names_its_neighbours(finance, client):
    page = read(client, address_of(read(client, "/tags/"), "小微企业"))

    assert tabs(page) == {"现行有效": 1, "废止和失效": 1}
    assert listed(page) == [LOANS]
    assert listed(read(client, address_of(page, "创业", "//aside"))) == [LOANS]
    assert set(listed(read(client, address_of(page, "按机关、年份")))) == {LOANS, TAXES}


def test_keyword_that_only_a_draft_has_is_nobodys_to_know(finance, client):
    draft = library.make_policy(finance, title="尚未公开")
    draft.tags.add("秘密项目")
    draft.save()

    assert "秘密项目" not in text_of(read(client, "/tags/"))
    assert client.get("/tags/秘密项目/").status_code == 404


def test_policy_leads_to_its_subject_and_its_keywords(finance, client):
    policy = PolicyPage.objects.get(title=LOANS)
    policy.tags.add("※")
    policy.save_revision().publish()

    page = read(client, policy.url)

    facts = "//dl[@class='facts']"
    assert address_of(page, "财政、金融、审计\\银行", facts) == "/subjects/4.3/"
    assert listed(read(client, address_of(page, "创业", facts))) == [LOANS]
    assert "※" in text_of(page, facts)


def test_keyword_of_marks_alone_has_no_page_and_breaks_none(finance, client):
    policy = PolicyPage.objects.get(title=LOANS)
    policy.tags.add("※")
    policy.save_revision().publish()

    for address in ("/tags/", "/tags/创业/", "/sitemap-columns.xml"):
        response = client.get(address)
        assert response.status_code == 200
        assert "※" not in response.content.decode()


def test_subject_of_any_code_has_an_address(finance, client):
    Subject.objects.filter(code="4.2").update(code="4/2 税")

    page = read(client, "/subjects/")

    assert listed(read(client, address_of(page, "税务"))) == [TAXES]


@with_index
@pytest.mark.parametrize(
    "address", ["/subjects/", "/subjects/4/", "/tags/", "/tags/创业/"]
)
def test_queries_do_not_grow_with_the_library(address, finance, client):
    subject = PolicyPage.objects.get(title=LOANS).subject

    def publish(numbers) -> None:
        for number in numbers:
            policy, _ = library.make_public_pair(
                finance, title=f"关于第{number}批贴息的通知", subject=subject
            )
            policy.tags.add("创业", f"第{number}批")
            policy.save_revision().publish()

    publish(range(1))
    client.get(address)
    few = queries_of(client, address)
    publish(range(1, 10))

    assert queries_of(client, address) == few <= 20
