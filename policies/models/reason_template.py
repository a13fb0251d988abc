"""ReasonTemplate: usual reasons for not disclosing, as data an administrator edits."""

from django.db import models


class ReasonTemplate(models.Model):
    """One usual ground for keeping a document closed: its article and its words."""

    name = models.CharField("名称", max_length=60, unique=True)
    basis = models.CharField("法律依据", max_length=200)
    reason = models.TextField("理由")
    sort_order = models.PositiveIntegerField("次序", default=0)

    class Meta:
        verbose_name = "常用不公开理由"
        verbose_name_plural = "常用不公开理由"
        ordering = ["sort_order", "pk"]

    def __str__(self) -> str:
        return self.name
