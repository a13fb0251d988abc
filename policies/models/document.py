"""What policies and notices have in common: an official document on a page."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import F, Q
from django.utils import timezone
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.fields import StreamField
from wagtail.search import index

from cms.blocks import OfficialTextBlock, stream_text
from cms.pages import RecordPage
from policies.clean_texts import CleanTextsMixin
from policies.disclosure import Disclosure, missing_reason
from policies.document_number import DocumentNumber, parse_document_numbers
from policies.panels import DeterminationPanel
from policies.scheduling import ScheduledRefusalMixin
from policies.secrecy import secrecy_refusal
from policies.widgets import BasisInput


def bears_number(number: DocumentNumber, *, field: str = "document_number") -> Q:
    """Return the condition that a stored number is this one, alone or among joint ones.

    Both joint numbers and the offices of one announcement are joined by 、: only
    behind 号、 another number begins.
    """
    return (
        Q(**{field: str(number)})
        | Q(**{f"{field}__istartswith": f"{number}、"})
        | Q(**{f"{field}__iendswith": f"号、{number}"})
        | Q(**{f"{field}__icontains": f"号、{number}、"})
    )


class IndexNumberSequence(models.Model):
    """The last 索引号 that an institution gave out in a year."""

    institution_code = models.CharField(max_length=30)
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["institution_code", "year"], name="one_sequence_per_year"
            )
        ]

    def __str__(self) -> str:
        return f"{self.institution_code}/{self.year}"

    @classmethod
    def take_next(cls, *, institution_code: str, year: int) -> str:
        """Return a fresh 索引号 `机构代码/YYYY-NNNNN` that nobody else gets.

        The row stays locked until the caller's transaction ends.
        """
        with transaction.atomic():
            sequence, _ = cls.objects.get_or_create(
                institution_code=institution_code, year=year
            )
            cls.objects.filter(pk=sequence.pk).update(last=F("last") + 1)
            sequence.refresh_from_db()
        return f"{institution_code}/{year}-{sequence.last:05d}"


class OfficialDocumentPage(CleanTextsMixin, ScheduledRefusalMixin, RecordPage):
    """An official document: its number, dates, disclosure and text.

    The 索引号 is assigned when the page is first stored and belongs to the page, not
    to a revision: publishing an older draft, reverting or copying never changes it.
    The slug follows it, so that the address is permanent.
    """

    index_number = models.CharField(
        "索引号", max_length=60, unique=True, editable=False
    )
    document_number = models.CharField(
        "发文字号",
        max_length=200,
        blank=True,
        help_text=(
            "按公文原样填写，保存后统一为六角括号，例如 澜政发〔2024〕5号；"
            "联合发文有多个文号的，依次填写。"
        ),
    )
    number_code = models.CharField(
        "机关代字", max_length=200, blank=True, editable=False
    )
    number_year = models.PositiveSmallIntegerField(
        "文号年份", null=True, blank=True, editable=False
    )
    number_serial = models.PositiveIntegerField(
        "文号序号", null=True, blank=True, editable=False
    )
    without_number_reason = models.CharField(
        "无文号的原因",
        max_length=200,
        blank=True,
        help_text="公文确实没有发文字号时填写。",
    )
    issued_on = models.DateField("成文日期", null=True, blank=True)
    issued_on_unknown = models.BooleanField("原文未注明成文日期", default=False)
    addressees = models.TextField("主送机关", blank=True)
    body = StreamField(
        OfficialTextBlock(required=False), blank=True, verbose_name="正文"
    )
    signature = models.TextField("署名", blank=True)
    notes = models.TextField("附注", blank=True)
    disclosure = models.CharField(
        "公开属性", max_length=12, choices=Disclosure.choices, blank=True
    )
    disclosure_basis = models.CharField(
        "法律依据",
        max_length=200,
        blank=True,
        help_text="依申请公开或者不予公开时必填，例如《政府信息公开条例》第十六条。",
    )
    disclosure_reason = models.TextField(
        "理由",
        blank=True,
        help_text="例如：属于内部管理事项，对外不产生约束力；"
        "含有未公开的企业经营数据，公开会损害其合法权益；正在研究过程中，尚未定稿。",
    )
    disclosure_determined_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="认定人",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
    )
    disclosure_determined_at = models.DateTimeField(
        "认定时间", null=True, blank=True, editable=False
    )
    drafting_unit = models.CharField("起草部门", max_length=100, blank=True)
    responsible_person = models.CharField("责任人", max_length=50, blank=True)
    contact = models.CharField("联系方式", max_length=100, blank=True)

    exclude_fields_in_copy = ["index_number"]
    search_fields = [
        *RecordPage.search_fields,
        index.SearchField("document_number"),
        index.AutocompleteField("document_number"),
        index.FilterField("document_number"),
    ]
    number_panel = MultiFieldPanel(
        [
            FieldRowPanel(
                [FieldPanel("document_number"), FieldPanel("without_number_reason")]
            ),
            FieldRowPanel(
                [
                    FieldPanel("issued_on"),
                    FieldPanel("published_on"),
                ]
            ),
            FieldPanel("issued_on_unknown"),
        ],
        heading="文号与日期",
    )
    text_panels = [
        FieldPanel("addressees"),
        FieldPanel("body"),
        FieldRowPanel([FieldPanel("signature"), FieldPanel("notes")]),
    ]
    disclosure_panel = MultiFieldPanel(
        [
            FieldPanel("disclosure"),
            FieldPanel("reason_template"),
            FieldPanel("disclosure_basis", widget=BasisInput),
            FieldPanel("disclosure_reason"),
            DeterminationPanel(heading="认定人和认定时间"),
        ],
        heading="公开属性源头认定",
    )
    responsibility_panel = MultiFieldPanel(
        [
            FieldRowPanel(
                [FieldPanel("drafting_unit"), FieldPanel("responsible_person")]
            ),
            FieldPanel("contact"),
        ],
        heading="起草与联系",
    )
    # The address comes from the 索引号; the slug is nobody's to choose.
    promote_panels = [FieldPanel("search_description")]

    class Meta:
        abstract = True

    @property
    def permanent_path(self) -> str:
        """Return the address that stays true wherever the page moves."""
        return f"/policy/{self.index_number}/"

    def describe(self) -> str:
        """Return the beginning of the document's own text."""
        return stream_text(self.body[:1]) or self.title

    def get_context(self, request, *args, **kwargs):
        """Add `attachments` with their files, in order."""
        context = super().get_context(request, *args, **kwargs)
        context["attachments"] = self.attachments.select_related("document")
        return context

    def clean(self) -> None:
        super().clean()
        self.check_record()

    def minimal_clean(self) -> None:
        super().minimal_clean()
        self.check_record()

    def check_record(self) -> None:
        """Refuse what not even a draft may be; raises ValidationError.

        A determination other than 主动公开 without basis and reason, and a text that
        carries a mark of secrecy.
        """
        self.read_document_number()
        errors = missing_reason(
            disclosure=self.disclosure,
            basis=self.disclosure_basis,
            reason=self.disclosure_reason,
        )
        if refusal := secrecy_refusal(self.head_text()):
            errors["title"] = refusal
        # A range grows when it is written out, after the field has been checked.
        longest = self._meta.get_field("document_number").max_length
        if len(self.document_number) > longest:
            errors["document_number"] = f"发文字号不能超过 {longest} 个字符。"
        if errors:
            raise ValidationError(errors)

    def plain_text(self) -> str:
        """Return the document's own text without markup, a line for each paragraph."""
        return stream_text(self.body)

    def full_text(self) -> str:
        """Return all that is printed below the title, a line for each paragraph."""
        issued = self.issued_on
        parts = (
            self.addressees,
            self.plain_text(),
            self.signature,
            f"{issued.year}年{issued.month}月{issued.day}日" if issued else "",
            self.notes,
        )
        return "\n".join(part for part in parts if part)

    def head_text(self) -> str:
        """Return title, addressees and text, where a mark of secrecy would stand."""
        return "\n".join((self.title, self.addressees, self.plain_text()))

    def read_document_number(self) -> None:
        """Store the number in canonical form with its parts; keep what is no number.

        Joint numbers are joined by 、, and the parts are the first one's. A text that
        cannot be read, or not without a guess, stays as it was typed, with empty
        parts: `policies.publication` tells the editor.
        """
        numbers = parse_document_numbers(self.document_number)
        if not numbers or not all(number.is_certain for number in numbers):
            self.number_code, self.number_year, self.number_serial = "", None, None
            return
        self.document_number = "、".join(map(str, numbers))
        self.number_code = numbers[0].agency_code or numbers[0].issuer
        self.number_year = numbers[0].year
        self.number_serial = numbers[0].serial

    def save(self, clean=True, user=None, log_action=False, **kwargs):
        if not kwargs.get("update_fields"):
            self.keep_identity()
        return super().save(clean=clean, user=user, log_action=log_action, **kwargs)

    def keep_identity(self) -> None:
        """Give a new page its 索引号; give a known one back the one it has."""
        stored = (
            type(self)
            .objects.filter(pk=self.pk)
            .values_list("index_number", flat=True)
            .first()
            if self.pk
            else None
        )
        self.index_number = stored or IndexNumberSequence.take_next(
            institution_code=self.get_institution_code(),
            year=(self.issued_on or timezone.localdate()).year,
        )
        self.slug = self.index_number.replace("/", "-").lower()

    def get_institution_code(self) -> str:
        """Return the 机构代码 of the agency under whose page this document stands.

        Raises ValidationError if it stands nowhere such a code can be read.
        """
        agency = getattr(self.get_parent().specific, "agency", None)
        if agency is None or not agency.institution_code:
            raise ValidationError("请在机关专页之下新建文件，否则无法生成索引号。")
        return agency.institution_code

    def with_content_json(self, content):
        page = super().with_content_json(content)
        page.index_number = self.index_number
        return page
