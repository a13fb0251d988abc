"""What the public reads on the page of a policy."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from lxml import html

from policies.models import PolicyRelation, RelationKind
from tests import library

pytestmark = pytest.mark.django_db

day = datetime.date.fromisoformat


def get(client, page, query: str = ""):
    response = client.get(page.get_url() + query)
    assert response.status_code == 200
    return html.fromstring(response.content.decode())


def text(page, path: str = "//main") -> str:
    return " ".join(" ".join(each.text_content() for each in page.xpath(path)).split())


def facts(page) -> dict[str, str]:
    return {
        row.xpath("string(dt)"): " ".join(row.xpath("string(dd)").split())
        for row in page.xpath("//dl[@class='facts']/div")
    }


NOTE = "//div[@role='note']"


@pytest.fixture
def measures(agency_page):
    """A notice that encloses measures of three chapters, with a term."""
    policy, _ = library.make_public_pair(
        agency_page,
        registration_number="LCFGS-2024-00005",
        effective_on=day("2024-05-01"),
        valid_until=day("2029-04-30"),
        addressees="各县（区）人民政府：",
        enclosed_title="澜川市就业补贴办法",
        enclosed_body=[
            {
                "type": "text",
                "value": "<h2>第一章　总则</h2><p>第一条　为了促进就业。</p>"
                "<h2>第二章　标准</h2><p>第二条　每人一千元。</p><h2>第三章　附则</h2>",
            }
        ],
    )
    return policy


@pytest.fixture
def replaced(agency_page, measures):
    """The measures before these, replaced by them."""
    old, _ = library.make_public_pair(
        agency_page,
        title="澜川市就业补贴暂行办法",
        document_number="澜人社发〔2019〕3号",
        effective_on=day("2019-06-01"),
    )
    measures.relations = [
        PolicyRelation(
            kind=RelationKind.REPLACES, target=old, effective_on=day("2024-05-01")
        )
    ]
    measures.save_revision().publish()
    old.refresh_from_db()
    return old


def test_facts_name_number_agency_dates_and_validity(measures, client):
    found = facts(get(client, measures, "?on=2025-01-01"))

    assert found["索引号"] == measures.index_number
    assert found["发文机关"] == "澜川市人力资源和社会保障局"
    assert found["发文字号"] == "澜人社发〔2024〕12号"
    assert found["统一登记号"] == "LCFGS-2024-00005"
    assert found["成文日期"] == "2024-03-08"
    assert found["发布日期"] == "2024-03-11"
    assert found["施行日期"] == "2024-05-01"
    assert found["有效期至"] == "2029-04-30"
    assert found["有效性"].startswith("有效 自 2024-05-01 起有效，至 2029-04-30")


def test_dates_that_the_document_does_not_name_are_said_to_be_unknown(pair, client):
    found = facts(get(client, pair[0]))

    assert found["有效期至"] == "原文未注明"
    assert "自发布之日起计" in found["施行日期"]


def test_replaced_policy_says_since_when_by_what_and_what_stands_now(
    replaced, measures, client
):
    page = get(client, replaced)

    assert "本文件已失效" in text(page, NOTE)
    assert "最后有效日：2024-04-30" in text(page, NOTE)
    assert "现行规定见" in text(page, NOTE)
    assert measures.get_url() in page.xpath(f"{NOTE}//a/@href")
    assert "自 2024-05-01 起失效：废止，依据：" in facts(page)["有效性"]


def test_policy_whose_term_is_over_says_so(agency_page, client):
    policy, _ = library.make_public_pair(agency_page, valid_until=day("2025-03-10"))

    page = get(client, policy, "?on=2025-03-11")

    assert "最后有效日：2025-03-10。有效期届满" in text(page, NOTE)


def test_policy_that_lies_ahead_is_not_called_ended(agency_page, client):
    policy, _ = library.make_public_pair(agency_page, effective_on=day("2099-01-01"))

    page = get(client, policy)

    assert "本文件尚未施行" in text(page, NOTE)
    assert "自 2099-01-01 起施行" in text(page, NOTE)
    assert "失效" not in text(page, NOTE)


def test_as_of_a_day_the_page_says_which_and_that_the_text_is_todays(replaced, client):
    page = get(client, replaced, "?on=2020-01-01")

    assert "按 2020-01-01 当日显示有效性：有效" in text(page, NOTE)
    assert "文字是今天的版本" in text(page, NOTE)
    assert "本文件已失效" not in text(page)
    assert text(page, "//p[@class='byline']/span[1]") == "有效"


def test_a_day_that_cannot_be_read_is_said_and_today_is_shown(replaced, client):
    page = get(client, replaced, "?on=昨天")

    assert "日期无法识别" in text(page, "//div[@role='alert']")
    assert "本文件已失效" in text(page, NOTE)


def test_a_term_that_was_extended_says_so_before_and_after_its_end(agency_page, client):
    policy, _ = library.make_public_pair(agency_page, valid_until=day("2025-03-10"))
    policy.validity_events.create(
        kind="extended",
        takes_effect_on=day("2025-03-01"),
        new_valid_until=day("2025-12-31"),
        cause_citation="澜政办发〔2025〕2号",
    )

    before = facts(get(client, policy, "?on=2025-06-01"))["有效性"]
    after = text(get(client, policy, "?on=2026-01-01"), NOTE)

    assert "至 2025-12-31；延期，依据：澜政办发〔2025〕2号" in before
    assert "最后有效日：2025-12-31。延长后的有效期届满" in after


def test_an_amendment_is_told_from_its_day_on(agency_page, client):
    policy, _ = library.make_public_pair(agency_page)
    policy.validity_events.create(
        kind="amended", takes_effect_on=day("2025-01-01"), note="第二条改为两千元。"
    )

    before, after = (
        get(client, policy, f"?on={asked}") for asked in ("2024-12-31", "2025-01-01")
    )

    assert "修改" not in text(before, NOTE)
    assert "修改：自 2025-01-01 起" in text(after, NOTE)
    assert "第二条改为两千元" in text(after, NOTE)
    assert "已修改（2025-01-01 起）" in facts(after)["有效性"]


def test_notice_and_enclosed_text_are_separate_parts(measures, client):
    page = get(client, measures)

    assert "各县（区）人民政府" in text(page, "//section[@aria-label='印发通知']")
    enclosed = "//section[@aria-labelledby='enclosed']"
    assert "澜川市就业补贴办法" in text(page, f"{enclosed}/h2")
    assert "第二条　每人一千元" in text(page, enclosed).replace(" ", "　")


def test_contents_lead_to_the_chapters_and_clauses_to_themselves(measures, client):
    page = get(client, measures)

    listed = page.xpath("//details[contains(@class, 'contents')]//a/@href")
    assert listed == ["#chapter-1", "#chapter-2", "#chapter-3"]
    for link in page.xpath("//a[@class='clause']/@href") + listed:
        assert len(page.xpath(f"//*[@id='{link[1:]}']")) == 1


def test_no_id_stands_twice_on_the_page(measures, client):
    ids = get(client, measures).xpath("//@id")

    assert len(ids) == len(set(ids))


def test_interpretation_stands_beside_the_text_and_others_are_named(
    agency_page, measures, client
):
    further = library.make_interpretation(
        measures, title="就业补贴问答", form="q_and_a", published_on=day("2024-06-01")
    )
    further.get_latest_revision().publish()
    first = measures.interpretations.exclude(pk=further.pk)
    first.update(published_on=day("2024-03-11"))

    page = get(client, measures)

    beside = "//aside[@aria-label='本文件的解读']"
    assert "每名毕业生可领取一次性补贴" in text(page, beside)
    [others] = page.xpath(f"{beside}//nav[@aria-label='本文件的其他解读']")
    assert further.get_url() in others.xpath(".//a/@href")


def test_relations_are_named_both_ways_with_their_validity(replaced, measures, client):
    assert "替代 《澜川市就业补贴暂行办法》（澜人社发〔2019〕3号） 失效" in text(
        get(client, measures), "//dl[@class='relations']"
    )
    assert "替代本文件" in text(get(client, replaced), "//dl[@class='relations']")


def test_a_draft_that_names_the_policy_is_not_shown(agency_page, measures, client):
    draft = library.make_policy(agency_page, title="还没有公开的修改决定")
    draft.relations = [PolicyRelation(kind=RelationKind.AMENDS, target=measures)]
    draft.save()

    assert "还没有公开" not in text(get(client, measures))


def test_timeline_tells_what_happened_and_what_lies_ahead(replaced, client):
    page = get(client, replaced)

    told = [
        " ".join(each.text_content().split())
        for each in page.xpath("//ol[@class='timeline']/li")
    ]
    assert told[0] == "2019-06-01 施行"
    assert told[1] == "2024-03-08 成文"
    assert any(each.startswith("2024-05-01 废止，依据：") for each in told)


def test_citation_and_permanent_address_are_there_without_a_script(measures, client):
    page = get(client, measures)

    cited = text(page, "//*[@id='citation']")
    assert cited.startswith(
        f"澜川市人力资源和社会保障局：《{measures.title}》（澜人社发"
    )
    assert "2024年3月8日" in cited
    assert cited.endswith(f"http://testserver{measures.permanent_path}")
    assert page.xpath("//figure[@class='qr']/svg/path")


def test_a_title_within_a_cited_title_has_marks_of_its_own(agency_page, client):
    policy, _ = library.make_public_pair(
        agency_page, title="关于印发《澜川市就业补贴办法》的通知"
    )

    cited = text(get(client, policy), "//*[@id='citation']")

    assert "：《关于印发〈澜川市就业补贴办法〉的通知》（澜人社发" in cited


def test_the_page_carries_no_inline_script_or_style(measures, client):
    page = get(client, measures)

    assert not page.xpath(
        "//script[not(@src or @type='application/ld+json')] | //style | //@style"
    )
    assert not [name for name in page.xpath("//@*") if name.attrname.startswith("on")]


def test_the_page_costs_the_same_queries_in_any_library(measures, client):
    def cost() -> int:
        with CaptureQueriesContext(connection) as captured:
            client.get(measures.get_url())
        return sum(each["sql"].startswith("SELECT") for each in captured)

    cost()  # What is read once and kept.
    before = cost()
    for serial in range(1, 6):
        other, _ = library.make_public_pair(
            title=f"澜川市就业补贴办法补充通知之{serial}",
            document_number=f"澜人社发〔2025〕{serial}号",
        )
        other.relations = [PolicyRelation(kind=RelationKind.BASIS, target=measures)]
        other.save_revision().publish()

    # Whether like policies are found at all changes what their list must load.
    assert cost() <= before + 4
    assert cost() <= 24
