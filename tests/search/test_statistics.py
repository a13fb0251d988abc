"""Public statistics: every figure is the length of the list that it leads to."""

import datetime

import pytest
from django.utils import timezone

from interpretations.figures import Dimension, figures_by
from interpretations.models import ChannelRelease
from policies.models import PolicyIssuer
from search.engines import indexing_engine
from search.statistics import library_statistics
from tests import library
from tests.reading import queries_of, read, text_of, words_of

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(indexing_engine() is None, reason="no full text here"),
]

STATISTICS = "/statistics/"


@pytest.fixture
def filled(agency_page):
    """Three policies of two agencies and two years, one jointly, one ended."""
    finance = library.make_agency_page("澜川市财政局", code="LC0000008")
    jobs, chart = library.make_public_pair(
        agency_page, title="关于就业补贴的通知", published_on=datetime.date(2024, 3, 11)
    )
    jobs.issuers = [*jobs.issuers.all(), PolicyIssuer(agency=finance.agency)]
    jobs.save_revision().publish()
    chart.form = "chart"
    chart.published_on = datetime.date(2024, 3, 11)
    chart.channel_releases = [
        ChannelRelease(channel="wechat", released_on=datetime.date(2024, 3, 12))
    ]
    chart.save_revision().publish()
    library.make_public_pair(
        finance,
        title="关于会计管理的通知",
        level="other",
        issued_on=datetime.date(2021, 3, 8),
        published_on=datetime.date(2021, 3, 11),
        valid_until=datetime.date(2023, 3, 10),
    )
    library.make_public_pair(
        agency_page,
        title="关于明年的规定",
        effective_on=timezone.localdate() + datetime.timedelta(days=9),
    )
    library.make_notice(agency_page).get_latest_revision().publish()
    return jobs


def figures(page, heading: str) -> dict[str, list[str]]:
    """Return the rows of one table: its head and the words of its cells."""
    rows = page.xpath(f"//section[@aria-labelledby='{heading}']//tbody/tr")
    return {
        words_of(row.xpath("th")[0]): [words_of(cell) for cell in row.xpath("td")]
        for row in rows
    }


def test_library_is_counted_by_level_agency_and_year(filled, client):
    page = read(client, STATISTICS)

    assert figures(page, "levels") == {
        "行政规范性文件": ["2", "1", "1", "0"],
        "其他政策文件": ["1", "0", "0", "1"],
    }
    assert figures(page, "agencies") == {
        "澜川市人力资源和社会保障局": ["2", "1", "1", "0", "1"],
        "澜川市财政局": ["2", "1", "0", "1", "0"],
    }
    assert figures(page, "issued") == {
        "2024年": ["2", "1", "1", "0"],
        "2021年": ["1", "0", "0", "1"],
    }


def test_each_figure_leads_to_a_list_of_that_length(filled, client):
    page = read(client, STATISTICS)

    links = page.xpath("//main//dd/a | //main//td/a")
    assert len(links) > 20
    for link in links:
        address = link.get("href")
        found = read(client, address)
        entries = found.xpath(
            "//ol[contains(@class, 'items--wide') or @class='cards']/li"
        )
        assert str(len(entries)) == words_of(link).rstrip("份篇"), address


def test_interpretation_is_measured_by_year_against_its_targets(filled, client):
    coverage = figures(read(client, STATISTICS), "coverage")

    assert coverage["2024年"] == [
        "2",
        "2（100%）",
        "1",
        "1（100%）",
        "1（100%）",
        "1（50%）",
        "1（50%）",
        "1（100%）",
        "1（50%）",
        "2（100%）",
    ]
    assert coverage["2021年"][:2] == ["1", "1（100%）"]


def test_missed_target_is_said(filled, agency_page, client):
    _, text = library.make_public_pair(agency_page, title="关于文字解读的通知")
    text.published_on = datetime.date(2024, 5, 6)
    text.save_revision().publish()

    coverage = figures(read(client, STATISTICS), "coverage")

    assert coverage["2024年"][3:5] == ["1（50%）未达到 90%", "1（50%）"]


def test_shares_count_interpretations_and_policies(filled):
    of_2024 = next(each for each in figures_by(Dimension.YEAR) if each.key == 2024)

    assert (of_2024.policies, of_2024.covered.count) == (2, 2)
    assert (of_2024.interpretations, of_2024.diversified.count) == (1, 1)
    assert of_2024.other_channels.percent == 100
    assert of_2024.diversified_by_policy.count == 1
    assert of_2024.diversified_by_policy.percent == 50
    assert of_2024.diversified.is_met


def test_figures_change_at_once_with_what_is_public(filled, client):
    read(client, STATISTICS)

    filled.unpublish()
    page = read(client, STATISTICS)

    assert figures(page, "levels")["行政规范性文件"] == ["1", "0", "1", "0"]
    assert figures(page, "coverage")["2024年"][0] == "1"


def test_column_of_interpretations_can_be_narrowed_to_a_year(filled, client):
    column = "/interpretations/"

    def titles(query: str) -> list[str]:
        links = read(client, column + query).xpath("//ol[@class='cards']//h2/a")
        return [words_of(link) for link in links]

    assert titles("?year=2024") == ["《关于就业补贴的通知》解读"]
    assert titles("?year=2024&form=chart") == ["《关于就业补贴的通知》解读"]
    for unreadable in ("?year=1901", "?year=abcd", "?year=99999"):
        assert len(titles(unreadable)) == 3


def test_shares_of_interpretations_lead_to_what_they_count(filled, client):
    page = read(client, STATISTICS)
    leads = page.xpath("//section[@aria-labelledby='coverage']//a[contains(., '1')]")
    [diversified] = [
        each.get("href")
        for each in leads
        if each.get("href").endswith("year=2024&measure=diversified")
    ]

    column = read(client, diversified)

    [chart] = column.xpath("//*[@class='card__title']/a")
    assert words_of(chart) == "《关于就业补贴的通知》解读"
    taken = column.xpath("//ul[@aria-label='已选条件']//a")
    assert [each.get("href") for each in taken] == [
        "/interpretations/?measure=diversified",
        "/interpretations/?year=2024",
    ]
    without_year = read(client, "/interpretations/?measure=released")
    assert len(without_year.xpath("//*[@class='card']")) == 1
    everything = read(client, "/interpretations/?measure=no_such")
    assert len(everything.xpath("//*[@class='card']")) == 3


def test_figures_of_another_day_are_those_of_that_day(filled):
    whole = library_statistics(on=datetime.date(2022, 1, 1)).whole

    assert (whole.in_force, whole.not_yet_in_force, whole.not_in_force) == (1, 2, 0)


def test_drafts_are_not_counted(filled, agency_page, client):
    before = text_of(read(client, STATISTICS))
    draft = library.make_policy(agency_page, title="尚未公开")
    library.make_interpretation(draft)

    assert text_of(read(client, STATISTICS)) == before


def test_empty_library_has_statistics_too(home, client):
    assert "暂无已公开的文件" in text_of(read(client, STATISTICS))


def test_page_says_what_its_figures_mean(filled, client):
    meant = text_of(read(client, STATISTICS), "//dl[@class='definitions']")

    for word in (
        "现行有效",
        "有解读",
        "发布年份",
        "多样化解读",
        "其他渠道发布",
        "三个工作日",
        "2021年起多样化解读不低于 90%",
    ):
        assert word in meant


def test_queries_do_not_grow_with_the_library(filled, client):
    for _ in range(2):  # The first visit makes the site's identity.
        client.get(STATISTICS)
    few = queries_of(client, STATISTICS)
    for year in range(2010, 2020):
        library.make_public_pair(
            library.make_agency_page(f"澜川市第{year}局", code=f"LC{year:07}"),
            published_on=datetime.date(year, 3, 1),
        )
    client.get(STATISTICS)

    assert queries_of(client, STATISTICS) == few <= 20
