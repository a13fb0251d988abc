"""The tags that a government page carries (国办发〔2017〕47号, 网页标签), and a check.

Home page, columns and articles each carry those of their own; what is required of each
is what the annex is quoted to require, and the rest of its tags are given too.
"""

import enum
import re
from collections.abc import Callable
from dataclasses import dataclass

from lxml import html


class PageClass(enum.StrEnum):
    """The three classes of page that the rule tells apart."""

    HOME = "首页"
    COLUMN = "栏目页"
    ARTICLE = "内容页"


@dataclass(frozen=True)
class Tag:
    """One tag: what it says, and on which pages it is required or welcome."""

    name: str
    meaning: str
    required_on: frozenset[PageClass]
    welcome_on: frozenset[PageClass]
    # What is wrong with a content, in words, or nothing.
    mend: Callable[[str], str] = lambda content: ""


def _ten_figures(content: str) -> str:
    return "" if re.fullmatch(r"\d{10}", content) else "网站标识码应为十位数字。"


def _minute(content: str) -> str:
    written = re.fullmatch(r"\d{4}-\d{2}-\d{2} \d{2}:\d{2}", content)
    return "" if written else "时间格式应为 2026-11-20 09:30。"


def _address(content: str) -> str:
    return "" if content.startswith(("http://", "https://")) else "应为完整网址。"


EVERYWHERE = frozenset(PageClass)
BELOW_HOME = frozenset({PageClass.COLUMN, PageClass.ARTICLE})
ARTICLES = frozenset({PageClass.ARTICLE})
NOWHERE: frozenset[PageClass] = frozenset()

TAGS = (
    Tag("SiteName", "网站名称", EVERYWHERE, EVERYWHERE),
    Tag("SiteDomain", "网站域名", EVERYWHERE, EVERYWHERE),
    Tag("SiteIDCode", "网站标识码", EVERYWHERE, EVERYWHERE, _ten_figures),
    Tag("ColumnName", "栏目名称", BELOW_HOME, BELOW_HOME),
    Tag("ColumnDescription", "栏目描述", BELOW_HOME, BELOW_HOME),
    Tag("ColumnKeywords", "栏目关键词", BELOW_HOME, BELOW_HOME),
    Tag("ColumnType", "栏目类别", BELOW_HOME, BELOW_HOME),
    Tag("ArticleTitle", "标题", ARTICLES, ARTICLES),
    Tag("PubDate", "发布时间", ARTICLES, ARTICLES, _minute),
    Tag("ContentSource", "来源", ARTICLES, ARTICLES),
    Tag("Keywords", "关键词", NOWHERE, ARTICLES),
    Tag("Author", "作者", NOWHERE, ARTICLES),
    Tag("Description", "摘要", NOWHERE, EVERYWHERE),
    Tag("Image", "图片", NOWHERE, ARTICLES, _address),
    Tag("Url", "网址", NOWHERE, ARTICLES, _address),
)


class State(enum.StrEnum):
    """How a tag stands, from well to missing."""

    GOOD = "符合"
    ABSENT = "未提供"
    SUPERFLUOUS = "不应出现"
    WRONG = "有误"
    MISSING = "缺少"


@dataclass(frozen=True)
class Finding:
    """How one tag stands on a page, in words."""

    tag: Tag
    content: str
    state: State
    words: str = ""

    @property
    def is_fault(self) -> bool:
        """Tell whether somebody must mend it."""
        return self.state in (State.WRONG, State.MISSING, State.SUPERFLUOUS)


def check(source: bytes, page_class: PageClass) -> list[Finding]:
    """Return how each tag stands on a page of this class, in the order of the rule."""
    metas = html.fromstring(source).xpath("//head/meta[@name]")
    contents: dict[str, list[str]] = {}
    for meta in metas:
        contents.setdefault(meta.get("name"), []).append(
            meta.get("content", "").strip()
        )
    return [_finding(tag, contents.get(tag.name, []), page_class) for tag in TAGS]


def _finding(tag: Tag, contents: list[str], page_class: PageClass) -> Finding:
    content = "；".join(filter(None, contents))
    if not content:
        if page_class in tag.required_on:
            return Finding(tag, "", State.MISSING, f"{page_class}必须提供。")
        welcome = "可以提供。" if page_class in tag.welcome_on else "此类页面不需要。"
        return Finding(tag, "", State.ABSENT, welcome)
    if page_class not in tag.welcome_on:
        return Finding(tag, content, State.SUPERFLUOUS, f"{page_class}不应有此标签。")
    if len(contents) > 1:
        return Finding(tag, content, State.WRONG, "重复出现，应只保留一个。")
    words = tag.mend(content)
    return Finding(tag, content, State.WRONG if words else State.GOOD, words)
