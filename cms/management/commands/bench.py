"""Measure the admin on bulk documents; keeps them in VAR_DIR between two runs."""

import statistics
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.contrib.auth.models import Group, User
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from tqdm import tqdm
from wagtail.admin.viewsets.pages import base_page_viewset, page_viewset_registry
from wagtail.search.models import IndexEntry

from cms.roles import DISCLOSURE_OFFICE, editors_of, set_up_roles
from cms.site_setup import set_up_site
from policies.models import AgencyPage, PolicyPage
from search.bench.filling import fill
from search.bench.texts import papers

ROUNDS = 5


class Command(BaseCommand):
    help = (
        "在大量文件上测量后台页面列表的速度和查询数。数据库须为 bench_ 开头的专用文件。"
    )

    def add_arguments(self, parser) -> None:
        parser.add_argument("--documents", type=int, default=10_000)

    def handle(self, *args, documents, **options):
        name = Path(connection.settings_dict["NAME"]).name
        if not name.startswith("bench_"):
            raise CommandError(f"数据库 {name} 不是专用的测量数据库，不会写入。")
        self.prepare(documents)
        page = max(AgencyPage.objects.all(), key=lambda page: page.numchild)
        policy = PolicyPage.objects.child_of(page).order_by("pk")[0]
        self.stdout.write(
            f"{PolicyPage.objects.count()} policies, {page.numchild} pages in the"
            f" largest agency; medians of {ROUNDS}"
        )
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

    def prepare(self, documents: int) -> None:
        """Fill database and admin index, unless a former run did."""
        call_command("migrate", verbosity=0)
        if not PolicyPage.objects.exists():
            home = set_up_site(name="澜川市政策文件库")
            with tqdm(total=documents, unit="份", disable=None) as bar:
                fill(papers(documents, None), home, lambda n: bar.update(n - bar.n))
        set_up_roles()
        if IndexEntry.objects.count() < documents:
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
        spent, busy = [], []
        for _ in range(ROUNDS + 1):
            begun, worked = time.perf_counter(), time.process_time()
            response = client.get(address, asked)
            spent.append((time.perf_counter() - begun) * 1000)
            busy.append((time.process_time() - worked) * 1000)
            if response.status_code != 200:
                raise CommandError(f"{address}: {response.status_code}")
        with CaptureQueriesContext(connection) as captured:
            client.get(address, asked)
        # The first one loads templates.
        whole, processor = statistics.median(spent[1:]), statistics.median(busy[1:])
        self.stdout.write(
            f"{label:32} {whole:5.0f} ms, processor {processor:4.0f} ms,"
            f" {len(captured):3} queries"
        )


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
