"""A new page is one draft, however slow the server and however quick the hand."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from policies.models import PolicyPage
from tests import library
from tests.people import make_people

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)


def test_button_pressed_during_the_first_autosave_makes_no_second_draft(visit):
    agency_page = library.make_agency_page()
    make_people(agency_page)
    window = visit()
    window.goto("/admin/login/")
    window.fill("input[name=username]", "editor")
    window.fill("input[name=password]", "password")
    window.click("button[type=submit]")
    add = reverse(
        "wagtailadmin_pages:add", args=["policies", "policypage", agency_page.pk]
    )
    window.goto(add)
    answers = []

    def keep_answer_back(route) -> None:
        """Let the autosave reach the server, and its answer wait."""
        if "json" in route.request.headers.get("accept", ""):
            answers.append((route, route.fetch()))
        else:
            route.continue_()

    window.route(f"**{add}", keep_answer_back)
    title = window.get_by_role("textbox", name="标题").first
    # The editor begins to look for changes some time after it has opened.
    while not answers:
        title.press_sequentially("关于防汛")
        window.wait_for_timeout(500)
    window.get_by_role("button", name="保存草稿").click(no_wait_after=True)
    route, answer = answers.pop()
    route.fulfill(response=answer)

    expect(window.locator(".messages")).to_contain_text("已保存")
    draft = PolicyPage.objects.get().get_latest_revision_as_object()
    assert draft.title == title.input_value()
