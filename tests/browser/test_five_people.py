"""The five kinds of people at work, each in a window of their own."""

import re
from contextlib import contextmanager

import pytest
from django.contrib.auth.models import Group, User
from playwright.sync_api import expect

from cms.roles import REVIEWERS
from policies.models import PolicyPage
from tests import library
from tests.admin import edit_url
from tests.browser.acts import log_in, press, type_into
from tests.people import make_people

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)

PASSWORD = "password"
TITLE = "澜川市人力资源和社会保障局关于开展春风送岗活动的通知"
CHECKS = "[data-side-panel=publication-check]"


@pytest.fixture
def agency_page(db):
    page = library.make_agency_page()
    make_people(page)
    reviewer = User.objects.create_user("reviewer", password="password")
    reviewer.groups.add(Group.objects.get(name=REVIEWERS))
    User.objects.create_superuser("admin", password="password")
    return page


class Steps(list):
    """What one would tell a new colleague to do: a page, and one press that ends it.

    Typing into the page's fields and turning its tabs belong to the step; that the
    two who sign are signed in already, too.
    """

    @contextmanager
    def __call__(self, words: str):
        self.append(words)
        yield


def open_checks(window) -> None:
    window.locator("[data-side-panel-toggle=publication-check]").first.click()


def test_new_colleague_publishes_a_pair_in_under_ten_steps(agency_page, visit, picture):
    """编辑 drafts both, 部门负责人 signs, 政务公开机构 publishes."""
    step = Steps()
    window = visit()
    with step("登录"):
        log_in(window, "editor", PASSWORD)
        picture(window, "step-1-first-page")
    with step("点“新建政策文件”"):
        window.get_by_role("link", name="新建政策文件").click()
        expect(window.locator("#id_title")).to_be_visible()
        picture(window, "step-2-new-policy", full_page=False)
    with step("填写公文、正文和公开属性，点“保存草稿”"):
        window.fill("#id_title", TITLE)
        window.fill("#id_document_number", "澜人社发〔2026〕45号")
        window.fill("#id_issued_on", "2026-11-20")
        window.keyboard.press("Tab")
        window.get_by_role("tab", name="正文").click()
        window.locator("[data-contentpath=body] button.c-sf-add-button").first.click()
        window.get_by_role("option", name="文字").first.click()
        type_into(window, "body", "现将春风送岗活动有关事项通知如下。")
        window.get_by_role("tab", name="公开属性").click()
        window.select_option("#id_disclosure", "proactive")
        picture(window, "step-3-disclosure", full_page=False)
        window.get_by_role("button", name="保存草稿").click()
        expect(window.locator(".messages")).to_contain_text(re.compile("已(创建|保存)"))
    with step("在“发布检查”中点“撰写解读”"):
        open_checks(window)
        expect(window.locator(CHECKS)).to_contain_text("还有 1 项需要完成")
        picture(window, "step-4-checks", full_page=False)
        window.locator(CHECKS).get_by_role("link", name="撰写解读").click()
        expect(window.locator("#id_title")).to_have_value(f"《{TITLE}》解读")
    with step("填写解读，点“保存草稿”"):
        type_into(window, "background", "春节前后是返岗高峰，企业缺工明显。")
        type_into(window, "main_points", "每个乡镇都有招聘专场，求职者不花一分钱。")
        window.fill("#id_interpreter", "就业促进科科长 林知远")
        window.fill("#id_contact", "0849-6600123")
        window.get_by_role("button", name="保存草稿").click()
        expect(window.locator(".messages")).to_contain_text("解读要素已经齐全")
        picture(window, "step-5-interpretation", full_page=False)
    with step("点“打开政策文件”"):
        window.get_by_role("link", name="打开政策文件").click()
        expect(window.locator("#id_title")).to_have_value(TITLE)
    with step("点“提交给政策同步审签”"):
        press(window, "action-submit")
        expect(window.locator(".messages")).to_contain_text("已提交")
    for name in ("head", "office"):
        signer = visit()
        log_in(signer, name, PASSWORD)
        with step(f"{name} 从首页打开文件，对照解读，点“批准”"):
            waiting = signer.locator("#awaiting-review-section")
            waiting.get_by_role("link", name=TITLE).click()
            open_checks(signer)
            with signer.expect_popup() as opened:
                signer.locator(CHECKS).get_by_role("link", name="对照").click()
            pair = opened.value
            expect(pair.locator(".pair__side").first).to_contain_text("有关事项通知")
            expect(pair.locator(".pair__side").last).to_contain_text("不花一分钱")
            picture(pair, f"step-pair-{name}")
            press(signer, "approve")
            expect(signer.locator(".messages")).to_contain_text(TITLE)

    policy = PolicyPage.objects.get()
    assert policy.live
    assert policy.interpretations.get().live
    assert len(step) < 10, step


def test_reviewer_reads_all_and_administrator_keeps_the_data(
    agency_page, visit, picture
):
    """监督检查 reads drafts and figures; 管理员 has the rows that rules are made of."""
    other = library.make_agency_page("澜川市住房和城乡建设局", code="LC0000005")
    draft = library.make_policy(other, title="别的机关的草稿")
    library.make_public_pair(agency_page)

    reviewer = visit()
    log_in(reviewer, "reviewer", PASSWORD)
    reviewer.goto(f"/admin/pages/{draft.pk}/view_draft/")
    expect(reviewer.locator("h1")).to_have_text("别的机关的草稿")
    reviewer.goto(edit_url(draft))
    expect(reviewer.locator(".messages")).to_contain_text("您无权进入")
    reviewer.goto("/admin/reports/coverage/")
    expect(reviewer.locator("main")).to_contain_text("100%")
    picture(reviewer, "reviewer-coverage")

    editor = visit()
    log_in(editor, "editor", PASSWORD)
    editor.goto(edit_url(draft))
    expect(editor.locator(".messages")).to_contain_text("您无权进入")
    expect(editor.locator("main")).not_to_contain_text("别的机关的草稿")

    admin = visit()
    log_in(admin, "admin", PASSWORD)
    admin.goto("/admin/snippets/policies/reasontemplate/")
    expect(admin.locator("main")).to_contain_text("过程性信息")
    picture(admin, "reason-templates")
    admin.goto(edit_url(draft))
    expect(admin.locator("#id_title")).to_have_value("别的机关的草稿")
