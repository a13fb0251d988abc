"""The monthly report: read back from its files, and recounted page by page."""

import datetime
import io

import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone
from docx import Document
from docx.oxml.ns import qn
from openpyxl import load_workbook

from cms.metadata import SiteIdentity
from interpretations.freezing import freeze_last_month
from interpretations.models import (
    ChannelRelease,
    CoverageTarget,
    InterpretationPage,
)
from interpretations.monthly_form import months
from policies.models import PolicyPage, ValidityEvent
from policies.working_days import prepare_year, working_days_between
from tests import library
from tests.people import make_people, signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.once]


def first_of_month(months_ago: int) -> datetime.date:
    day = timezone.localdate().replace(day=1)
    for _ in range(months_ago):
        day = (day - datetime.timedelta(days=1)).replace(day=1)
    return day


# The month that was over last, and a day of it and of the month before.
MONTH = first_of_month(1)
WITHIN = MONTH.replace(day=9)
BEFORE = first_of_month(2).replace(day=9)


def make_pair(unit, on: datetime.date, explained_on: datetime.date, **fields):
    policy, page = library.make_public_pair(unit, published_on=on, title=f"{on}的通知")
    page.form = fields.get("form", "text")
    page.published_on = explained_on
    page.channel_releases = [
        ChannelRelease(channel=channel, released_on=explained_on)
        for channel in fields.get("channels", ())
    ]
    page.save_revision().publish()
    return policy


@pytest.fixture
def filled(agency_page):
    """Two agencies: of the month and before, late, amended, waiting, today's."""
    call_command("seed_calendar")
    for day in (BEFORE, WITHIN):  # A year that the package does not know yet.
        prepare_year(day.year)
    health = library.make_agency_page("=卫生健康局", code="LC0000009")
    make_pair(agency_page, BEFORE, BEFORE)
    make_pair(agency_page, WITHIN, WITHIN, form="chart", channels=["wechat", "press"])
    make_pair(health, BEFORE, WITHIN)
    amended = make_pair(health, WITHIN, WITHIN, form="video")
    ValidityEvent.objects.create(
        policy=amended,
        kind="amended",
        takes_effect_on=WITHIN + datetime.timedelta(days=3),
    )
    today = timezone.localdate()
    make_pair(health, today, today)
    library.make_policy(health, title="等待解读的通知", published_on=None)
    identity = SiteIdentity.objects.get_or_create(site=library.make_site().get_site())[
        0
    ]
    identity.organizer = "澜川市人民政府办公室"
    identity.save()
    return health


def download(client, kind: str, month: datetime.date = MONTH) -> bytes:
    answer = client.get(
        reverse("monthly_report"), {"month": f"{month:%Y-%m}", "kind": kind}
    )
    assert answer.status_code == 200
    return b"".join(answer.streaming_content)


def document_of(client):
    return Document(io.BytesIO(download(client, "docx")))


def text_of(document) -> str:
    return "\n".join(paragraph.text for paragraph in document.paragraphs)


def table_of(document, heading: str) -> dict[str, list[str]]:
    [table] = [
        each for each in document.tables if each.rows[0].cells[0].text == heading
    ]
    return {
        row.cells[0].text: [cell.text for cell in row.cells[1:]]
        for row in table.rows[1:]
    }


def published(model, first: datetime.date, last: datetime.date, unit=None) -> list:
    return [
        page
        for page in model.objects.all()
        if page.live
        and first <= page.public_on <= last
        and unit in (None, page.get_parent().title)
    ]


@pytest.fixture
def period():
    """The year so far, as of the month's end."""
    last = first_of_month(0) - datetime.timedelta(days=1)
    return MONTH.replace(month=1), last


def is_timely(page) -> bool:
    return working_days_between(page.policy.public_on, page.public_on) <= 3


def test_document_says_the_numbers_of_month_and_year(filled, period, admin_client):
    words = text_of(document_of(admin_client))

    of_month = (MONTH, period[1])
    assert (
        f"公开政策文件 {len(published(PolicyPage, *of_month))} 份、"
        f"政策解读 {len(published(InterpretationPage, *of_month))} 篇"
    ) in words
    assert (
        f"本年累计公开政策文件 {len(published(PolicyPage, *period))} 份、"
        f"政策解读 {len(published(InterpretationPage, *period))} 篇"
    ) in words
    assert "解读覆盖率 100%" in words
    assert "澜川市人民政府办公室政策解读情况月报" in words
    assert f"（{MONTH.year}年{MONTH.month}月）" in words


def test_measures_are_recounted_page_by_page(filled, period, admin_client):
    said = table_of(document_of(admin_client), "指标")

    explained = published(InterpretationPage, *period)
    policies = published(PolicyPage, *period)
    counted = {
        "多样化解读（按解读）": sum(page.form != "text" for page in explained),
        "其他渠道发布（按解读）": sum(
            page.channel_releases.exists() for page in explained
        ),
        "按时解读（按解读）": sum(map(is_timely, explained)),
    }
    for label, count in counted.items():
        assert said[label][:2] == [f"{count}", f"{len(explained)}"]
    assert said["已随修改更新（按文件）"][:2] == [
        f"{len(policies) - 1}",
        f"{len(policies)}",
    ]
    target = CoverageTarget.objects.filter(measure="diversified").last()
    assert said["多样化解读（按解读）"][3] == f"{target.percent}%"
    assert "还差" in said["多样化解读（按解读）"][4]


def test_forms_and_agencies_are_recounted_page_by_page(filled, period, admin_client):
    said = table_of(document_of(admin_client), "解读形式")
    explained = published(InterpretationPage, *period)
    assert {name: int(row[0]) for name, row in said.items()} == {
        label: sum(page.get_form_display() == label for page in explained)
        for label in {page.get_form_display() for page in explained}
    }

    book = load_workbook(io.BytesIO(download(admin_client, "xlsx")))
    rows = list(book["各机关"].iter_rows(min_row=2, values_only=True))
    assert [row[0] for row in rows] == ["澜川市人力资源和社会保障局", "'=卫生健康局"]
    for name, policies, interpretations, *_, timely, _full in rows:
        unit = name.removeprefix("'")
        own = published(InterpretationPage, *period, unit)
        assert policies == len(published(PolicyPage, *period, unit))
        assert interpretations == len(own)
        assert timely == sum(map(is_timely, own))


def test_what_is_missing_is_named(filled, admin_client):
    document = document_of(admin_client)
    book = load_workbook(io.BytesIO(download(admin_client, "xlsx")))

    rows = {row[0]: row for row in book["存在的不足"].iter_rows(values_only=True)}
    assert set(rows) == {"类别", "迟发的解读", "修改后没有更新解读", "待解读的草稿"}
    assert rows["待解读的草稿"][1:] == (
        "'=卫生健康局",
        "等待解读的通知",
        "已等待 0 天",
    )
    words = text_of(document)
    for kind in ("迟发的解读", "修改后没有更新解读", "待解读的草稿"):
        assert f"{kind}，共 1 份" in words
    named = [
        row.cells[1].text
        for table in document.tables
        if table.rows[0].cells[1].text == "标题"
        for row in table.rows[1:]
    ]
    assert "等待解读的通知" in named
    assert f"{WITHIN}的通知" in named


def test_document_carries_the_frozen_digest_and_says_what_has_changed(
    filled, admin_client
):
    assert "本月没有存证" in text_of(document_of(admin_client))

    frozen = freeze_last_month()
    words = text_of(document_of(admin_client))
    assert frozen.digest in words
    assert "本报告的数字与存证一致" in words

    published(PolicyPage, WITHIN, WITHIN)[0].unpublish()
    words = text_of(document_of(admin_client))
    assert frozen.digest in words
    assert "与存证的数字不同" in words


def test_document_is_laid_out_as_official_ones_are(filled, admin_client):
    document = document_of(admin_client)

    section = document.sections[0]
    assert [round(side.mm) for side in (section.page_width, section.page_height)] == [
        210,
        297,
    ]
    title = document.paragraphs[0].runs[0]
    assert title._r.rPr.rFonts.get(qn("w:eastAsia")) == "方正小标宋简体"
    assert document.styles["Normal"].element.rPr.rFonts.get(qn("w:eastAsia")) == (
        "仿宋_GB2312"
    )
    headings = [
        paragraph.text
        for paragraph in document.paragraphs
        if paragraph.style.name == "Heading 1"
    ]
    assert headings[0] == "一、总体情况"
    assert headings[-1] == "七、数据存证"
    for table in document.tables:
        assert table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None
    definitions = [
        paragraph.text
        for paragraph in document.paragraphs
        if paragraph.text.startswith("3. 已随修改更新")
    ]
    assert definitions


def test_only_months_that_are_over_are_reported(filled, admin_client):
    assert months()[0] == MONTH
    for month in ("", "abc", "1999-01", f"{timezone.localdate():%Y-%m}"):
        answer = admin_client.get(
            reverse("monthly_report"), {"month": month, "kind": "docx"}
        )
        assert answer.status_code == 400, month
    wrong = {"month": f"{MONTH:%Y-%m}", "kind": "pdf"}
    assert admin_client.get(reverse("monthly_report"), wrong).status_code == 400


def test_ledger_offers_the_report(filled, admin_client):
    page = admin_client.get(reverse("ledger")).content.decode()

    assert reverse("monthly_report") in page
    assert f'<option value="{MONTH:%Y-%m}">' in page


def test_none_but_those_who_read_every_draft_get_it(filled, client):
    asked = {"month": f"{MONTH:%Y-%m}", "kind": "docx"}
    people = make_people(filled)

    assert client.get(reverse("monthly_report"), asked).status_code == 302
    for who in ("editor", "head"):
        answer = signed_in(people[who]).get(reverse("monthly_report"), asked)
        assert answer.status_code == 302
