"""DisclosureReview: what was decided when a closed document was looked at again."""

from django.conf import settings
from django.db import models
from django.utils import timezone

from policies.disclosure import Disclosure


class ReviewOutcome(models.TextChoices):
    """What a review ends with."""

    KEPT = "kept", "维持"
    OPENED = "opened", "改为主动公开"


class DisclosureReview(models.Model):
    """One review of a document that is not open: by whom, when, with what end and why.

    A plain row beside the page and no part of its revisions: no revert undoes it, and
    a copied document has not been reviewed. `policies.disclosure_review` writes it.
    """

    wagtail_reference_index_ignore = True

    document = models.ForeignKey(
        "wagtailcore.Page",
        verbose_name="文件",
        on_delete=models.CASCADE,
        related_name="disclosure_reviews",
    )
    disclosure = models.CharField(
        "当时的公开属性", max_length=12, choices=Disclosure.choices
    )
    outcome = models.CharField("复核结果", max_length=8, choices=ReviewOutcome.choices)
    reason = models.TextField("理由")
    reviewed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="复核人",
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
    )
    reviewed_at = models.DateTimeField("复核时间", default=timezone.now)

    class Meta:
        verbose_name = "公开属性复核"
        verbose_name_plural = "公开属性复核"
        ordering = ["-reviewed_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.document}：{self.words}（{self.reviewed_at:%Y-%m-%d}）"

    @property
    def words(self) -> str:
        """Return the outcome as one says it: 维持依申请公开, 改为主动公开."""
        if self.outcome == ReviewOutcome.KEPT:
            return f"维持{self.get_disclosure_display()}"
        return ReviewOutcome.OPENED.label
