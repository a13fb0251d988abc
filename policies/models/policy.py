"""政策文件: the page type that never goes public without its interpretation."""

import datetime

from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone
from modelcluster.contrib.taggit import ClusterTaggableManager
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from taggit.models import TaggedItemBase
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    InlinePanel,
    MultiFieldPanel,
    ObjectList,
    TabbedInterface,
)
from wagtail.fields import StreamField
from wagtail.models import Orderable, PageManager
from wagtail.search import index

from cms.blocks import OfficialTextBlock, stream_text
from cms.pages import LibraryPageQuerySet
from cms.structured_data import data_block, root_url
from policies.forms import PolicyPageForm
from policies.pair_preview import PairPreviewMixin
from policies.panels import ImportDoubtsPanel
from policies.reading import reading
from policies.registration_number import parse_registration_number
from policies.structured_data import legislation
from policies.validity import Period, Validity, in_force_period, validity_q

from .attachment import Attachment
from .document import OfficialDocumentPage
from .relation import RelationKind
from .subject import Subject


class Genre(models.TextChoices):
    """文种: the fifteen kinds of GB/T 9704-2012 and 党政机关公文处理工作条例 art. 8."""

    RESOLUTION = "resolution", "决议"
    DECISION = "decision", "决定"
    ORDER = "order", "命令（令）"
    COMMUNIQUE = "communique", "公报"
    ANNOUNCEMENT = "announcement", "公告"
    CIRCULAR = "circular", "通告"
    OPINION = "opinion", "意见"
    NOTICE = "notice", "通知"
    BULLETIN = "bulletin", "通报"
    REPORT = "report", "报告"
    REQUEST = "request", "请示"
    REPLY = "reply", "批复"
    MOTION = "motion", "议案"
    LETTER = "letter", "函"
    MINUTES = "minutes", "纪要"


class Level(models.TextChoices):
    """效力层级 of a document in this library."""

    RULE = "rule", "规章"
    NORMATIVE = "normative", "行政规范性文件"
    OTHER = "other", "其他政策文件"


class PolicyQuerySet(LibraryPageQuerySet):
    """Policies by what a reader asks of them."""

    def with_validity(self, validity: str, *, on: datetime.date | None = None):
        """Return those whose validity on that day (today) is the given one."""
        return self.filter(validity_q(validity, on or timezone.localdate()))

    def in_force(self, *, on: datetime.date | None = None):
        """Return those in force on that day (today)."""
        return self.with_validity(Validity.IN_FORCE, on=on)

    def taking_effect_after(self, day: datetime.date):
        """Return those whose first day in force is still to come, the nearest first."""
        return self.filter(in_force_from__gt=day).order_by("in_force_from", "pk")

    def ending_between(self, first: datetime.date, last: datetime.date):
        """Return those whose last day in force is one of these, the nearest first."""
        return self.filter(
            in_force_from__lte=first, in_force_until__range=(first, last)
        ).order_by("in_force_until", "pk")

    def issued_by(self, agency):
        """Return those that this agency issued, alone or jointly."""
        return self.filter(
            pk__in=PolicyIssuer.objects.filter(agency=agency).values("policy")
        )

    def tagged(self, tag):
        """Return those that have this keyword."""
        return self.filter(
            pk__in=PolicyTag.objects.filter(tag=tag).values("content_object")
        )

    def refresh_validity(self, day: datetime.date) -> int:
        """Bring the stored `validity` up to that day; return how many rows changed.

        Only lists are filtered by that column; readers compare dates.
        """
        return sum(
            self.with_validity(value, on=day)
            .exclude(validity=value)
            .update(validity=value)
            for value in Validity.values
        )

    def for_listing(self):
        """Load what a list shows of each: agencies and live interpretations."""
        return self.prefetch_related(
            models.Prefetch("issuers", PolicyIssuer.objects.select_related("agency")),
            models.Prefetch(
                "interpretations",
                # By the field, so that this lower app need not import the higher one.
                queryset=(
                    self.model.interpretations.rel.related_model.objects.live().public()
                ),
                to_attr="public_interpretations",
            ),
        )

    def newest_first(self):
        """Order by 发布日期 or else the day of going live, newest first."""
        return self.order_by("-public_on", "-pk")


PolicyManager = PageManager.from_queryset(PolicyQuerySet)


class Audience(models.Model):
    """Whom a policy concerns: 企业, 群众 …"""

    name = models.CharField("适用对象", max_length=30, unique=True)
    sort_order = models.PositiveIntegerField("次序", default=0)

    class Meta:
        verbose_name = "适用对象"
        verbose_name_plural = "适用对象"
        ordering = ["sort_order", "pk"]

    def __str__(self) -> str:
        return self.name


class PolicyTag(TaggedItemBase):
    """A keyword of a policy."""

    content_object = ParentalKey(
        "policies.PolicyPage", on_delete=models.CASCADE, related_name="tagged_items"
    )


class PolicyIssuer(Orderable):
    """One issuing agency; the first in order is the lead (牵头机关)."""

    policy = ParentalKey(
        "policies.PolicyPage", on_delete=models.CASCADE, related_name="issuers"
    )
    agency = models.ForeignKey(
        "policies.Agency",
        verbose_name="发文机关",
        on_delete=models.PROTECT,
        related_name="issued_policies",
    )

    class Meta(Orderable.Meta):
        verbose_name = "发文机关"
        verbose_name_plural = "发文机关"

    def __str__(self) -> str:
        return self.agency.name


class PolicyAttachment(Attachment):
    """A file that belongs to a policy, under its own title, in order."""

    policy = ParentalKey(
        "policies.PolicyPage", on_delete=models.CASCADE, related_name="attachments"
    )


class PolicyPage(PairPreviewMixin, OfficialDocumentPage):
    """A policy document: public only together with an interpretation of its own."""

    registration_number = models.CharField("统一登记号", max_length=60, blank=True)
    genre = models.CharField("文种", max_length=12, choices=Genre.choices, blank=True)
    level = models.CharField(
        "效力层级", max_length=10, choices=Level.choices, default=Level.OTHER
    )
    subject = models.ForeignKey(
        "policies.Subject",
        verbose_name="主题分类",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="policies",
    )
    audiences = ParentalManyToManyField(
        Audience, verbose_name="适用对象", blank=True, related_name="policies"
    )
    tags = ClusterTaggableManager(through=PolicyTag, blank=True, verbose_name="关键词")
    effective_on = models.DateField(
        "施行日期", null=True, blank=True, help_text="文件没有写明的，请留空。"
    )
    valid_until = models.DateField(
        "有效期至",
        null=True,
        blank=True,
        help_text="有效的最后一天；文件没有写明有效期的，请留空。",
    )
    enclosed_title = models.CharField("印发的文件", max_length=255, blank=True)
    enclosed_body = StreamField(
        OfficialTextBlock(required=False), blank=True, verbose_name="印发文件正文"
    )
    # Derived from the dates above and the validity events, never from a revision:
    # publishing an older draft must not undo a repeal.
    in_force_from = models.DateField(null=True, editable=False, db_index=True)
    in_force_until = models.DateField(null=True, editable=False, db_index=True)
    validity = models.CharField(
        "有效性",
        max_length=16,
        choices=Validity.choices,
        default=Validity.NOT_YET_IN_FORCE,
        editable=False,
        db_index=True,
    )

    objects = PolicyManager()

    base_form_class = PolicyPageForm
    parent_page_types = ["policies.AgencyPage"]
    subpage_types: list[str] = []
    exclude_fields_in_copy = [
        *OfficialDocumentPage.exclude_fields_in_copy,
        "in_force_from",
        "in_force_until",
        "validity",
    ]
    template = "policies/policy_page.html"
    page_description = "规章、行政规范性文件和其他政策文件，须与解读同步发布。"
    search_fields = [
        *OfficialDocumentPage.search_fields,
        index.FilterField("validity"),
        index.FilterField("disclosure"),
    ]

    edit_handler = TabbedInterface(
        [
            ObjectList(
                [
                    ImportDoubtsPanel(heading="导入疑点"),
                    *OfficialDocumentPage.content_panels,
                    InlinePanel("issuers", label="发文机关（牵头在前）", min_num=1),
                    OfficialDocumentPage.number_panel,
                    MultiFieldPanel(
                        [
                            FieldRowPanel([FieldPanel("genre"), FieldPanel("level")]),
                            FieldRowPanel(
                                [
                                    FieldPanel("registration_number"),
                                    FieldPanel("subject"),
                                ]
                            ),
                            FieldPanel("audiences"),
                            FieldPanel("tags"),
                        ],
                        heading="分类",
                    ),
                    OfficialDocumentPage.responsibility_panel,
                ],
                heading="公文",
            ),
            ObjectList(
                [
                    *OfficialDocumentPage.text_panels,
                    MultiFieldPanel(
                        [FieldPanel("enclosed_title"), FieldPanel("enclosed_body")],
                        heading="印发的文件",
                    ),
                ],
                heading="正文",
            ),
            ObjectList([OfficialDocumentPage.disclosure_panel], heading="公开属性"),
            ObjectList(
                [
                    FieldRowPanel(
                        [FieldPanel("effective_on"), FieldPanel("valid_until")]
                    ),
                    InlinePanel("relations", label="与其他文件的关系"),
                ],
                heading="有效性与关系",
            ),
            ObjectList([InlinePanel("attachments", label="附件")], heading="附件"),
            ObjectList(OfficialDocumentPage.promote_panels, heading="推广"),
            ObjectList(OfficialDocumentPage.settings_panels, heading="设置"),
        ]
    )

    class Meta:
        verbose_name = "政策文件"
        verbose_name_plural = "政策文件"
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_until=None)
                | Q(effective_on=None)
                | Q(valid_until__gte=models.F("effective_on")),
                name="valid_until_not_before_effective_on",
                violation_error_message="有效期至不能早于施行日期。",
            )
        ]
        indexes = [
            # Few are not open, and their rows lie between those with all the texts.
            models.Index(fields=["disclosure"], name="policy_disclosure"),
            # Few: what came into force later than it was published, for the feed.
            models.Index(
                fields=["in_force_from"],
                condition=Q(in_force_from__gt=models.F("public_on")),
                name="in_force_after_publication",
            ),
            # For the annual figures and their lists, without reading the texts.
            models.Index(
                fields=[
                    "level",
                    "in_force_from",
                    "in_force_until",
                    "public_on",
                    "issued_on",
                ],
                name="policy_by_level_and_term",
            ),
        ]

    @property
    def issuing_agencies(self):
        """Return the issuing agencies in order, the lead first."""
        return [issuer.agency for issuer in self.issuers.all()]

    @property
    def lead_agency(self):
        """Return the 牵头机关, or None while none is chosen."""
        return next(iter(self.issuing_agencies), None)

    @property
    def period(self) -> Period:
        """Return the stored days from and until which this policy is in force."""
        return Period(self.in_force_from, self.in_force_until)

    def validity_on(self, day: datetime.date) -> Validity:
        """Return the validity on that day, past or future."""
        return self.period.validity_on(day)

    @property
    def validity_today(self) -> Validity:
        """Return today's validity, right without a nightly job."""
        return self.validity_on(timezone.localdate())

    def minimal_clean(self) -> None:
        super().minimal_clean()
        self.validate_constraints()

    def check_record(self) -> None:
        if number := parse_registration_number(self.registration_number):
            self.registration_number = str(number)
        super().check_record()

    @transaction.atomic
    def save(self, clean=True, user=None, log_action=False, **kwargs):
        partly = bool(kwargs.get("update_fields"))
        if not partly:
            self.derive_validity()
        result = super().save(clean=clean, user=user, log_action=log_action, **kwargs)
        if self.live and not partly:
            self.record_effects()
        return result

    def record_effects(self) -> None:
        """Record on its targets that this public policy repeals or amends them.

        Idempotent: publishing again records nothing twice. Runs in the transaction
        of the publication, so that both become true together.
        """
        for relation in self.relations.filter(
            kind__in=RelationKind.changing_validity(), target__isnull=False
        ):
            relation.target.validity_events.get_or_create(
                cause=self,
                kind=relation.event_kind,
                defaults={
                    "takes_effect_on": relation.effective_on
                    or self.in_force_from
                    or self.public_since
                },
            )

    def plain_text(self) -> str:
        """Return the text of the covering notice and of what it encloses."""
        parts = (
            super().plain_text(),
            self.enclosed_title,
            stream_text(self.enclosed_body),
        )
        return "\n".join(part for part in parts if part)

    def pair_to_preview(self):
        if self.pk is None:
            return self, []
        # By the relation, so that this lower app need not import the higher one.
        pages = self.interpretations.filter(alias_of=None).order_by("pk")
        drafts = [page.get_latest_revision_as_object() for page in pages]
        return self, [draft for draft in drafts if draft.policy_id == self.pk]

    def derive_validity(self) -> None:
        """Set the derived dates and today's validity from own dates and events."""
        period = in_force_period(
            effective_on=self.effective_on,
            public_since=self.public_since,
            valid_until=self.valid_until,
            events=self.validity_events.standing() if self.pk else (),
        )
        self.in_force_from, self.in_force_until = period.since, period.until
        self.validity = period.validity_on(timezone.localdate())

    def with_content_json(self, content):
        page = super().with_content_json(content)
        page.in_force_from = self.in_force_from
        page.in_force_until = self.in_force_until
        page.validity = self.validity
        return page

    def get_context(self, request, *args, **kwargs):
        """Add what the page shows beside its own fields; see `policies.reading`."""
        context = super().get_context(request, *args, **kwargs)
        if not getattr(request, "is_preview", False):  # A draft has its own in memory.
            models.prefetch_related_objects(
                [self],
                models.Prefetch(
                    "issuers", PolicyIssuer.objects.select_related("agency")
                ),
                models.Prefetch(
                    "tagged_items", PolicyTag.objects.select_related("tag")
                ),
                models.Prefetch("subject", Subject.objects.select_related("parent")),
            )
        context |= reading(self, request)
        if self.pk is not None:
            context["structured_data"] = data_block(
                legislation(self, context, root_url(request))
            )
        return context
