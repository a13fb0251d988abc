"""The disclosure column: what editors write in it, and what the library puts there."""

import datetime

import pytest
from django.apps import apps
from django.urls import reverse
from django.utils import timezone

from cms.site_setup import set_up_site
from policies.models import (
    ArticleAttachment,
    DisclosureArticlePage,
    DisclosureColumnPage,
    StatutoryListPage,
    ValidityEvent,
)
from policies.validity import ValidityEventKind
from search.engines import indexing_engine
from tests import library
from tests.admin import add_url, filled_in
from tests.files import make_document
from tests.people import make_people, signed_in
from tests.reading import address_of, listed, queries_of, read, tabs, text_of

pytestmark = pytest.mark.django_db

with_index = pytest.mark.skipif(
    indexing_engine() is None, reason="without an index more is asked"
)
RULE = "澜川市物业管理办法"
OLD_RULE = "澜川市燃放烟花爆竹管理规定"
DAY = datetime.timedelta(days=1)


@pytest.fixture
def column(home):
    set_up_site(name="澜川市政策文件库")
    return DisclosureColumnPage.objects.get()


@pytest.fixture
def rules(column):
    """A rule in force that was amended once, and one that a later one repealed."""
    government = library.make_agency_page("澜川市人民政府", code="LC0000001")
    rule, _ = library.make_public_pair(
        government,
        title=RULE,
        document_number="澜川市人民政府令第12号",
        level="rule",
        issued_on=datetime.date(2021, 3, 1),
        published_on=datetime.date(2021, 3, 5),
        effective_on=datetime.date(2021, 5, 1),
    )
    old, _ = library.make_public_pair(
        government,
        title=OLD_RULE,
        document_number="澜川市人民政府令第3号",
        level="rule",
        issued_on=datetime.date(2008, 1, 7),
        published_on=datetime.date(2008, 1, 10),
    )
    ValidityEvent.objects.create(
        policy=rule,
        kind=ValidityEventKind.AMENDED,
        takes_effect_on=datetime.date(2024, 6, 1),
        cause_citation="澜川市人民政府令第20号",
    )
    ValidityEvent.objects.create(
        policy=old,
        kind=ValidityEventKind.REPEALED,
        takes_effect_on=datetime.date(2022, 1, 1),
        cause_citation="澜川市人民政府令第15号",
    )
    return rule, old


def the_list(level: str) -> StatutoryListPage:
    return StatutoryListPage.objects.get(level=level)


def make_article(column, **fields) -> DisclosureArticlePage:
    return column.add_child(instance=DisclosureArticlePage(**fields))


def test_new_site_has_the_column_with_both_lists_and_keeps_them(column):
    set_up_site(name="澜川市政策文件库")

    assert DisclosureColumnPage.objects.count() == 1
    assert sorted(StatutoryListPage.objects.values_list("level", flat=True)) == [
        "normative",
        "rule",
    ]


def test_navigation_of_every_page_leads_to_the_column(column, client):
    page = read(client, "/library/")

    assert address_of(page, column.title, "//nav[@aria-label='主导航']") == column.url


def test_lists_part_what_is_in_force_from_what_is_not(rules, client):
    page = read(client, the_list("rule").url)

    assert tabs(page) == {"现行有效": 1, "废止和失效": 1}
    assert listed(page) == [RULE]
    ended = read(client, address_of(page, "废止和失效", "//nav[@class='tabs']"))
    assert listed(ended) == [OLD_RULE]
    assert listed(read(client, the_list("normative").url)) == []


def test_lists_follow_the_dates_without_anybodys_hand(column, client):
    today = timezone.localdate()
    library.make_public_pair(title="昨天到期的办法", valid_until=today - DAY)
    library.make_public_pair(title="今天到期的办法", valid_until=today)
    library.make_public_pair(title="明天施行的办法", effective_on=today + DAY)

    def titles(part: str) -> list[str]:
        return listed(read(client, the_list("normative").url, list=part))

    assert titles("in_force") == ["今天到期的办法"]
    assert titles("not_yet_in_force") == ["明天施行的办法"]
    assert titles("not_in_force") == ["昨天到期的办法"]


def test_rule_is_listed_with_title_and_note_alone(rules, client):
    [item] = read(client, the_list("rule").url).xpath("//div[@class='item']")

    assert text_of(item, "p[@class='title-note']") == (
        "（2021年3月5日以澜川市人民政府令第12号公布 "
        "2024年6月1日根据澜川市人民政府令第20号修改 自2021年5月1日起施行）"
    )


def test_column_counts_what_its_lists_hold(rules, column, client):
    page = read(client, column.url)

    rows = [" ".join(row.text_content().split()) for row in page.xpath("//tbody/tr")]
    assert rows == ["规章 1 0 1", "行政规范性文件 0 0 0"]
    [ended] = page.xpath("//tbody/tr[1]/td[3]/a/@href")
    assert listed(read(client, ended)) == [OLD_RULE]


def test_column_shows_what_editors_wrote_newest_report_first(column, client):
    for year in (2023, 2025, 2024):
        make_article(column, title=f"{year}年度报告", kind="annual_report", year=year)
    make_article(column, title="指南", kind="guide")
    make_article(column, title="未公开的制度", kind="rules", live=False)

    page = read(client, column.url)

    years = page.xpath("//section[@aria-labelledby='annual_report']//a/text()")
    assert years == ["2025年", "2024年", "2023年"]
    assert page.xpath("//section[@aria-labelledby='guide']//a/text()") == ["指南"]
    assert "未公开的制度" not in text_of(page)
    assert not page.xpath("//section[@aria-labelledby='rules']")


def test_article_shows_its_text_its_files_and_the_way_through_the_column(
    column, client
):
    guide = make_article(
        column,
        title="澜川市人民政府信息公开指南",
        kind="guide",
        body=library.paragraphs("公民、法人和其他组织可以查阅本机关公开的信息。"),
    )
    guide.attachments = [
        ArticleAttachment(title="申请表", document=make_document("申请表.docx"))
    ]
    guide.save_revision().publish()

    page = read(client, guide.url)

    assert "可以查阅本机关公开的信息" in text_of(page)
    assert "申请表 DOCX" in text_of(page)
    menu = "//nav[@aria-label='专栏目录']"
    assert address_of(page, "规章", menu) == the_list("rule").url
    assert page.xpath(f"{menu}//a[@aria-current]/@href") == [guide.url]
    assert client.get(address_of(page, "申请表")).status_code == 200


def test_annual_report_carries_the_figures_of_its_year(rules, column, client):
    report = make_article(column, title="年报", kind="annual_report", year=2021)
    later = make_article(column, title="年报二", kind="annual_report", year=2022)

    def figures(page) -> list[str]:
        rows = read(client, page.url).xpath("//tbody/tr")
        return [" ".join(row.text_content().split()) for row in rows]

    # The old rule was in force until the last day of 2021.
    assert figures(report) == ["规章 1 0 2", "行政规范性文件 0 0 0"]
    assert figures(later) == ["规章 0 1 1", "行政规范性文件 0 0 0"]
    [issued, in_force] = read(client, report.url).xpath("//tbody/tr[1]/td/a/@href")
    assert listed(read(client, issued)) == [RULE]
    assert set(listed(read(client, in_force))) == {RULE, OLD_RULE}


def test_annual_report_is_not_published_without_its_year(column, agency_page):
    client = signed_in(make_people(agency_page)["office"])
    address = add_url(column, "policies.disclosurearticlepage")
    form = filled_in(
        client,
        address,
        DisclosureArticlePage(),
        title="政府信息公开工作年度报告",
        slug="report",
        kind="annual_report",
    )

    refused = client.post(address, form | {"action-publish": "1"})
    assert "请填写年报的年份" in refused.content.decode()
    assert not DisclosureArticlePage.objects.exists()

    client.post(address, form | {"year": "2025", "action-publish": "1"})
    assert DisclosureArticlePage.objects.get().live


@pytest.mark.parametrize(
    ("model", "facts"),
    [
        ("disclosurearticlepage", {"kind": "annual_report", "year": "2025"}),
        ("statutorylistpage", {"level": "rule"}),
    ],
)
def test_page_of_the_column_is_previewed_before_it_is_stored(
    model, facts, column, admin_client
):
    address = reverse(
        "wagtailadmin_pages:preview_on_add", args=["policies", model, column.pk]
    )
    new = add_url(column, f"policies.{model}")
    page = apps.get_model("policies", model)()
    form = filled_in(admin_client, new, page, title="新的一页", slug="new", **facts)

    admin_client.post(address, form)

    html = admin_client.get(address).content.decode()
    assert "新的一页" in html
    assert "专栏目录" in html


@with_index
@pytest.mark.parametrize("kind", ["column", "list", "article"])
def test_queries_do_not_grow_with_the_library(kind, rules, column, client):
    report = make_article(column, title="年报", kind="annual_report", year=2021)
    address = {"column": column, "list": the_list("rule"), "article": report}[kind].url
    government = rules[0].get_parent()

    def publish(numbers) -> None:
        for number in numbers:
            rule, _ = library.make_public_pair(
                government.specific, title=f"第{number}号规定", level="rule"
            )
            ValidityEvent.objects.create(
                policy=rule,
                kind=ValidityEventKind.AMENDED,
                takes_effect_on=datetime.date(2024, 6, 1),
                cause=rules[0],
            )

    publish(range(1))
    client.get(address)
    few = queries_of(client, address)
    publish(range(1, 10))

    assert queries_of(client, address) == few <= 20
