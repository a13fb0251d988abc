"""Measure the search on bulk documents; keeps them in VAR_DIR between two runs."""

import time
from collections import defaultdict
from multiprocessing import get_context
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError, connection
from tqdm import tqdm

from cms.site_setup import set_up_site
from policies.models import PolicyPage
from search.bench import measuring
from search.bench.filling import fill
from search.bench.questions import questions, seen_and_blind
from search.bench.texts import papers
from search.engines.embedded import tables
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


class Command(BaseCommand):
    help = "生成大量文件，测量检索的质量和速度。数据库须为 bench_ 开头的专用文件。"

    def add_arguments(self, parser) -> None:
        parser.add_argument("--documents", type=int, default=10_000)
        parser.add_argument("--corpus", type=Path, help="Markdown 文件所在的文件夹")
        parser.add_argument("--blind", action="store_true", help="用保留的三分之一提问")
        parser.add_argument("--rebuild", action="store_true", help="重建索引并计时")
        parser.add_argument("--misses", action="store_true", help="列出没有答对的问题")
        parser.add_argument(
            "--stock", action="store_true", help="与 Wagtail 自带的比较"
        )

    def handle(
        self, *args, documents, corpus, blind, rebuild, misses, stock, **options
    ):
        name = Path(connection.settings_dict["NAME"]).name
        if not name.startswith("bench_"):
            raise CommandError(f"数据库 {name} 不是专用的测量数据库，不会写入。")
        if corpus and not corpus.is_dir():
            corpus = None
        every = list(papers(documents, corpus))
        rebuild |= self.fill(every, documents)
        if rebuild:
            self.build(documents)
        self.sizes()
        keys = PolicyPage.objects.order_by("pk").values_list("pk", flat=True)
        by_key = dict(zip(keys, every, strict=True))
        seen, kept = seen_and_blind(questions(every))
        asked = kept if blind else seen
        for each in asked[:50]:
            find(SearchQuery(each.words))
        self.quality(asked, by_key, misses)
        self.speed(asked)
        self.together([each.words for each in asked])
        if stock:
            self.stock(asked[:40], by_key)
        self.say(f"memory {measuring.memory_mb():.0f} MB resident")

    def say(self, words: str) -> None:
        self.stdout.write(words)

    def fill(self, every: list, documents: int) -> bool:
        """Make the database unless it holds these documents; tell whether it did."""
        call_command("migrate", verbosity=0)
        stored = PolicyPage.objects.count()
        if stored == documents:
            return False
        if stored:
            raise CommandError(f"数据库里有 {stored} 份文件，请先删除。")
        home = set_up_site(name="澜川市政策文件库")
        with tqdm(total=documents, unit="份", disable=None) as bar:
            fill(every, home, lambda done: bar.update(done - bar.n))
        call_command("check_publication", stdout=self.stdout)
        return True

    def build(self, documents: int) -> None:
        begun = time.perf_counter()
        call_command("rebuild_search", stdout=self.stdout)
        spent = time.perf_counter() - begun
        self.say(f"build {spent:.0f} s, {documents / spent:.0f} documents/s")

    def sizes(self) -> None:
        try:
            rows = tables.fetch(
                "SELECT name, sum(pgsize) FROM dbstat WHERE name LIKE 'search_%'"
                " GROUP BY name"
            )
        except DatabaseError:
            rows = []
        text = tables.fetch(
            "SELECT sum(length(CAST(body AS BLOB)) + length(CAST(title AS BLOB))"
            " + length(CAST(interpretation AS BLOB))) FROM search_texts"
        )[0][0]
        sizes: dict[str, int] = defaultdict(int)
        for name, size in rows:
            kind = "search_terms" if name.startswith("search_terms") else name
            sizes[kind] += size
        total = sum(sizes.values())
        for name, size in sizes.items():
            self.say(f"size {name} {size / 1e6:.0f} MB")
        self.say(
            f"size search {total / 1e6:.0f} MB on {text / 1e6:.0f} MB of text"
            f" ({total / text:.2f})"
        )
        path = Path(settings.DATABASES["default"]["NAME"])
        self.say(f"size database {path.stat().st_size / 1e6:.0f} MB")

    def quality(self, asked, by_key, misses: bool) -> None:
        found, spent = measuring.ranks(asked, by_key)
        every = []
        for kind, ranks in found.items():
            one, ten, mrr = measuring.quality(ranks)
            self.say(f"{kind:15} @1 {one:.3f}  @10 {ten:.3f}  MRR {mrr:.3f}")
            every += ranks
        one, ten, mrr = measuring.quality(every)
        self.say(
            f"{'all':15} @1 {one:.3f}  @10 {ten:.3f}  MRR {mrr:.3f}  n={len(every)}"
        )
        self.say(f"whole answer  {measuring.spread([ms for ms, _ in spent])}")
        for ms, words in sorted(spent, reverse=True)[:5]:
            self.say(f"  slowest {ms:.0f} ms: {words[:40]}")
        if misses:
            at: dict[str, int] = defaultdict(int)
            for each in asked:
                rank = found[each.kind][at[each.kind]]
                at[each.kind] += 1
                if rank != 1:
                    self.say(f"  {each.kind} rank {rank}: {each.words}")

    def speed(self, asked) -> None:
        alone = measuring.spread(measuring.engine_alone(asked))
        self.say(f"engine alone  {alone}")
        numbers = [each for each in asked if each.kind.startswith("number")]
        alone = measuring.spread(measuring.engine_alone(numbers))
        self.say(f"numbers alone {alone}")
        cold = [measuring.timed(lambda w=w: find(SearchQuery(w))) for w in COMMON]
        self.say(f"common, first time  {measuring.spread(cold)}")
        warm = [measuring.timed(lambda w=w: find(SearchQuery(w))) for w in COMMON]
        self.say(f"common, kept        {measuring.spread(warm)}")
        listed = [measuring.timed(lambda: find(SearchQuery())) for _ in range(3)]
        self.say(f"plain list          {measuring.spread(listed)}")

    def together(self, words: list[str]) -> None:
        """Readers alone, and while a writer publishes."""
        connection.close()
        for count in (1, 4):
            rate, p95 = measuring.readers(words, count, 6)
            self.say(f"{count} readers: {rate:.0f} answers/s, p95 {p95:.0f} ms")
        writer = get_context("fork").Process(target=_write, args=(8,))
        writer.start()
        for count in (1, 4):
            rate, p95 = measuring.readers(words, count, 3)
            self.say(
                f"{count} readers, 1 writer: {rate:.0f} answers/s, p95 {p95:.0f} ms"
            )
        writer.join()
        self.publication()

    def publication(self) -> None:
        """Publish a changed title; measure until it is found."""
        spent = []
        for policy in PolicyPage.objects.order_by("-pk")[:10]:
            before = policy.title
            policy.title = f"{before[:200]}蟠龙试验{policy.pk}"
            spent.append(measuring.timed(policy.save_revision().publish))
            found = find(SearchQuery(f"蟠龙试验{policy.pk}"))
            if [hit.policy.pk for hit in found.hits[:1]] != [policy.pk]:
                raise CommandError("刚刚发布的文件检索不到。")
            policy.title = before
            policy.save_revision().publish()
        self.say(f"publication, then findable  {measuring.spread(spent)}")

    def stock(self, asked, by_key) -> None:
        call_command("update_index", verbosity=0)
        right, spent = 0, []
        for each in asked:
            begun = time.perf_counter()
            found = list(PolicyPage.objects.live().search(each.words)[:10])
            spent.append((time.perf_counter() - begun) * 1000)
            right += any(
                page.pk in by_key and each.is_right(by_key[page.pk]) for page in found
            )
        self.say(
            f"stock Wagtail @10 {right / len(asked):.3f}  {measuring.spread(spent)}"
        )


def _write(seconds: float) -> None:
    connection.connection = None
    end = time.perf_counter() + seconds
    done = 0
    while time.perf_counter() < end:
        policy = PolicyPage.objects.order_by("pk")[done % 50]
        policy.save_revision().publish()
        done += 1
