"""The whole story on the sample site: brought in, refused, paired, published, read."""

import re

import pytest
from django.core.management import call_command
from playwright.sync_api import expect

from cms.demo.filling import PASSWORD, DemoSite
from policies.models import PolicyPage
from tests.admin import edit_url
from tests.browser.acts import log_in, press, type_into

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)

TEXT = """澜川市人力资源和社会保障局文件

澜人社发〔2026〕45号

澜川市人力资源和社会保障局关于开展2027年春风送岗活动的通知

各县（区）人力资源和社会保障局：

为做好春节后企业用工保障和农村劳动力返岗服务，经研究，决定在全市开展春风送岗活动。现将有关事项通知如下。

一、活动时间

2027年2月20日至3月31日。

二、服务内容

各县（区）要在乡镇设置招聘专场，免费提供岗位信息、政策咨询和技能培训报名服务。

澜川市人力资源和社会保障局

2026年11月20日

（此件公开发布）
"""
TITLE = "澜川市人力资源和社会保障局关于开展2027年春风送岗活动的通知"


class StepsOnly:
    """Runs the steps of filling the sample site without a bar."""

    def __call__(self, steps):
        return steps

    def describe(self, words: str) -> None:
        pass


@pytest.fixture
def sample_site(db):
    DemoSite().fill(StepsOnly())


@pytest.fixture(
    params=[
        "embedded",
        pytest.param(
            "elasticsearch", marks=[pytest.mark.elasticsearch, pytest.mark.pair]
        ),
    ]
)
def either_engine(request):
    if request.param == "elasticsearch":
        request.getfixturevalue("on_elasticsearch")


def test_document_is_drafted_blocked_published_as_one_found_read_and_counted(
    either_engine, sample_site, visit, picture, tmp_path
):
    file = tmp_path / "春风送岗.txt"
    file.write_text(TEXT, encoding="utf-8")
    call_command("import_policies", str(file), agency="hrss")
    policy = PolicyPage.objects.get(title=TITLE)

    # The editor is refused, and led to the interpretation that is missing.
    editor = visit()
    log_in(editor, "editor", PASSWORD)
    editor.goto(edit_url(policy))
    expect(editor.locator("#id_document_number")).to_have_value("澜人社发〔2026〕45号")
    press(editor, "action-submit")
    expect(editor.locator(".messages")).to_contain_text("还没有解读")
    picture(editor, "refused")
    editor.get_by_role("link", name="撰写解读").click()
    expect(editor.locator("#id_title")).to_have_value(f"《{TITLE}》解读")
    type_into(
        editor, "background", "春节前后是返岗高峰，企业缺工和求职者找岗同时存在。"
    )
    type_into(editor, "main_points", "每个乡镇都有招聘专场，求职者不花一分钱。")
    editor.fill("#id_interpreter", "就业促进科科长 林知远")
    editor.fill("#id_contact", "0849-6600123")
    press(editor, "action-submit")
    expect(editor.locator(".messages")).to_contain_text("已")
    editor.goto(edit_url(policy))
    press(editor, "action-submit")
    expect(editor.locator(".messages")).not_to_contain_text("还没有解读")

    # Nobody outside sees anything of it yet.
    visitor = visit()
    visitor.goto("/library/?q=春风送岗&validity=any")
    expect(visitor.locator("main")).not_to_contain_text("返岗高峰")
    assert visitor.request.get(policy.permanent_path).status == 404

    # The head of the unit signs; the disclosure office publishes both by one action.
    for name in ("head", "office"):
        person = visit()
        log_in(person, name, PASSWORD)
        person.goto(edit_url(policy))
        press(person, "approve")
        expect(person.locator(".messages")).to_contain_text(TITLE)
    policy.refresh_from_db()
    assert policy.live

    # The public finds it by its text, by a piece of its title, reads it, and its
    # interpretation.
    visitor.goto("/library/?q=在乡镇设置招聘专场")
    expect(visitor.locator("main")).to_contain_text(TITLE)
    visitor.goto("/")
    visitor.locator("main input[name=q]").first.fill("春风送岗")
    visitor.keyboard.press("Enter")
    picture(visitor, "found")
    visitor.get_by_role("link", name=TITLE, exact=True).first.click()
    expect(visitor.locator("h1")).to_have_text(TITLE)
    picture(visitor, "policy")
    visitor.locator("main").get_by_role("link", name=re.compile("解读")).first.click()
    expect(visitor.locator("main")).to_contain_text("求职者不花一分钱")
    picture(visitor, "interpretation")

    # The reviewer counts it, and the figure opens its list.
    reviewer = visit()
    log_in(reviewer, "reviewer", PASSWORD)
    reviewer.goto("/admin/reports/coverage/")
    expect(reviewer.locator("main")).to_contain_text("100%")
    picture(reviewer, "coverage")
    row = reviewer.locator("tr", has_text="澜川市人力资源和社会保障局")
    row.get_by_role("link").first.click()
    expect(reviewer.locator("main")).to_contain_text(TITLE)
