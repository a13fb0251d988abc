"""ValidityEvent: the dated facts that decide whether a policy is in force."""

import datetime

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Case, When
from django.db.models.functions import Coalesce, Least
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.search import index

from policies.citation import cited
from policies.validity import ValidityEventKind


class ValidityEventQuerySet(models.QuerySet):
    """Events in the order in which they took effect."""

    def standing(self):
        """Return those that no later 更正 has taken back, oldest first."""
        return self.filter(correction__isnull=True).order_by("takes_effect_on", "pk")

    def with_announcement(self):
        """Add `announced_on` to each: when it took effect, or its cause was public."""
        public_cause = Case(When(cause__live=True, then="cause__public_on"))
        return self.annotate(
            announced_on=Least(
                "takes_effect_on", Coalesce(public_cause, "takes_effect_on")
            )
        )

    def amending(self, *, until: datetime.date):
        """Return the standing 修改 in effect on that day, each with `announced_on`."""
        return (
            self.standing()
            .filter(kind=ValidityEventKind.AMENDED, takes_effect_on__lte=until)
            .with_announcement()
        )


class ValidityEvent(index.Indexed, models.Model):
    """One dated fact about a policy, with what caused it.

    A plain row beside the page and no part of its revisions: an older draft or a
    revert never undoes a repeal. A wrong event is not overwritten; an event of kind
    更正 that names it takes it back, with actor and reason kept.
    """

    policy = models.ForeignKey(
        "policies.PolicyPage",
        verbose_name="政策文件",
        on_delete=models.CASCADE,
        related_name="validity_events",
    )
    kind = models.CharField("类型", max_length=16, choices=ValidityEventKind.choices)
    takes_effect_on = models.DateField(
        "生效日期", help_text="废止、失效自这一天起；修改自这一天起施行。"
    )
    cause = models.ForeignKey(
        "policies.PolicyPage",
        verbose_name="依据的文件",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="effects",
    )
    cause_citation = models.CharField(
        "依据的文件（库外）",
        max_length=255,
        blank=True,
        help_text="依据的文件不在本库时，填写标题和文号，或者清理目录名称。",
    )
    new_valid_until = models.DateField("新的有效期至", null=True, blank=True)
    corrects = models.OneToOneField(
        "self",
        verbose_name="更正的事项",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="correction",
    )
    note = models.TextField("说明", blank=True)
    recorded_at = models.DateTimeField("记录时间", auto_now_add=True)

    objects = ValidityEventQuerySet.as_manager()

    panels = [
        FieldPanel("policy"),
        FieldRowPanel([FieldPanel("kind"), FieldPanel("takes_effect_on")]),
        FieldRowPanel([FieldPanel("cause"), FieldPanel("cause_citation")]),
        FieldPanel("new_valid_until"),
        FieldPanel("corrects"),
        FieldPanel("note"),
    ]

    class Meta:
        verbose_name = "有效性事项"
        verbose_name_plural = "有效性事项"
        ordering = ["-takes_effect_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(corrects=None)
                | models.Q(kind=ValidityEventKind.CORRECTED),
                name="only_a_correction_corrects",
                violation_error_message="只有“更正”可以指明更正的事项。",
            )
        ]

    def __str__(self) -> str:
        return f"{self.policy}：{self.get_kind_display()}（{self.takes_effect_on}）"

    def save(self, *args, **kwargs) -> None:
        super().save(*args, **kwargs)
        self.refresh_policy()

    def delete(self, *args, **kwargs):
        result = super().delete(*args, **kwargs)
        self.refresh_policy()
        return result

    def clean(self) -> None:
        super().clean()
        if self.corrects_id and self.corrects.policy_id != self.policy_id:
            raise ValidationError({"corrects": "更正的事项不属于这份文件。"})
        if self.kind == ValidityEventKind.CORRECTED and not self.corrects_id:
            raise ValidationError({"corrects": "请选择要更正的事项。"})

    @property
    def cause_in_words(self) -> str:
        """Return the cause as a citation; from the library only if public."""
        if self.cause_id is None or not self.cause.live:
            return self.cause_citation
        return cited(self.cause.title, self.cause.document_number)

    def refresh_policy(self) -> None:
        """Derive the policy's dates again and store them, leaving all else alone."""
        # Read afresh: a policy held in memory may carry unsaved dates.
        policy = type(self.policy).objects.get(pk=self.policy_id)
        policy.derive_validity()
        policy.save(
            update_fields=["in_force_from", "in_force_until", "validity"], clean=False
        )
