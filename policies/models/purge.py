"""PurgeRecord: what is left of a record that should never have been here."""

from django.conf import settings
from django.db import models


class PurgeRecord(models.Model):
    """One purge: the 索引号, who did it, and where the document was handed over.

    Nothing of the content, not even the title: that may be the secret.
    """

    index_number = models.CharField("索引号", max_length=60)
    note = models.TextField("移交说明")
    purged_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="清除人",
        on_delete=models.PROTECT,
        related_name="+",
    )
    purged_at = models.DateTimeField("清除时间", auto_now_add=True)

    class Meta:
        verbose_name = "清除记录"
        verbose_name_plural = "清除记录"
        ordering = ["-purged_at"]

    def __str__(self) -> str:
        return f"{self.index_number}（{self.purged_at:%Y-%m-%d}）"
