"""政策解读: the pages that explain policies, and the column that collects them."""

import itertools

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.functional import cached_property
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    InlinePanel,
    MultiFieldPanel,
    PageChooserPanel,
)
from wagtail.blocks.stream_block import StreamValue
from wagtail.fields import RichTextField, StreamField
from wagtail.images.shortcuts import get_rendition_or_not_found
from wagtail.models import Orderable

from cms.blocks import TEXT_FEATURES, html_text, stream_text
from cms.pages import BasePage, RecordPage
from cms.structured_data import data_block, root_url
from interpretations.blocks import SEEN_OR_HEARD, InterpretationBlocks, heading_of
from interpretations.column import column
from interpretations.forms import InterpretationPageForm
from interpretations.frozen_month import FrozenMonth
from interpretations.sent_digest import SentDigest
from interpretations.sign_off import SignOffTask
from interpretations.structured_data import article
from interpretations.targets import CoverageTarget
from policies.clean_texts import CleanTextsMixin
from policies.models import PolicyPage
from policies.pair_preview import PairPreviewMixin
from policies.scheduling import ScheduledRefusalMixin

__all__ = [
    "ChannelRelease",
    "CoverageTarget",
    "FrozenMonth",
    "InterpretationIndexPage",
    "InterpretationPage",
    "SentDigest",
    "SignOffTask",
]


class InterpretationForm(models.TextChoices):
    """解读形式: what an interpretation is; its blocks say what it is made of."""

    TEXT = "text", "文字解读"
    INFOGRAPHIC = "infographic", "图解"
    CHART = "chart", "图表"
    PICTURE = "picture", "图片"
    ANIMATION = "animation", "动漫"
    AUDIO = "audio", "音频"
    VIDEO = "video", "视频"
    Q_AND_A = "q_and_a", "问答"
    CASE = "case", "案例"
    PRESS_CONFERENCE = "press_conference", "新闻发布会"
    BRIEFING = "briefing", "吹风会"
    INTERVIEW = "interview", "访谈"
    EXPERT = "expert", "专家解读"
    COMMENTARY = "commentary", "媒体评论"


class Phase(models.TextChoices):
    """解读阶段: interpretation goes on before, with and after publication."""

    BEFORE = "before", "发布前"
    WITH = "with", "发布时"
    AFTER = "after", "执行中"


class Channel(models.TextChoices):
    """公开渠道和载体, the vocabulary of the national catalogues."""

    GAZETTE = "gazette", "政府公报"
    WECHAT = "wechat", "微信"
    WEIBO = "weibo", "微博"
    PRESS_CONFERENCE = "press_conference", "发布会、听证会"
    RADIO_TV = "radio_tv", "广播电视"
    PRESS = "press", "纸质媒体"
    READING_POINT = "reading_point", "公开查阅点"
    SERVICE_HALL = "service_hall", "政务服务中心"
    SERVICE_STATION = "service_station", "便民服务站"
    HOME_VISIT = "home_visit", "入户、现场"
    VILLAGE_BOARD = "village_board", "社区、企事业单位、村公示栏"
    PUSH = "push", "精准推送"
    OTHER = "other", "其他"


# 长治 2020 (S4): the nine elements, in reading order, with the field that holds each;
# the last three are held by blocks and by the interpreting body.
ELEMENTS = {
    "background": "背景依据",
    "objectives": "目标任务",
    "main_points": "主要内容",
    "measures": "具体举措",
    "scope": "适用对象",
    "cautions": "注意事项",
    "key_terms": "关键词解释",
    "differences": "新旧政策差异",
    "interpreting_body": "解读机关",
}
# Below these an interpretation is an empty shell, and covers nothing.
REQUIRED = {
    "background": "背景依据",
    "main_points": "主要内容",
    "interpreting_body": "解读机关",
    "interpreter": "解读人",
    "contact": "联系方式",
}


SEEN_OR_HEARD_FIRST = frozenset(
    {
        InterpretationForm.INFOGRAPHIC,
        InterpretationForm.CHART,
        InterpretationForm.PICTURE,
        InterpretationForm.ANIMATION,
        InterpretationForm.AUDIO,
        InterpretationForm.VIDEO,
    }
)
PICTURES = frozenset({"infographic", "picture"})
# As the block's template asks, so that no further file is made.
PICTURE_SIZE = "max-1440x6000|format-webp"


class InterpretationIndexPage(BasePage):
    """解读专栏: the column that collects all interpretations."""

    parent_page_types = ["cms.HomePage"]
    subpage_types: list[str] = []
    max_count = 1
    template = "interpretations/interpretation_index_page.html"

    class Meta:
        verbose_name = "解读专栏"
        verbose_name_plural = "解读专栏"

    def describe(self) -> str:
        return f"{self.title}：以文字、图解、问答、音频、视频等形式解读政策文件。"

    def get_context(self, request, *args, **kwargs):
        """Add one page of `interpretations`, newest first, and the `forms` they have.

        `?form=` shows one form; a form that there is none of shows all.
        """
        # The figures stand above the models that they count.
        from interpretations.figures import measured_interpretations

        pages = InterpretationPage.objects.live().public()
        context = super().get_context(request, *args, **kwargs)
        return context | column(pages, measured_interpretations(), request.GET)


class ChannelRelease(Orderable):
    """One release of an interpretation outside this site: channel, day, evidence."""

    interpretation = ParentalKey(
        "interpretations.InterpretationPage",
        on_delete=models.CASCADE,
        related_name="channel_releases",
    )
    channel = models.CharField("渠道", max_length=20, choices=Channel.choices)
    released_on = models.DateField("发布日期")
    address = models.URLField("网址", blank=True)
    evidence = models.CharField("佐证说明", max_length=255, blank=True)

    class Meta(Orderable.Meta):
        verbose_name = "其他渠道发布"
        verbose_name_plural = "其他渠道发布"

    def __str__(self) -> str:
        return f"{self.get_channel_display()} {self.released_on}"


class InterpretationPage(
    PairPreviewMixin, CleanTextsMixin, ScheduledRefusalMixin, RecordPage
):
    """An interpretation of one policy; never public without it."""

    policy = models.ForeignKey(
        PolicyPage,
        verbose_name="解读的政策文件",
        # RESTRICT, not PROTECT: the editor reads which interpretations hold the
        # policy, and a section that contains the whole pair can still go in one act.
        on_delete=models.RESTRICT,
        related_name="interpretations",
    )
    form = models.CharField(
        "解读形式",
        max_length=20,
        choices=InterpretationForm.choices,
        default=InterpretationForm.TEXT,
    )
    phase = models.CharField(
        "解读阶段", max_length=8, choices=Phase.choices, default=Phase.WITH
    )
    background = RichTextField("背景依据", features=TEXT_FEATURES, blank=True)
    objectives = RichTextField("目标任务", features=TEXT_FEATURES, blank=True)
    main_points = RichTextField("主要内容", features=TEXT_FEATURES, blank=True)
    measures = RichTextField("具体举措", features=TEXT_FEATURES, blank=True)
    scope = RichTextField("适用对象", features=TEXT_FEATURES, blank=True)
    cautions = RichTextField("注意事项", features=TEXT_FEATURES, blank=True)
    content = StreamField(
        InterpretationBlocks(required=False), blank=True, verbose_name="更多内容"
    )
    interpreting_body = models.ForeignKey(
        "policies.Agency",
        verbose_name="解读机关",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="interpretations",
    )
    interpreter = models.CharField("解读人", max_length=60, blank=True)
    contact = models.CharField("联系方式", max_length=100, blank=True)
    is_complete = models.BooleanField("要素齐全", default=False, editable=False)
    element_count = models.PositiveSmallIntegerField(default=0, editable=False)
    # Taken down while its policy stayed public: it comes back only when somebody has
    # worked on it again, not with the policy's next publication.
    withdrawn_on_purpose = models.BooleanField(default=False, editable=False)

    base_form_class = InterpretationPageForm
    parent_page_types = ["policies.AgencyPage"]
    subpage_types: list[str] = []
    exclude_fields_in_copy = ["withdrawn_on_purpose"]
    template = "interpretations/interpretation_page.html"
    page_description = "一份政策文件的解读，与该文件同步发布。"

    content_panels = [
        *BasePage.content_panels,
        PageChooserPanel("policy"),
        FieldRowPanel(
            [FieldPanel("form"), FieldPanel("phase"), FieldPanel("published_on")]
        ),
        MultiFieldPanel(
            [
                FieldPanel("interpreting_body"),
                FieldRowPanel([FieldPanel("interpreter"), FieldPanel("contact")]),
            ],
            heading="解读机关和解读人",
        ),
        FieldPanel("background"),
        FieldPanel("objectives"),
        FieldPanel("main_points"),
        FieldPanel("measures"),
        FieldPanel("scope"),
        FieldPanel("cautions"),
        FieldPanel("content"),
        InlinePanel("channel_releases", label="其他渠道发布"),
    ]
    # The address follows the policy's 索引号; the slug is nobody's to choose.
    promote_panels = [FieldPanel("search_description")]

    class Meta:
        verbose_name = "政策解读"
        verbose_name_plural = "政策解读"
        permissions = [("view_coverage", "查看解读覆盖")]
        indexes = [
            # The newest of one body, without putting all of them in order.
            models.Index(
                fields=["interpreting_body", "public_on"], name="newest_of_body"
            )
        ]

    def has_element(self, name: str) -> bool:
        """Tell whether the element or fact of that name says something."""
        if name in ("key_terms", "differences"):
            return any(child.block_type == name for child in self.content)
        if name == "interpreting_body":
            return self.interpreting_body_id is not None
        return bool(html_text(getattr(self, name)).strip())

    @property
    def missing(self) -> list[str]:
        """Return the Chinese names of what it lacks to cover its policy, in order."""
        return [words for name, words in REQUIRED.items() if not self.has_element(name)]

    @property
    def elements_in_words(self) -> list[tuple[str, str, str]]:
        """Return (name, heading, rich text) of the written elements, in order."""
        return [
            (name, heading, getattr(self, name))
            for name, heading in list(ELEMENTS.items())[:6]
            if self.has_element(name)
        ]

    @property
    def numbered_blocks(self) -> list[tuple[str, StreamValue.StreamChild]]:
        """Return the blocks in order, each with its address on the page."""
        return [
            (f"block-{number}", block) for number, block in enumerate(self.content, 1)
        ]

    @property
    def blocks_before(self) -> list[tuple[str, StreamValue.StreamChild]]:
        """Return what a picture, sound or film is made of: it comes before words."""
        if self.form not in SEEN_OR_HEARD_FIRST:
            return []
        return list(
            itertools.takewhile(
                lambda each: each[1].block_type in SEEN_OR_HEARD, self.numbered_blocks
            )
        )

    @property
    def blocks_after(self) -> list[tuple[str, StreamValue.StreamChild]]:
        """Return the other blocks, which come after the elements in words."""
        return self.numbered_blocks[len(self.blocks_before) :]

    @property
    def headings(self) -> list[tuple[str, str]]:
        """Return (address, words) of what the page consists of, in reading order."""
        elements = [(name, heading) for name, heading, _ in self.elements_in_words]
        before, after = (
            [
                (anchor, words)
                for anchor, block in blocks
                if (words := heading_of(block))
            ]
            for blocks in (self.blocks_before, self.blocks_after)
        )
        return [*before, *elements, *after]

    def get_context(self, request, *args, **kwargs):
        """Add `others`, further interpretations, and `structured_data` for machines.

        The others are those of the same policy that are public.
        """
        context = super().get_context(request, *args, **kwargs)
        context["others"] = (
            InterpretationPage.objects.live()
            .public()
            .filter(policy_id=self.policy_id)
            .exclude(pk=self.pk)
            .order_by("-public_on", "pk")
            if self.policy_id
            else []
        )
        root = root_url(request)
        picture = self.share_picture and root + self.share_picture
        context["structured_data"] = data_block(article(self, root, picture))
        return context

    @cached_property
    def share_picture(self) -> str:
        """Return the address of its first picture as the page shows it, or nothing."""
        for child in self.content:
            if child.block_type in PICTURES and child.value["image"]:
                image = child.value["image"]
                return get_rendition_or_not_found(image, PICTURE_SIZE).url
        return ""

    def describe(self) -> str:
        return html_text(self.main_points or self.background) or self.title

    def plain_text(self) -> str:
        """Return all its words without markup, a line for each paragraph."""
        parts = [html_text(text) for _, _, text in self.elements_in_words]
        return "\n".join([*parts, stream_text(self.content)])

    def pair_to_preview(self):
        policy = self.policy.get_latest_revision_as_object() if self.policy_id else None
        return policy, [self]

    def clean(self) -> None:
        super().clean()
        if self.expire_at:
            # Its policy would be left uncovered by the mere passing of time.
            raise ValidationError(
                {"expire_at": "解读随政策文件一同撤下，不能单独设置下线时间。"}
            )

    def save(self, clean=True, user=None, log_action=False, **kwargs):
        if not kwargs.get("update_fields"):
            self.is_complete = not self.missing
            self.element_count = sum(map(self.has_element, ELEMENTS))
        if self.pk is None and self.policy_id:
            self.slug = self.free_slug()
        return super().save(clean=clean, user=user, log_action=log_action, **kwargs)

    def free_slug(self) -> str:
        """Return an address below its parent that follows its policy's: `…-jd1`."""
        taken = set(
            self.get_parent()
            .get_children()
            .filter(slug__startswith=f"{self.policy.slug}-jd")
            .values_list("slug", flat=True)
        )
        numbers = itertools.count(1)
        return next(
            slug
            for number in numbers
            if (slug := f"{self.policy.slug}-jd{number}") not in taken
        )

    def policies_concerned(self, revision) -> set[int]:
        return {self.policy_id, revision.content.get("policy")} - {None}

    def with_content_json(self, content):
        page = super().with_content_json(content)
        page.withdrawn_on_purpose = self.withdrawn_on_purpose
        return page

    @classmethod
    def from_serializable_data(cls, data, check_fks=True, strict_fks=False):
        """Read a revision, also one that names a policy or body that is gone.

        modelcluster refuses such a revision altogether; the editor could not even be
        opened to choose another.
        """
        data = dict(data)
        for name in ("policy", "interpreting_body"):
            model = cls._meta.get_field(name).related_model
            if data.get(name) and not model.objects.filter(pk=data[name]).exists():
                data[name] = None
        return super().from_serializable_data(data, check_fks, strict_fks)
