"""政府信息公开专栏: the column that 国办 asks of every site, and what stands in it.

Guide, rules and annual reports are written by editors; the lists of what is disclosed
by law are computed from the library and never kept by hand.
"""

import datetime
from dataclasses import dataclass, replace

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Prefetch
from django.utils import timezone
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel
from wagtail.fields import RichTextField, StreamField

from cms.blocks import OfficialTextBlock
from cms.changes import remembered
from cms.pages import BasePage
from policies.clean_texts import CleanTextsMixin
from policies.library_figures import annual_figures, count_level
from policies.parted_list import parted_list, parts_by_validity
from policies.validity import ValidityEventKind

from .attachment import Attachment
from .policy import Level, PolicyPage
from .validity import ValidityEvent

# 条例 art. 20 (一): what the column lists as disclosed by law.
STATUTORY = (Level.RULE, Level.NORMATIVE)


class ArticleKind(models.TextChoices):
    """The parts of the column that editors write (国办发〔2019〕61号)."""

    GUIDE = "guide", "政府信息公开指南"
    RULES = "rules", "政府信息公开制度"
    ANNUAL_REPORT = "annual_report", "政府信息公开年报"


@dataclass(frozen=True)
class ColumnPart:
    """One part of the column with its public pages, in order."""

    key: str
    title: str
    pages: list[BasePage]


class DisclosureColumnPage(BasePage):
    """政府信息公开专栏: leads to all that the column holds."""

    introduction = RichTextField("简介", features=["bold", "link"], blank=True)

    parent_page_types = ["cms.HomePage"]
    subpage_types = [
        "policies.DisclosureArticlePage",
        "policies.StatutoryListPage",
    ]
    max_count = 1
    content_panels = [*BasePage.content_panels, FieldPanel("introduction")]
    template = "policies/disclosure_column_page.html"

    class Meta:
        verbose_name = "政府信息公开专栏"
        verbose_name_plural = "政府信息公开专栏"

    def get_context(self, request, *args, **kwargs):
        """Add the `parts` of the column, and beside each list its figures."""
        context = super().get_context(request, *args, **kwargs)
        context["parts"] = parts = parts_of(self)
        [lists] = [part.pages for part in parts if part.key == "statutory"]
        context["lists"] = [(page, count_level(Level(page.level))) for page in lists]
        return context


def parts_of(column: BasePage) -> list[ColumnPart]:
    """Return the parts of the column in their order; two queries."""
    articles = _live_in(column, DisclosureArticlePage.objects.defer("body"))
    lists = _live_in(column, StatutoryListPage.objects.all())
    written = {
        kind: [article for article in articles if article.kind == kind]
        for kind in ArticleKind
    }
    written[ArticleKind.ANNUAL_REPORT].sort(key=lambda each: -(each.year or 0))
    parts = [ColumnPart(kind, kind.label, written[kind]) for kind in ArticleKind]
    parts.insert(2, ColumnPart("statutory", "法定主动公开内容", lists))
    return parts


def _live_in(column: BasePage, pages) -> list[BasePage]:
    # Asked for live ones or for an order, SQLite goes through all pages of the tree.
    live = [page for page in pages.order_by() if page.live and page.is_child_of(column)]
    return sorted(live, key=lambda page: page.path)


class InColumn(BasePage):
    """A page of the column; beside it stand the column's parts."""

    parent_page_types = ["policies.DisclosureColumnPage"]
    subpage_types: list[str] = []

    class Meta:
        abstract = True

    def get_context(self, request, *args, **kwargs):
        """Add the `column` and its `parts`."""
        context = super().get_context(request, *args, **kwargs)
        context["column"] = self.get_parent()
        context["parts"] = parts_of(context["column"])
        return context


class StatutoryListPage(InColumn):
    """规章 or 行政规范性文件, each with what is in force and what is not any more.

    The lists follow the dates of the documents on the day they are read.
    """

    level = models.CharField(
        "效力层级",
        max_length=10,
        choices=[(level.value, level.label) for level in STATUTORY],
    )

    content_panels = [*BasePage.content_panels, FieldPanel("level")]
    template = "policies/statutory_list_page.html"

    class Meta:
        verbose_name = "法定主动公开文件目录"
        verbose_name_plural = "法定主动公开文件目录"

    def get_context(self, request, *args, **kwargs):
        """Add the `listing` of the documents of this level."""
        context = super().get_context(request, *args, **kwargs)
        parts = parts_by_validity(PolicyPage.objects.all(), level=self.level)
        if self.level == Level.RULE:
            parts = [
                replace(part, rows=with_amendments(part.rows), kind="rule")
                for part in parts
            ]
        context["listing"] = parted_list(parts, request.GET)
        return context


def with_amendments(policies):
    """Load the `amendments` of each policy with what caused them, oldest first."""
    amendments = (
        ValidityEvent.objects.standing()
        .filter(kind=ValidityEventKind.AMENDED)
        .select_related("cause")
    )
    return policies.prefetch_related(
        Prefetch("validity_events", amendments, to_attr="amendments")
    )


class ArticleAttachment(Attachment):
    """A file that belongs to an article of the column, under its own title."""

    article = ParentalKey(
        "policies.DisclosureArticlePage",
        on_delete=models.CASCADE,
        related_name="attachments",
    )


class DisclosureArticlePage(CleanTextsMixin, InColumn):
    """A guide, a rule of procedure or an annual report, written by editors."""

    kind = models.CharField("栏目", max_length=16, choices=ArticleKind.choices)
    year = models.PositiveSmallIntegerField(
        "年份", null=True, blank=True, help_text="年报填写报告的年份，其他栏目留空。"
    )
    published_on = models.DateField("发布日期", null=True, blank=True)
    body = StreamField(
        OfficialTextBlock(required=False), blank=True, verbose_name="正文"
    )

    content_panels = [
        *BasePage.content_panels,
        FieldRowPanel(
            [FieldPanel("kind"), FieldPanel("year"), FieldPanel("published_on")]
        ),
        FieldPanel("body"),
        InlinePanel("attachments", label="附件"),
    ]
    template = "policies/disclosure_article_page.html"
    page_description = "指南、制度和年报；规章和规范性文件的目录由系统生成。"

    class Meta:
        verbose_name = "专栏文章"
        verbose_name_plural = "专栏文章"

    def clean(self) -> None:
        super().clean()
        if self.kind == ArticleKind.ANNUAL_REPORT and not self.year:
            raise ValidationError({"year": "请填写年报的年份。"})

    def get_context(self, request, *args, **kwargs):
        """Add `attachments`, and to an annual report the library's `figures`."""
        context = super().get_context(request, *args, **kwargs)
        context["attachments"] = self.attachments.select_related("document")
        if self.kind == ArticleKind.ANNUAL_REPORT and self.year:
            last_day = min(datetime.date(self.year, 12, 31), timezone.localdate())
            context["figures"] = remembered(
                f"annual/{self.year}/{last_day}",
                lambda: annual_figures(
                    PolicyPage.objects.live(), STATUTORY, year=self.year, until=last_day
                ),
            )
            context["figures_until"] = last_day
        return context
