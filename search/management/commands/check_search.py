"""Prove that the search index says what the database says."""

from django.core.management.base import BaseCommand, CommandError

from search.engines import OutsideEngine, indexing_engine
from search.index import differences, repair, settle


class Command(BaseCommand):
    help = "检查检索索引与数据库是否一致；不一致时以非零状态退出。"

    def add_arguments(self, parser) -> None:
        parser.add_argument(
            "--repair", action="store_true", help="改正不一致之处，然后再检查一遍。"
        )

    def handle(self, *args, **options) -> None:
        index = indexing_engine()
        if index is None:
            self.stdout.write("当前的检索方式没有索引，无需检查。")
            return
        if isinstance(index, OutsideEngine) and (trouble := index.trouble()):
            raise CommandError(f"{trouble}。")
        if not index.is_sound():
            raise CommandError("检索索引缺失或者损坏，请运行 rebuild_search 重建。")
        if not settle(index):
            raise CommandError("还有变动没有写入检索索引，请检查 Elasticsearch 服务。")
        found = list(differences(index))
        for difference in found:
            self.stderr.write(str(difference))
        if found and options["repair"]:
            repair(index, found)
            self.stdout.write(f"已改正 {len(found)} 处。")
            found = list(differences(index))
        if found:
            raise CommandError(
                f"检索索引有 {len(found)} 处与数据库不一致，"
                "请运行 check_search --repair 改正，或者运行 rebuild_search 重建。"
            )
        self.stdout.write(self.style.SUCCESS("检索索引与数据库一致。"))
