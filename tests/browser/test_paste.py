"""What is copied in Word is pasted into the editor as a person does it."""

import json
import re

import pytest
from playwright.sync_api import expect

from policies.models import PolicyPage
from tests import library
from tests.admin import edit_url
from tests.people import make_people
from tests.policies.test_rich_text import WORD

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)

TEXT = "[data-contentpath=body] .public-DraftEditor-content:visible"
# What the clipboard hands over when Word has filled it.
PASTE = """(element, html) => {
    const clipboardData = new DataTransfer();
    clipboardData.setData("text/html", html);
    const text = new DOMParser().parseFromString(html, "text/html").body.innerText;
    clipboardData.setData("text/plain", text);
    const event = {clipboardData, bubbles: true, cancelable: true};
    element.dispatchEvent(new ClipboardEvent("paste", event));
}"""


def test_text_pasted_from_word_is_stored_clean_with_its_headings(visit, picture):
    agency_page = library.make_agency_page()
    make_people(agency_page)
    policy = library.make_policy(agency_page, body=library.paragraphs("甲"))
    window = visit()
    window.goto("/admin/login/")
    window.fill("input[name=username]", "editor")
    window.fill("input[name=password]", "password")
    window.click("button[type=submit]")
    window.goto(edit_url(policy))
    window.get_by_role("tab", name="正文").click()
    editor = window.locator(TEXT).first
    editor.click()
    window.keyboard.press("Control+a")

    editor.evaluate(PASTE, WORD)

    expect(editor).to_contain_text("低收入家庭减免百分之六十")
    # The editor hands its text over to the form a moment later.
    expect(window.locator("input[name=body-0-value]")).to_have_value(
        re.compile("低收入家庭减免")
    )
    with window.expect_response(
        lambda answer: (
            answer.request.method == "POST" and answer.url.endswith(edit_url(policy))
        )
    ):
        window.keyboard.press("Control+s")
    window.goto(edit_url(policy))
    window.get_by_role("tab", name="正文").click()
    expect(window.locator(f"{TEXT} h2").first).to_have_text("一、租金标准")
    expect(window.locator(f"{TEXT} h2").last).to_have_text("第二章 附则")
    expect(window.locator(f"{TEXT} h3").first).to_have_text("（一）计算办法")
    expect(window.locator(f"{TEXT} h4")).to_have_text(["1.减免条件"])
    expect(window.locator(f"{TEXT} h5")).to_have_text(["（1）低收入家庭"])
    picture(window, "pasted", full_page=False)
    draft = PolicyPage.objects.get(pk=policy.pk).get_latest_revision_as_object()
    stored = json.dumps(draft.body.get_prep_value(), ensure_ascii=False)
    for residue in ("Mso", "mso", "span", "font", "style", "甲"):
        assert residue not in stored
    # Word has broken its HTML within this sentence.
    assert "公共租赁住房租金管理" in stored
    for words in ("每平方米租金", "身份证", "户口簿", "区域", "租金标准表", "第十条"):
        assert words in stored
