"""Measure the site on bulk documents; keeps them in VAR_DIR between two runs."""

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlencode

from django.contrib.auth.models import Group, User
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from django.test import Client
from django.urls import reverse
from tqdm import tqdm
from wagtail.admin.viewsets.pages import base_page_viewset, page_viewset_registry
from wagtail.search.models import IndexEntry

from cms.bench import ledger, pages
from cms.bench.asking import cost
from cms.bench.publishing import publication
from cms.bench.serving import READERS, WORKERS, rate, served
from cms.roles import DISCLOSURE_OFFICE, editors_of, set_up_roles
from cms.site_setup import set_up_site
from policies.models import AgencyPage, PolicyPage
from search.bench.filling import fill
from search.bench.texts import papers

ROUNDS = 5
PARTS = ("pages", "serving", "publishing", "admin", "ledger")


class Command(BaseCommand):
    help = (
        "在大量文件上测量公众页面、订阅、发布、后台列表和台账的速度和查询数。"
        "数据库须为 bench_ 开头的专用文件。"
    )

    def add_arguments(self, parser) -> None:
        parser.add_argument("--documents", type=int, default=10_000)
        parser.add_argument("--part", choices=PARTS, action="append", help="只测一部分")

    def handle(self, *args, documents, part, **options):
        name = Path(connection.settings_dict["NAME"]).name
        if not name.startswith("bench_"):
            raise CommandError(f"数据库 {name} 不是专用的测量数据库，不会写入。")
        chosen = part or PARTS
        self.prepare(documents, admin="admin" in chosen)
        load = " ".join(f"{each:.1f}" for each in os.getloadavg())
        self.stdout.write(f"{PolicyPage.objects.count()} policies, load {load}")
        for each in chosen:
            getattr(self, f"measure_{each}")()

    def measure_pages(self) -> None:
        """Say what each public page costs, and how many times the frame alone."""
        frame = None
        for asked, found in pages.measure():
            frame = frame or found
            times = found.processor / frame.processor
            self.stdout.write(f"{asked.label:40} {found}, {times:5.1f} x frame")

    def measure_serving(self) -> None:
        """Say how many answers readers get from the site as it is served."""
        policy = PolicyPage.objects.live().order_by("-pk").first()
        with served() as port:
            for label, address in (
                ("home", "/"),
                ("policy", policy.url),
                ("library", "/library/"),
                ("library, words", "/library/?q=%E8%A1%A5%E8%B4%B4"),
            ):
                for unchanged in (False, True):
                    found = rate(port, address, unchanged=unchanged)
                    kind = f"{label}, unchanged" if unchanged else label
                    self.stdout.write(
                        f"{kind:40} {found} ({WORKERS} workers, {READERS} readers)"
                    )

    def measure_publishing(self) -> None:
        """Say what the publication of one pair costs."""
        self.stdout.write(f"{'publication of one pair':40} {publication()}")

    def measure_admin(self) -> None:
        """Say what the admin's lists cost, beside Wagtail's own."""
        page = max(AgencyPage.objects.all(), key=lambda page: page.numchild)
        policy = PolicyPage.objects.child_of(page).order_by("pk")[0]
        self.stdout.write(f"{page.numchild} pages in the largest agency")
        explorer = reverse("wagtailadmin_explore", args=[page.pk])
        above = reverse("wagtailadmin_explore", args=[page.get_parent().pk])
        every = reverse("all_policies:index")
        chooser = reverse("wagtailadmin_choose_page_search")
        search = reverse("wagtailadmin_pages:search")
        piece = policy.title[-8:-4]
        for who in ("editor", "office"):
            client = self.signed_in(who, page)
            with stock_explorer():
                self.measure(client, f"{who}: stock explorer", explorer)
            for label, address, asked in (
                ("explorer", explorer, {}),
                ("explorer, last page", explorer, {"p": 9999}),
                ("explorer, pairing", explorer, {"pairing": "public"}),
                ("explorer, validity", explorer, {"validity": "not_in_force"}),
                ("explorer, number", explorer, {"q": policy.document_number}),
                ("explorer, title", explorer, {"q": piece}),
                ("explorer, common word", explorer, {"q": "通知"}),
                ("all policies", every, {}),
                ("all, common word", every, {"q": "通知"}),
                ("page search, common word", search, {"q": "通知"}),
                ("chooser, common word", chooser, {"q": "通知"}),
            ):
                self.measure(client, f"{who}: {label}", address, **asked)
        self.measure(client, "office: whole tree, common word", above, q="通知")

    def measure_ledger(self) -> None:
        """Say what the reviewers' reports cost."""
        ledger.prepare()
        page = max(AgencyPage.objects.all(), key=lambda page: page.numchild)
        for label, found in ledger.measure(self.signed_in("office", page)):
            self.stdout.write(f"{label:40} {found}")

    def prepare(self, documents: int, *, admin: bool) -> None:
        """Fill database, search and admin index, unless a former run did."""
        call_command("migrate", verbosity=0)
        if not PolicyPage.objects.exists():
            home = set_up_site(name="澜川市政策文件库")
            with tqdm(total=documents, unit="份", disable=None) as bar:
                fill(papers(documents, None), home, lambda n: bar.update(n - bar.n))
            call_command("rebuild_search", verbosity=0)
            call_command("check_publication")
        set_up_roles()
        if admin and IndexEntry.objects.count() < documents:
            begun = time.perf_counter()
            call_command("update_index", verbosity=0)
            self.stdout.write(f"update_index {time.perf_counter() - begun:.0f} s")

    def signed_in(self, who: str, page: AgencyPage) -> Client:
        group = editors_of(page) if who == "editor" else DISCLOSURE_OFFICE
        user, _ = User.objects.get_or_create(username=f"bench-{who}")
        user.groups.set([Group.objects.get(name=group)])
        client = Client(SERVER_NAME="localhost")
        client.force_login(user)
        return client

    def measure(self, client: Client, label: str, address: str, **asked) -> None:
        asked_for = f"{address}?{urlencode(asked)}" if asked else address
        found = cost(client, asked_for, rounds=ROUNDS)
        self.stdout.write(f"{label:40} {found}")


@contextmanager
def stock_explorer() -> Iterator[None]:
    """Let Wagtail's own view answer below agencies' pages, as the figure to beat."""
    views = page_viewset_registry.values_by_parent_model
    ours = views[AgencyPage]
    views[AgencyPage] = base_page_viewset
    try:
        yield
    finally:
        views[AgencyPage] = ours
