"""ImportRecord: which file became which draft, and what could not be read."""

from django.db import models


class ImportRecord(models.Model):
    """One imported file; makes a second run of the same import harmless.

    `doubts` is a list of {"line": int, "message": str, "excerpt": str}, shown in the
    draft's editor until somebody has looked at them.
    """

    agency = models.ForeignKey(
        "policies.Agency", on_delete=models.CASCADE, related_name="+"
    )
    policy = models.ForeignKey(
        "policies.PolicyPage",
        on_delete=models.SET_NULL,
        null=True,
        related_name="import_records",
    )
    file_name = models.CharField("文件名", max_length=255)
    content_hash = models.CharField(max_length=64)
    doubts = models.JSONField("疑点", default=list)
    imported_at = models.DateTimeField("导入时间", auto_now_add=True)

    class Meta:
        verbose_name = "导入记录"
        verbose_name_plural = "导入记录"
        constraints = [
            models.UniqueConstraint(
                fields=["agency", "content_hash"], name="one_import_per_file"
            )
        ]

    def __str__(self) -> str:
        return self.file_name
