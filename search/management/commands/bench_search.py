"""Measure the search on bulk documents; keeps them in VAR_DIR between two runs."""

import os
import time
from collections import defaultdict
from multiprocessing import get_context
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError, connection
from django.test import Client
from tqdm import tqdm
from wagtail.search.backends import get_search_backend

from cms.site_setup import set_up_site
from policies.models import PolicyPage
from search.bench import both, measuring
from search.bench.filling import fill
from search.bench.questions import Asked, questions
from search.bench.texts import Paper, papers
from search.engines.embedded import tables
from search.engines.side_processes import leave_connection
from search.models import PolicyLibraryPage
from search.query import SearchQuery
from search.results import find

COMMON = [
    "第一",
    "一条",
    "规定",
    "工作",
    "管理",
    "办法",
    "本办",
    "人民",
    "政府",
    "办理",
]
STOCK = "wagtail.search.backends.database"
STOCK_QUESTIONS = 40


class Command(BaseCommand):
    help = "生成大量文件，测量检索的质量和速度。数据库须为 bench_ 开头的专用文件。"

    def add_arguments(self, parser) -> None:
        parser.add_argument("--documents", type=int, default=10_000)
        parser.add_argument("--corpus", type=Path, help="Markdown 文件所在的文件夹")
        parser.add_argument("--blind", action="store_true", help="用保留的三分之一提问")
        parser.add_argument("--rebuild", action="store_true", help="重建索引并计时")
        parser.add_argument("--misses", action="store_true", help="列出没有答对的问题")
        parser.add_argument("--quality", action="store_true", help="只测量质量")
        parser.add_argument(
            "--both", action="store_true", help="与 SEARCH_URL 的 Elasticsearch 比较"
        )
        parser.add_argument(
            "--stock", action="store_true", help="与 Wagtail 自带的比较"
        )

    def handle(self, *args, documents, corpus, **options) -> None:
        name = Path(connection.settings_dict["NAME"]).name
        if not name.startswith("bench_"):
            raise CommandError(f"数据库 {name} 不是专用的测量数据库，不会写入。")
        if corpus and not corpus.is_dir():
            corpus = None
        if options["both"] and not settings.SEARCH_URL:
            raise CommandError("SEARCH_URL 没有指定 Elasticsearch。")
        every = list(papers(documents, corpus))
        if options["both"]:
            with both.searching_by(""):
                self.fill(every)
        elif self.fill(every) or options["rebuild"]:
            self.build(documents)
        rows = PolicyPage.objects.order_by("pk").values_list("pk", "title")
        by_key = {pk: paper for (pk, _), paper in zip(rows, every, strict=True)}
        if any(by_key[pk].title != title for pk, title in rows):
            raise CommandError("数据库里的文件不是由这些文本生成的，请先删除。")
        asked = questions(every, blind=options["blind"])
        if options["both"]:
            if not both.compare(
                asked,
                by_key,
                COMMON,
                self.publication,
                self.say,
                rebuild=options["rebuild"],
                quality_only=options["quality"],
            ):
                raise CommandError("两种检索方式的质量相差过大。")
            return
        for each in asked[:50]:
            measuring.whole_answer(each.words)
        self.say(f"load {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")
        self.quality(asked, by_key, options["misses"])
        if not options["quality"]:
            self.sizes()
            self.speed(asked)
            self.together([each.words for each in asked])
            self.publication()
        if options["stock"]:
            self.stock(asked, by_key)

    def say(self, words: str) -> None:
        self.stdout.write(words)
        self.stdout.flush()

    # --- Filling and building

    def fill(self, every: list[Paper]) -> bool:
        """Make the database unless it holds documents; tell whether it did."""
        call_command("migrate", verbosity=0)
        stored = PolicyPage.objects.count()
        if stored == len(every):
            return False
        if stored:
            raise CommandError(f"数据库里有 {stored} 份文件，请先删除。")
        home = set_up_site(name="澜川市政策文件库")
        with tqdm(total=len(every), unit="份", disable=None) as bar:
            fill(every, home, lambda done: bar.update(done - bar.n))
        call_command("check_publication", stdout=self.stdout)
        return True

    def build(self, documents: int) -> None:
        begun = time.perf_counter()
        before = os.times()
        call_command("rebuild_search", stdout=self.stdout)
        spent = time.perf_counter() - begun
        processor = sum(os.times()[:4]) - sum(before[:4])
        self.say(
            f"build {spent:.0f} s, {documents / spent:.0f} documents/s"
            f" (processor {processor:.0f} s)"
        )

    def sizes(self) -> None:
        """Say how large the index is, table by table, beside the text it holds."""
        sizes: dict[str, int] = defaultdict(int)
        try:
            for name, size in tables.fetch(
                "SELECT name, sum(pgsize) FROM dbstat WHERE name LIKE 'search_%'"
                " GROUP BY name"
            ):
                kind = "search_terms" if name.startswith("search_terms") else name
                sizes[kind] += size
        except DatabaseError:
            self.say("size unknown: this SQLite tells no table's size")
        text = tables.fetch(
            "SELECT sum(length(CAST(body AS BLOB)) + length(CAST(title AS BLOB))"
            " + length(CAST(interpretation AS BLOB))) FROM search_texts"
        )[0][0]
        for name, size in sizes.items():
            if size > 1e6:
                self.say(f"size {name} {size / 1e6:.0f} MB")
        total = sum(sizes.values())
        self.say(
            f"size search {total / 1e6:.0f} MB on {text / 1e6:.0f} MB of text"
            f" ({total / text:.2f})"
        )
        path = Path(settings.DATABASES["default"]["NAME"])
        self.say(f"size database {path.stat().st_size / 1e6:.0f} MB")

    # --- Quality

    def quality(
        self, asked: list[Asked], by_key: dict[int, Paper], misses: bool
    ) -> None:
        found, empty = measuring.ranks(asked, by_key)
        every = [rank for ranks in found.values() for rank in ranks]
        for kind, ranks in found.items():
            self.say(f"{kind:15} {measuring.quality(ranks)}")
        self.say(f"{'all':15} {measuring.quality(every)}  n={len(every)}")
        self.say(f"without a hit   {empty}")
        if not misses:
            return
        at: dict[str, int] = defaultdict(int)
        for each in asked:
            rank = found[each.kind][at[each.kind]]
            at[each.kind] += 1
            if rank != 1:
                self.say(f"  {each.kind} rank {rank}: {each.words}")

    # --- Speed

    def speed(self, asked: list[Asked]) -> None:
        words = [each.words for each in asked]
        numbers = [each.words for each in asked if each.kind == "number"]
        library = PolicyLibraryPage.objects.get().url
        client = Client(SERVER_NAME="localhost")

        def over_http(typed: str) -> None:
            answer = client.get(library, {"q": typed})
            if answer.status_code not in (200, 302):
                raise CommandError(f"{answer.status_code}: {typed}")

        for name, ask, typed in (
            ("engine's answer", measuring.engine_answer, words),
            ("with live rows", measuring.whole_answer, words),
            ("over HTTP", over_http, words[::4]),
            ("numbers", measuring.engine_answer, numbers),
            ("common, first", measuring.engine_answer, COMMON),
            ("common, again", measuring.engine_answer, COMMON),
            ("plain list", lambda _: find(SearchQuery()), COMMON),
        ):
            every = [
                measuring.spent_on(lambda ask=ask, word=word: ask(word), word)
                for word in typed
            ]
            self.say(f"{name:15} {measuring.spread(every)}")
            if typed is words:
                for each in sorted(every, reverse=True)[:3]:
                    self.say(f"  slowest {each.clock:.0f} ms: {each.words[:40]}")
        first, after, most = measuring.fresh_process(words)
        self.say(f"first answer of a process {first.clock:.0f} ms")
        self.say(f"memory {after:.0f} MB after it, {most:.0f} MB after all questions")

    def together(self, words: list[str]) -> None:
        """Readers alone, and while a writer publishes."""
        connection.close()
        for count in (1, 4):
            self.say(f"{count} readers: {measuring.readers(words, count, 6)}")
        writer = get_context("fork").Process(target=_write, args=(8,))
        writer.start()
        for count in (1, 4):
            said = measuring.readers(words, count, 3)
            self.say(f"{count} readers beside a writer: {said}")
        writer.join()

    def publication(self) -> None:
        """Publish a changed title; measure until it is found."""
        spent = []
        for policy in PolicyPage.objects.order_by("-pk")[:10]:
            before = policy.title
            policy.title = f"{before[:200]}蟠龙试验{policy.pk}"
            spent.append(measuring.spent_on(policy.save_revision().publish))
            found = find(SearchQuery(f"蟠龙试验{policy.pk}"))
            if [hit.policy.pk for hit in found.hits[:1]] != [policy.pk]:
                raise CommandError("刚刚发布的文件检索不到。")
            policy.title = before
            policy.save_revision().publish()
        self.say(f"publication, then findable  {measuring.spread(spent)}")

    def stock(self, asked: list[Asked], by_key: dict[int, Paper]) -> None:
        """Ask Wagtail's own search the same, on its own index."""
        call_command("update_index", backend_name=STOCK, verbosity=0)
        backend = get_search_backend(STOCK)
        right, spent = 0, []
        # As many of each class as possible.
        for each in asked[:STOCK_QUESTIONS]:
            found: list = []
            spent.append(
                measuring.spent_on(
                    lambda each=each, found=found: found.extend(
                        backend.search(each.words, PolicyPage.objects.live())[:10]
                    )
                )
            )
            right += any(each.is_right(by_key[page.pk]) for page in found)
        self.say(
            f"stock Wagtail @10 {right / len(spent):.3f}  {measuring.spread(spent)}"
        )
        # The admin's index stands in the same table.
        call_command("update_index", verbosity=0)


def _write(seconds: float) -> None:
    leave_connection()
    end = time.perf_counter() + seconds
    done = 0
    while time.perf_counter() < end:
        policy = PolicyPage.objects.order_by("pk")[done % 50]
        policy.save_revision().publish()
        done += 1
