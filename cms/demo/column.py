"""Fills the disclosure column of the sample site: guide, rules, annual reports."""

from cms.demo.documents import read_documents, split_enclosed
from policies.models import DisclosureArticlePage, DisclosureColumnPage

INTRODUCTION = (
    "<p>依据《中华人民共和国政府信息公开条例》设立，集中公开本市的指南、制度、"
    "规章和行政规范性文件目录、工作年度报告。</p>"
)


def fill_column() -> None:
    """Add what the column does not have yet, in the order of the files."""
    column = DisclosureColumnPage.objects.get()
    column.introduction = INTRODUCTION
    column.save_revision().publish()
    known = set(column.get_children().values_list("slug", flat=True))
    for document in read_documents("disclosure"):
        if document.facts["slug"] not in known:
            body, _ = split_enclosed(document.lines)
            article = DisclosureArticlePage(body=body, live=False, **document.facts)
            column.add_child(instance=article)
            article.save_revision().publish()
