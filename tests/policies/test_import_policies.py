"""`import_policies` makes drafts, flags what it cannot read, invents nothing."""

from pathlib import Path

import pytest
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from wagtail.models import Page

from policies.models import ImportRecord, PolicyPage
from tests import library
from tests.admin import edit_url

pytestmark = pytest.mark.django_db
DAMAGED = Path(__file__).parent / "damaged"


@pytest.fixture
def imported(agency_page, capsys):
    call_command("import_policies", str(DAMAGED), agency="澜川市人力资源和社会保障局")
    return capsys.readouterr()


def test_every_file_becomes_a_draft(imported):
    files = list(DAMAGED.glob("*.txt"))

    assert PolicyPage.objects.count() == len(files)
    assert not PolicyPage.objects.live().exists()
    assert f"新建草稿 {len(files)} 份" in imported.out
    assert Page.find_problems() == ([], [], [], [], [])


def test_second_run_makes_nothing_twice(imported, agency_page):
    before = PolicyPage.objects.count()

    call_command("import_policies", str(DAMAGED), agency=agency_page.slug)

    assert PolicyPage.objects.count() == before


def test_no_imported_draft_goes_live_without_its_interpretation(imported):
    for policy in PolicyPage.objects.all():
        policy.disclosure = "proactive"
        policy.without_number_reason = policy.without_number_reason or "原文没有文号"
        policy.issued_on_unknown = policy.issued_on is None

        with pytest.raises(ValidationError, match="还没有解读"):
            policy.save_revision().publish()


def test_doubts_are_shown_in_the_editor(imported, admin_client):
    record = next(record for record in ImportRecord.objects.all() if record.doubts)

    html = admin_client.get(edit_url(record.policy)).content.decode()

    assert record.doubts[0]["message"] in html


def test_cited_number_resolves_to_the_only_policy_of_that_number(agency_page, tmp_path):
    cited = library.make_policy(agency_page, document_number="澜人社发〔2023〕8号")
    file = tmp_path / "通知.txt"
    file.write_text(
        "澜川市人力资源和社会保障局关于做好技能培训工作的通知\n\n"
        "各县（区）人力资源和社会保障局：\n\n"
        "根据《澜川市职业技能提升行动方案》（澜人社发〔2023〕8号）和"
        "《临海省职业培训办法》（临政发〔2020〕3号）要求，现通知如下。\n",
        encoding="utf-8",
    )

    call_command("import_policies", str(file), agency=agency_page.slug)

    policy = PolicyPage.objects.get(title__contains="技能培训")
    relations = {relation.cited_number: relation for relation in policy.relations.all()}
    assert relations["澜人社发〔2023〕8号"].target == cited
    assert relations["临政发〔2020〕3号"].target is None


def test_joint_numbers_of_a_file_are_kept_and_each_of_them_is_cited(
    agency_page, tmp_path
):
    joint = tmp_path / "联合通知.txt"
    joint.write_text(
        "澜人社发〔2023〕8号　澜财社〔2023〕20号\n\n"
        "关于做好技能培训补贴工作的通知\n\n各县（区）人民政府：\n\n"
        "现就技能培训补贴有关事项通知如下。\n",
        encoding="utf-8",
    )
    citing = tmp_path / "补充通知.txt"
    citing.write_text(
        "关于技能培训补贴的补充通知\n\n各县（区）人民政府：\n\n"
        "根据《技能培训补贴通知》（澜财社〔2023〕20号），补充通知如下。\n",
        encoding="utf-8",
    )

    for file in (joint, citing):
        call_command("import_policies", str(file), agency=agency_page.slug)

    first = PolicyPage.objects.get(title__contains="补贴工作")
    second = PolicyPage.objects.get(title__contains="补充")
    assert first.document_number == "澜人社发〔2023〕8号、澜财社〔2023〕20号"
    assert second.relations.get(cited_number="澜财社〔2023〕20号").target == first


def test_file_with_a_mark_of_secrecy_is_refused_and_others_go_on(
    agency_page, tmp_path, capsys
):
    (tmp_path / "a.txt").write_text("机密★1年\n\n关于某事的通知\n\n正文。\n")
    (tmp_path / "b.txt").write_text(
        "关于做好防汛工作的通知\n\n各科室：\n\n请做好防汛工作。\n"
    )

    call_command("import_policies", str(tmp_path), agency=agency_page.slug)

    output = capsys.readouterr()
    assert "涉密文件不得录入" in output.err
    assert [policy.title for policy in PolicyPage.objects.all()] == [
        "关于做好防汛工作的通知"
    ]


def test_binary_file_is_refused_in_words(agency_page, tmp_path, capsys):
    file = tmp_path / "a.txt"
    file.write_bytes(b"PK\x03\x04rest")

    call_command("import_policies", str(file), agency=agency_page.slug)

    assert "这不是文本文件" in capsys.readouterr().err
    assert not PolicyPage.objects.exists()


def test_unknown_agency_is_refused_with_the_known_ones(agency_page, tmp_path):
    with pytest.raises(CommandError, match="澜川市人力资源和社会保障局"):
        call_command("import_policies", str(tmp_path), agency="不存在的局")


def test_text_in_the_file_cannot_bring_markup_in(agency_page, tmp_path):
    file = tmp_path / "a.txt"
    file.write_text(
        "关于做好网络安全工作的通知\n\n各科室：\n\n<script>alert(1)</script>请注意。\n"
    )

    call_command("import_policies", str(file), agency=agency_page.slug)

    assert "<script>" not in str(PolicyPage.objects.get().body)
