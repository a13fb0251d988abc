"""Make the search index true from end to end."""

from django.core.management.base import BaseCommand, CommandError
from tqdm import tqdm

from search.engines import (
    IndexUnavailable,
    RebuildOvertaken,
    SideProcessEnded,
    indexing_engine,
)
from search.index import rebuild


class Command(BaseCommand):
    help = (
        "重建检索索引：在旁重新生成全部索引，完成后一次替换，期间检索和发布照常进行。"
    )

    def handle(self, *args, **options) -> None:
        index = indexing_engine()
        if index is None:
            self.stdout.write("当前的检索方式没有索引，无需重建。")
            return
        done = 0
        # `disable=None`: no bar where nobody watches.
        try:
            with tqdm(unit="份", disable=None) as bar:
                for done, bar.total in rebuild(index):
                    bar.update(done - bar.n)
        except RebuildOvertaken as error:
            raise CommandError("另一次重建已经开始，本次重建停止。") from error
        except SideProcessEnded as error:
            raise CommandError(
                "重建所用的一个进程被系统终止，可能是内存不足。原索引不变，检索照常，请重新运行。"
            ) from error
        except IndexUnavailable as error:
            raise CommandError(f"检索服务没有完成重建，原索引不变：{error}") from error
        self.stdout.write(self.style.SUCCESS(f"检索索引已重建，共 {done} 份文件。"))
