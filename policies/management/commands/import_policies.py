"""Bring text and Markdown files in as drafts of an agency."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.db.models import Q
from tqdm import tqdm

from policies.intake.importing import Imported, import_file, importable_files
from policies.models import AgencyPage


class Command(BaseCommand):
    help = "把文本、Markdown 文件导入为政策文件草稿；读不出的内容只提示，不臆造。"

    def add_arguments(self, parser) -> None:
        parser.add_argument("path", type=Path, help="文件或者文件夹")
        parser.add_argument(
            "--agency", required=True, help="机关全称、简称，或者专页的网址名"
        )
        parser.add_argument("--dry-run", action="store_true", help="只列出文件")

    def handle(self, *args, path: Path, agency: str, dry_run: bool, **options) -> None:
        agency_page = self.find_agency_page(agency)
        if not path.exists():
            raise CommandError(f"没有找到：{path}")
        files = importable_files(path)
        if not files:
            raise CommandError(f"{path} 中没有文本或 Markdown 文件。")
        if dry_run:
            for file in files:
                self.stdout.write(file.name)
            return
        progress = tqdm(files, desc="导入", unit="份", disable=not self.stderr.isatty())
        results = [import_file(file, agency_page) for file in progress]
        for result in results:
            self.report(result)
        new = sum(result.is_new for result in results)
        refused = sum(bool(result.refusal) for result in results)
        self.stdout.write(
            f"新建草稿 {new} 份，已导入过 {len(results) - new - refused} 份，"
            f"未能导入 {refused} 份。"
        )

    def find_agency_page(self, name: str) -> AgencyPage:
        pages = AgencyPage.objects.filter(
            Q(agency__name=name) | Q(agency__short_name=name) | Q(slug=name)
        ).distinct()
        if len(pages) != 1:
            known = "、".join(
                AgencyPage.objects.order_by("title").values_list("title", flat=True)
            )
            raise CommandError(f"没有唯一对应“{name}”的机关。现有机关：{known or '无'}")
        return pages[0]

    def report(self, result: Imported) -> None:
        if result.refusal:
            self.stderr.write(f"✗ {result.file_name}：{result.refusal}")
            return
        mark = "＋" if result.is_new else "＝"
        title = result.policy.title if result.policy else "（草稿已删除）"
        self.stdout.write(f"{mark} {result.file_name}：《{title}》")
        for doubt in result.doubts:
            self.stdout.write(f"    第 {doubt.line} 行：{doubt.message}")
