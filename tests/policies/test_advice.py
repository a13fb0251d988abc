"""Proposals and warnings in the editor: they inform, and block nothing."""

import datetime

import pytest
from django.core.management import call_command
from django.urls import reverse

from interpretations.originality import copied_share
from policies.advice import advice_for, effects_of, proposed_valid_until
from policies.calendar_months import months_later
from policies.models import PolicyPage, PolicyRelation, RelationKind, ValidityTerm
from tests import library
from tests.admin import edit_url, send
from tests.people import make_people, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def terms(home):
    call_command("set_up_site")


@pytest.mark.parametrize(
    ("title", "end", "years"),
    [
        ("澜川市就业补贴管理办法", "2029-07-31", 5),
        ("澜川市就业补贴管理办法（试行）", "2026-07-31", 2),
        ("澜川市就业见习管理暂行办法", "2026-07-31", 2),
    ],
)
def test_usual_term_is_proposed_by_the_title(title, end, years, terms, agency_page):
    policy = library.make_policy(
        agency_page, title=title, effective_on=datetime.date(2024, 8, 1)
    )

    assert proposed_valid_until(policy) == (datetime.date.fromisoformat(end), years)
    assert end in advice_for(policy)[0]


def test_terms_are_data(terms, agency_page):
    ValidityTerm.objects.filter(words="").update(years=3)
    policy = library.make_policy(agency_page, effective_on=datetime.date(2024, 8, 1))

    assert proposed_valid_until(policy) == (datetime.date(2027, 7, 31), 3)


@pytest.mark.parametrize(
    "fields",
    [
        {"effective_on": None},
        {"level": "other", "effective_on": datetime.date(2024, 8, 1)},
        {
            "effective_on": datetime.date(2024, 8, 1),
            "valid_until": datetime.date(2025, 7, 31),
        },
    ],
)
def test_nothing_is_proposed_where_the_rule_does_not_reach(fields, terms, agency_page):
    assert proposed_valid_until(library.make_policy(agency_page, **fields)) is None


def test_leap_day_has_its_anniversary():
    assert months_later(datetime.date(2024, 2, 29), 60) == datetime.date(2029, 2, 28)


def test_editor_reads_what_publication_will_do_to_others(
    agency_page, pair, admin_client
):
    target, _ = pair
    policy = library.make_policy(
        agency_page, title="新的通知", effective_on=datetime.date(2027, 1, 1)
    )
    policy.relations = [PolicyRelation(kind=RelationKind.REPEALS, target=target)]
    policy.save()
    policy.save_revision()

    words = f"《{target.title}》自 2027-01-01 起失效（废止）。"
    assert effects_of(policy) == [words]
    assert words in admin_client.get(edit_url(policy)).content.decode()


@pytest.fixture
def repealing(agency_page, pair):
    """A draft pair that repeals a public policy."""
    policy = library.make_policy(
        agency_page, title="新的通知", effective_on=datetime.date(2027, 1, 1)
    )
    policy.relations = [PolicyRelation(kind=RelationKind.REPEALS, target=pair[0])]
    policy.save()
    policy.save_revision()
    library.make_interpretation(policy)
    return policy


def test_signer_reads_in_the_dialogue_what_will_happen_to_others(
    repealing, agency_page
):
    people = make_people(agency_page)
    send(signed_in(people["editor"]), repealing, **{"action-submit": "1"})
    state = PolicyPage.objects.get(pk=repealing.pk).current_workflow_task_state
    address = reverse(
        "wagtailadmin_pages:workflow_action", args=[repealing.pk, "approve", state.pk]
    )

    dialogue = signed_in(people["head"]).get(address).json()["html"]

    assert "自 2027-01-01 起失效（废止）" in dialogue
    assert "政策与解读对照" in dialogue


def test_what_has_happened_is_not_announced_again(repealing, admin_client):
    library.publish(repealing)

    assert effects_of(PolicyPage.objects.get(pk=repealing.pk)) == []
    assert (
        "发布本文件的同时" not in admin_client.get(edit_url(repealing)).content.decode()
    )


def test_repealed_policy_is_chosen_by_search_among_policies_only(
    repealing, admin_client
):
    form = PolicyPage.get_edit_handler().get_form_class()
    target = form.formsets["relations"].form.base_fields["target"]
    found = admin_client.get(
        reverse("wagtailadmin_choose_page_search"),
        {"page_type": "policies.policypage", "q": "高校毕业生"},
    )

    assert target.widget.target_models == [PolicyPage]
    assert repealing.relations.get().target.title in found.content.decode()


SENTENCES = (
    "每名毕业两年以内的高校毕业生可以申领一次性就业补贴，标准为每人一千五百元。"
    "申请人应当在签订劳动合同并缴纳社会保险费满三个月之后，通过政务服务平台提出申请。"
    "县（区）人力资源和社会保障局应当自受理之日起十个工作日内完成审核并公示五个工作日。"
    "公示无异议的，财政部门应当在十个工作日内将补贴资金拨付至申请人的社会保障卡账户。"
    "以虚假材料骗取补贴的，由人力资源和社会保障部门责令退回，并依法记入信用记录。"
)
OWN_WORDS = (
    "简单说，刚毕业两年内找到工作的同学都有份，不用跑腿，手机上就能办完。"
    "为什么要等三个月？是为了确认这份工作真的稳定下来，也方便社保数据自动比对。"
    "审核加上公示大约半个月，钱直接打进社保卡，中途可以随时在网上看到办到哪一步。"
    "如果被查出材料造假，不但钱要退回，还会影响个人信用，以后办别的事也会受限制。"
    "和去年相比，今年不再要求学校盖章，外地户籍的毕业生同样可以申请，请大家放心。"
)


def test_copy_of_the_policy_is_told_from_own_words():
    assert copied_share(SENTENCES, SENTENCES) > 0.9
    assert copied_share(OWN_WORDS, SENTENCES) < 0.1
    assert copied_share("很短", SENTENCES) == 0.0


def test_editor_of_a_copy_is_warned_and_not_stopped(agency_page, admin_client):
    policy = library.make_policy(agency_page, body=library.paragraphs(SENTENCES))
    copy = library.make_interpretation(policy, main_points=f"<p>{SENTENCES}</p>")
    own = library.make_interpretation(policy, main_points=f"<p>{OWN_WORDS}</p>")

    assert "不能照搬" in admin_client.get(edit_url(copy)).content.decode()
    assert "不能照搬" not in admin_client.get(edit_url(own)).content.decode()
    library.publish(policy)
    assert type(copy).objects.get(pk=copy.pk).live
