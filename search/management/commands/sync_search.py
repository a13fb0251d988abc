"""Let the search index hear of what it has not heard of yet."""

from django.core.management.base import BaseCommand, CommandError

from search.engines import OutsideEngine, indexing_engine
from search.outbox import behind, deliver_all


class Command(BaseCommand):
    help = "把尚未写入检索索引的变动写入索引；没有全部写入时以非零状态退出。"

    def handle(self, *args, **options) -> None:
        index = indexing_engine()
        if not isinstance(index, OutsideEngine):
            if options["verbosity"]:
                self.stdout.write("当前的检索方式随发布即时更新，无需同步。")
            return
        if not deliver_all(index):
            why = index.trouble() or "请检查 Elasticsearch 服务"
            raise CommandError(
                f"还有 {behind().count} 份文件没有写入检索索引，恢复后会补写：{why}。"
            )
        if options["verbosity"]:
            self.stdout.write(self.style.SUCCESS("检索索引已经同步。"))
