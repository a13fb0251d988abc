"""索引号, numbers, disclosure and secrecy: what holds for every official document."""

import pytest
from django.core.exceptions import ValidationError

from policies.disclosure import Disclosure
from policies.models import NoticePage, PolicyPage, Subject
from policies.publication import publication_blockers
from policies.subjects import load_subjects
from tests import library

pytestmark = [pytest.mark.django_db, pytest.mark.once]


def words(page) -> str:
    return "".join(blocker.message for blocker in publication_blockers(page))


def test_index_number_is_assigned_once_by_institution_and_year(agency_page):
    first = library.make_policy(agency_page)
    second = library.make_policy(agency_page, title="另一份通知")

    assert first.index_number == "LC0000003/2024-00001"
    assert second.index_number == "LC0000003/2024-00002"


def test_index_number_and_address_survive_every_edit(pair):
    policy, _ = pair
    number, slug = policy.index_number, policy.slug

    policy.index_number = "LC9999999/1999-00001"
    policy.title = "改过的标题"
    policy.save_revision().publish()

    policy = PolicyPage.objects.get(pk=policy.pk)
    assert (policy.title, policy.index_number, policy.slug) == (
        "改过的标题",
        number,
        slug,
    )


def test_permanent_address_leads_to_the_page(pair, client):
    policy, _ = pair

    response = client.get(policy.permanent_path)

    assert response.status_code == 302
    assert response["Location"].endswith(f"/{policy.slug}/")


def test_permanent_address_of_a_draft_is_not_found(policy, client):
    assert client.get(policy.permanent_path).status_code == 404


def test_document_stands_below_an_agency(home):
    draft = library.build_policy(library.make_agency_page().agency)

    with pytest.raises(ValidationError, match="机关专页之下"):
        home.add_child(instance=draft)


@pytest.mark.parametrize(
    "typed", ["澜人社发[2024]12号", "澜人社发（2024）12號", "澜人社发 【2024】 12 号"]
)
def test_number_is_stored_in_canonical_form_with_its_parts(typed, agency_page):
    policy = library.make_policy(agency_page, document_number=typed)

    assert policy.document_number == "澜人社发〔2024〕12号"
    assert (policy.number_code, policy.number_year, policy.number_serial) == (
        "澜人社发",
        2024,
        12,
    )


def test_what_is_no_number_is_kept_as_typed_and_blocks_publication(agency_page):
    policy = library.make_policy(agency_page, document_number="〔2024〕—62")

    assert policy.document_number == "〔2024〕—62"
    assert "不完整或者无法识别" in words(policy)


def test_policy_without_number_says_why(agency_page):
    policy = library.make_policy(agency_page, document_number="")
    assert "还没有填写发文字号" in words(policy)

    policy.without_number_reason = "公告类文件不编文号"
    assert "文号" not in words(policy)


def test_unknown_date_is_said_and_not_invented(agency_page):
    policy = library.make_policy(agency_page, issued_on=None)
    assert "还没有填写成文日期" in words(policy)

    policy.issued_on_unknown = True
    assert "成文日期" not in words(policy)


@pytest.mark.parametrize("value", [Disclosure.ON_REQUEST, Disclosure.WITHHELD])
def test_closed_document_without_basis_and_reason_is_not_recorded(value, agency_page):
    with pytest.raises(ValidationError) as refusal:
        library.make_policy(agency_page, disclosure=value)

    assert set(refusal.value.message_dict) == {"disclosure_basis", "disclosure_reason"}


def test_closed_document_with_basis_and_reason_is_recorded(agency_page):
    policy = library.make_policy(
        agency_page,
        disclosure=Disclosure.WITHHELD,
        disclosure_basis="《政府信息公开条例》第十六条",
        disclosure_reason="属于内部事务信息。",
    )

    assert policy.pk


@pytest.mark.parametrize("mark", ["机密★1年", "绝密", "秘密★"])
def test_text_with_a_mark_of_secrecy_is_not_recorded(mark, agency_page):
    with pytest.raises(ValidationError, match="涉密文件不得录入"):
        library.make_policy(agency_page, body=library.paragraphs(mark, "正文。"))


@pytest.mark.parametrize("text", ["涉及商业秘密的，依照规定处理。", "内部机构设置"])
def test_ordinary_words_about_secrets_are_no_mark(text, agency_page):
    assert library.make_policy(agency_page, body=library.paragraphs(text)).pk


def test_empty_document_is_not_published(agency_page):
    assert "正文还是空的" in words(library.make_policy(agency_page, body=[]))


def test_subjects_are_22_classes_in_two_levels_and_load_twice_without_harm(db):
    load_subjects()

    assert load_subjects() == 0
    assert Subject.objects.filter(parent=None).count() == 22
    assert str(Subject.objects.get(code="2.1")) == "综合政务\\政务公开"


# Notices


def test_notice_needs_no_interpretation(agency_page):
    notice = library.make_notice(agency_page)

    notice.get_latest_revision().publish()

    assert NoticePage.objects.live().exists()


@pytest.mark.parametrize(
    "title",
    ["澜川市食品小作坊管理办法", "关于印发《澜川市物业管理规定（试行）》的通知"],
)
def test_normative_document_is_no_notice(title, agency_page):
    notice = library.make_notice(agency_page, title=title)

    with pytest.raises(ValidationError, match="请新建“政策文件”"):
        notice.get_latest_revision().publish()

    assert not NoticePage.objects.live().exists()


def test_plain_forward_may_name_a_normative_document(agency_page):
    notice = library.make_notice(
        agency_page,
        title="关于转发《临海省就业见习管理办法》的通知",
        reason="forwarding",
    )

    notice.get_latest_revision().publish()

    assert NoticePage.objects.live().exists()


def test_notice_that_is_not_proactive_stays_unpublished(agency_page):
    notice = library.make_notice(
        agency_page,
        disclosure=Disclosure.ON_REQUEST,
        disclosure_basis="《政府信息公开条例》第十六条",
        disclosure_reason="属于内部事务信息。",
    )

    with pytest.raises(ValidationError, match="只有主动公开"):
        notice.get_latest_revision().publish()


def test_joint_numbers_are_stored_side_by_side_with_the_parts_of_the_first(agency_page):
    policy = library.make_policy(
        agency_page, document_number="澜人社发[2024]12号 澜财社〔2024〕03号"
    )

    assert policy.document_number == "澜人社发〔2024〕12号、澜财社〔2024〕3号"
    assert (policy.number_code, policy.number_year, policy.number_serial) == (
        "澜人社发",
        2024,
        12,
    )
    assert "发文字号" not in words(policy)


def test_year_of_two_figures_is_suggested_and_never_stored(agency_page):
    policy = library.make_policy(agency_page, document_number="（85）澜财税字第042号")

    assert policy.document_number == "（85）澜财税字第042号"
    assert policy.number_year is None
    assert "年份只有两位，可能是 澜财税字〔1985〕42号" in words(policy)


def test_damaged_number_is_answered_with_what_it_may_be(agency_page):
    policy = library.make_policy(agency_page, document_number="澜人社发12024〕12就")

    assert policy.document_number == "澜人社发12024〕12就"
    assert "可能是 澜人社发〔2024〕12号（“1”改为“〔”，“就”改为“号”）" in words(policy)


def test_range_that_grows_beyond_the_field_is_refused(agency_page):
    with pytest.raises(ValidationError, match="发文字号不能超过 200 个字符"):
        library.make_policy(agency_page, document_number="澜人社发〔2024〕1—60号")
