"""PolicyRelation: how one document refers to another, in or outside the library."""

from django.db import models
from django.db.models import Q
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel, PageChooserPanel
from wagtail.models import Orderable

from policies.citation import cited
from policies.validity import ValidityEventKind


class RelationKind(models.TextChoices):
    """What the source does with, or takes from, the target."""

    BASIS = "basis", "依据"
    IMPLEMENTS = "implements", "贯彻落实"
    FORWARDS = "forwards", "转发"
    AMENDS = "amends", "修改"
    REPEALS = "repeals", "废止"
    REPLACES = "replaces", "替代"
    SUPPORTS = "supports", "配套"

    @classmethod
    def changing_validity(cls) -> frozenset["RelationKind"]:
        """Return the kinds that change whether, or how, the target is in force."""
        return frozenset(EVENT_KINDS)


EVENT_KINDS = {
    RelationKind.AMENDS: ValidityEventKind.AMENDED,
    RelationKind.REPEALS: ValidityEventKind.REPEALED,
    RelationKind.REPLACES: ValidityEventKind.REPEALED,
}


class PolicyRelation(Orderable):
    """A reference to a policy of this library, or the citation of one outside it."""

    source = ParentalKey(
        "policies.PolicyPage", on_delete=models.CASCADE, related_name="relations"
    )
    kind = models.CharField("关系", max_length=12, choices=RelationKind.choices)
    target = models.ForeignKey(
        "policies.PolicyPage",
        verbose_name="库内文件",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="incoming_relations",
    )
    cited_number = models.CharField("文号（库外文件）", max_length=200, blank=True)
    cited_title = models.CharField("标题（库外文件）", max_length=255, blank=True)
    effective_on = models.DateField(
        "生效日期", null=True, blank=True, help_text="留空则与本文件同日。"
    )
    found_in = models.CharField("出处", max_length=255, blank=True)

    panels = [
        FieldRowPanel([FieldPanel("kind"), FieldPanel("effective_on")]),
        PageChooserPanel("target"),
        FieldRowPanel([FieldPanel("cited_number"), FieldPanel("cited_title")]),
        FieldPanel("found_in"),
    ]

    class Meta(Orderable.Meta):
        verbose_name = "文件关系"
        verbose_name_plural = "文件关系"
        constraints = [
            models.CheckConstraint(
                condition=Q(target__isnull=False)
                | ~Q(cited_number="")
                | ~Q(cited_title=""),
                name="relation_names_its_target",
                violation_error_message="请选择库内文件，或者填写库外文件的文号或标题。",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}{self.citation}"

    def save(self, *args, **kwargs) -> None:
        # The citation stays when the target is deleted one day.
        if self.target_id and not (self.cited_title or self.cited_number):
            self.cited_title = self.target.title
            self.cited_number = self.target.document_number
        super().save(*args, **kwargs)

    @property
    def event_kind(self) -> ValidityEventKind:
        """Return the event that this relation causes; KeyError if it causes none."""
        return EVENT_KINDS[RelationKind(self.kind)]

    @property
    def citation(self) -> str:
        """Return the target as one cites it: 《标题》（文号）."""
        title = self.target.title if self.target_id else self.cited_title
        number = self.target.document_number if self.target_id else self.cited_number
        return cited(title, number)

    @property
    def is_public(self) -> bool:
        """Tell whether this may be shown: a draft's title is nobody's to read yet."""
        return self.target_id is None or self.target.live
