"""NoticePage: official documents outside the rule, each with a stated reason."""

import re

from django.db import models
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, InlinePanel

from policies.clauses import clause_text, contents
from policies.forms import NoticePageForm
from policies.reading import keeping

from .attachment import Attachment
from .document import OfficialDocumentPage

# A title that ends so names a rule or a normative document, whatever page it is on.
TRIAL_MARK = re.compile(r"[（(](试行|暂行|修订)[）)]$")
NORMATIVE_ENDINGS = ("办法", "规定", "细则", "条例", "规则", "规程", "标准", "方案")


class NoticeReason(models.TextChoices):
    """Why a document needs no interpretation; closed (辽政办〔2022〕43号 一)."""

    PERSONNEL = "personnel", "人事任免"
    FORWARDING = "forwarding", "单纯转发"
    COORDINATION_BODY = "coordination_body", "议事协调机构"
    ROUTINE = "routine", "事务性安排"


class NoticeAttachment(Attachment):
    """A file that belongs to a notice, under its own title, in order."""

    notice = ParentalKey(
        "policies.NoticePage", on_delete=models.CASCADE, related_name="attachments"
    )


class NoticePage(OfficialDocumentPage):
    """A document that needs no interpretation, and says why.

    Another page type, never a switch on the policy: it is counted beside coverage by
    agency and reason, and never carries a 规章 or 行政规范性文件.
    """

    issuing_agency = models.ForeignKey(
        "policies.Agency",
        verbose_name="发文机关",
        on_delete=models.PROTECT,
        related_name="issued_notices",
    )
    reason = models.CharField(
        "无需解读的原因", max_length=20, choices=NoticeReason.choices
    )

    base_form_class = NoticePageForm
    parent_page_types = ["policies.AgencyPage"]
    subpage_types: list[str] = []
    template = "policies/notice_page.html"
    page_description = "人事任免、单纯转发等无需解读的公文，须说明原因。"

    content_panels = [
        *OfficialDocumentPage.content_panels,
        FieldPanel("issuing_agency"),
        FieldPanel("reason"),
        OfficialDocumentPage.number_panel,
        *OfficialDocumentPage.text_panels,
        OfficialDocumentPage.disclosure_panel,
        OfficialDocumentPage.responsibility_panel,
        InlinePanel("attachments", label="附件"),
    ]

    class Meta:
        verbose_name = "一般公文"
        verbose_name_plural = "一般公文"
        indexes = [models.Index(fields=["disclosure"], name="notice_disclosure")]

    def get_context(self, request, *args, **kwargs):
        """Add the text with its clauses, and what a reader takes away."""
        context = super().get_context(request, *args, **kwargs)
        body = clause_text(self.body)
        agencies = [self.issuing_agency] if self.issuing_agency_id else []
        return context | {
            "body": body,
            "contents": contents([body]),
            **keeping(self, agencies, request),
        }

    @property
    def names_normative_document(self) -> bool:
        """Tell whether the title is that of a 规章 or 行政规范性文件.

        A plain forward names the document that it forwards, which is not its own.
        """
        if self.reason == NoticeReason.FORWARDING and "转发" in self.title:
            return False
        name = TRIAL_MARK.sub("", self.title.removesuffix("的通知").rstrip("》 "))
        return name.endswith(NORMATIVE_ENDINGS)
