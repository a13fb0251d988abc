"""The admin speaks Chinese, on every screen that a person can reach."""

import json
import re
from collections import deque
from collections.abc import Iterator
from html import unescape
from urllib.parse import parse_qsl, urlsplit

import pytest
from django.apps import apps
from django.contrib.auth.models import User
from django.core import mail
from django.core.files.base import ContentFile
from django.test import Client
from django.urls import Resolver404, resolve, reverse
from wagtail.contrib.redirects.models import Redirect
from wagtail.images.tests.utils import get_test_image_file
from wagtail.models import Page, Site

from cms.media import LibraryDocument, LibraryImage
from cms.site_setup import set_up_site
from policies.models import (
    DisclosureArticlePage,
    DisclosureColumnPage,
    PolicyPage,
)
from tests import library
from tests.admin import edit_url, filled_in, send
from tests.english import english_in, texts_of
from tests.people import make_people, signed_in

pytestmark = pytest.mark.once


class Crawler:
    """Follows every link of the admin as one person, and notes English on its way."""

    def __init__(self, client: Client, known: frozenset[str]) -> None:
        self.client = client
        self.known = known
        self.screens = set()
        self.addresses = []
        self.found = []
        self.outside = []

    def crawl(self, *addresses: str) -> None:
        queue = deque(addresses)
        while queue:
            address = queue.popleft()
            if self.is_new(address):
                self.addresses.append(address)
                queue.extend(self.read(address))

    def is_new(self, address: str) -> bool:
        """Tell whether a screen of this kind has not been read yet.

        The forms of two pages of one type differ in their content only.
        """
        parts = urlsplit(address)
        try:
            match = resolve(parts.path)
        except Resolver404:
            return False
        values = [*match.args, *match.kwargs.values()]
        screen = (
            match.view_name or match._func_path,
            kind_of_page(values),
            *(str(value) for value in values if not str(value).isdigit()),
            *sorted({key for key, _ in parse_qsl(parts.query)}),
        )
        is_new = screen not in self.screens
        self.screens.add(screen)
        return is_new

    def read(self, address: str) -> list[str]:
        response = self.client.get(address, follow=True)
        kind = response.headers.get("Content-Type", "")
        if "json" in kind:
            answer = json.loads(response.content)
            html = answer.get("html", "") if isinstance(answer, dict) else ""
        elif "html" in kind:
            html = response.content.decode()
        else:
            return []
        self.note(address, html)
        return list(self.links_of(html))

    def send(self, address: str, data: dict | None = None) -> None:
        """Send a form as a browser does, and read the answer."""
        response = self.client.post(address, data or {}, follow=True)
        assert response.status_code == 200, address
        self.note(f"POST {address}", response.content.decode())

    def judge(self, *, screens: int = 0) -> None:
        """Fail with the English that was met, each with its address."""
        assert not self.found, "\n" + "\n".join(self.found)
        assert self.outside == []
        assert len(self.addresses) >= screens

    def note(self, address: str, html: str) -> None:
        for text in dict.fromkeys(texts_of(html)):
            if english_in(text, self.known):
                self.found.append(f"{address}  {text[:200]}")

    def links_of(self, html: str) -> Iterator[str]:
        found = re.findall(r'(?:href|formaction|url|src)[\w-]*="([^"]+)"', html)
        found += re.findall(
            r'(?:"|&quot;)(?:\w*url|href)(?:"|&quot;): ?'
            r'(?:"|&quot;)(.+?)(?:"|&quot;)',
            html,
        )
        for link in map(unescape, found):
            if re.match("https?://(?!testserver)", link):
                self.outside.append(link)
            link = link.removeprefix("http://testserver").partition("#")[0]
            if link.startswith("/admin/") and "logout" not in link:
                yield with_a_choice(link)


def kind_of_page(values: list) -> int | None:
    """Return the content type of the page that an address names by its number."""
    keys = [int(value) for value in values if str(value).isdigit()]
    return (
        Page.objects.filter(pk__in=keys).values_list("content_type", flat=True).first()
    )


def with_a_choice(link: str) -> str:
    """Return the address of a bulk action as the script makes it: for some object."""
    match = resolve(urlsplit(link).path)
    if match.view_name != "wagtail_bulk_action" or "id=" in link:
        return link
    model = apps.get_model(match.kwargs["app_label"], match.kwargs["model_name"])
    keys = model.objects.values_list("pk", flat=True)
    return f"{link}?id={keys[0] if keys else 'all'}"


@pytest.fixture
def people(agency_page):
    return make_people(agency_page)


@pytest.fixture
def filled_library(home, people, admin, agency_page):
    """A policy in sign-off, a public pair, a locked page, the column, files."""
    home.get_parent().get_children().exclude(pk=home.pk).delete()
    in_sign_off = library.make_policy(agency_page)
    library.make_interpretation(in_sign_off)
    send(signed_in(people["editor"]), in_sign_off, **{"action-submit": "1"})
    library.make_public_pair(
        agency_page,
        title="澜川市人力资源和社会保障局关于开展春风送岗活动的通知",
        document_number="澜人社发〔2024〕9号",
    )
    notice = library.make_notice(agency_page)
    Page.objects.filter(pk=notice.pk).update(
        locked=True, locked_by=admin, locked_at=notice.latest_revision_created_at
    )
    set_up_site(name="澜川市政策文件库")
    column = DisclosureColumnPage.objects.get()
    column.add_child(instance=DisclosureArticlePage(title="信息公开指南", kind="guide"))
    LibraryImage.objects.create(title="办理流程图", file=get_test_image_file())
    LibraryDocument.objects.create(
        title="申请表", file=ContentFile("申请表".encode(), name="form.txt")
    )
    Redirect.objects.create(old_path="/jiuye", redirect_link="/library/")
    return in_sign_off


@pytest.fixture
def known(home, people, admin) -> frozenset[str]:
    """The Latin words of the content: slugs, log-ins, names of people's own choice."""
    words = [*Page.objects.values_list("slug", flat=True)]
    words += User.objects.values_list("username", flat=True)
    words += Site.objects.values_list("hostname", flat=True)
    return frozenset(
        part for word in words for part in (word, *re.split(r"[^A-Za-z]", word)) if part
    )


def dialogues_of(policy: PolicyPage) -> list[str]:
    """Return the addresses that scripts open: dialogues and bulk actions."""
    task = policy.current_workflow_task_state
    bulk = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "delete"])
    return (
        [
            reverse(
                "wagtailadmin_pages:workflow_action", args=[policy.pk, action, task.pk]
            )
            for action in ("approve", "reject")
        ]
        + [
            bulk.replace("/delete/", f"/{action}/") + f"?id={policy.pk}"
            for action in ("delete", "publish", "unpublish", "move")
        ]
        + [
            reverse(
                "wagtailadmin_pages:confirm_workflow_cancellation", args=[policy.pk]
            ),
            reverse("wagtailadmin_pages:set_privacy", args=[policy.pk]),
            reverse("wagtailadmin_pages:workflow_history", args=[policy.pk]),
        ]
    )


def test_administrator_meets_no_english(filled_library, known, admin_client):
    crawler = Crawler(admin_client, known)

    crawler.crawl(reverse("wagtailadmin_home"), *dialogues_of(filled_library))

    crawler.judge(screens=100)


@pytest.mark.parametrize("name", ["editor", "head"])
def test_people_of_an_agency_meet_no_english(name, filled_library, people, known):
    crawler = Crawler(signed_in(people[name]), known)

    crawler.crawl(reverse("wagtailadmin_home"), *dialogues_of(filled_library))

    crawler.judge(screens=30)


def test_strangers_meet_no_english(known, client):
    crawler = Crawler(client, known)

    crawler.crawl(reverse("wagtailadmin_login"), reverse("wagtailadmin_password_reset"))
    crawler.send(
        reverse("wagtailadmin_login"), {"username": "nobody", "password": "nothing"}
    )
    crawler.send(reverse("wagtailadmin_password_reset"), {"email": "nobody"})

    crawler.judge(screens=1)


def test_answers_to_what_people_send_are_chinese(
    interpretation, people, known, admin_client
):
    policy = interpretation.policy
    address = edit_url(policy)
    editor = Crawler(signed_in(people["editor"]), known)
    head = Crawler(signed_in(people["head"]), known)
    administrator = Crawler(admin_client, known)

    def form(person: Crawler, **changes) -> dict:
        latest = policy.get_latest_revision_as_object()
        return filled_in(person.client, address, latest, **changes)

    def act(person: Crawler, action: str, **data) -> None:
        task = PolicyPage.objects.get(pk=policy.pk).current_workflow_task_state
        person.send(
            reverse(
                "wagtailadmin_pages:workflow_action", args=[policy.pk, action, task.pk]
            ),
            data,
        )

    editor.send(address, form(editor, title="", issued_on="昨天"))
    editor.send(address, form(editor))
    editor.send(address, form(editor, **{"action-submit": "1"}))
    act(head, "reject", comment="请补充施行日期。")
    editor.send(address, form(editor, **{"action-submit": "1"}))
    act(head, "approve", comment="同意。")
    for action in ("lock", "unlock"):
        administrator.send(reverse(f"wagtailadmin_pages:{action}", args=[policy.pk]))
    administrator.send(address, form(administrator, **{"action-publish": "1"}))
    administrator.send(reverse("wagtailadmin_pages:unpublish", args=[policy.pk]))
    administrator.send(
        reverse("wagtailusers_users:add"),
        {"username": "林 知远", "email": "lin", "password1": "1", "password2": "12"},
    )
    administrator.send(
        reverse("wagtailusers_users:add"),
        {"username": "lin", "password1": "12345", "password2": "12345"},
    )

    for message in mail.outbox:
        words = f"{message.subject}\n{message.body}"
        administrator.note(f"mail to {message.to}", words)
    for crawler in (editor, head, administrator):
        crawler.judge()
    assert len(mail.outbox) > 1
