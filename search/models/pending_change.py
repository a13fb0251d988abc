"""待写入检索索引的变动: what an index outside the database has not heard of yet."""

from django.db import models


class PendingChange(models.Model):
    """One policy that changed, noted in the transaction of the change.

    No key to the policy: a deleted one must be heard of as well.
    """

    policy_id = models.PositiveIntegerField()
    noted_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = "待写入检索索引的变动"
        verbose_name_plural = "待写入检索索引的变动"

    def __str__(self) -> str:
        return f"[{self.policy_id}]（{self.noted_at}）"
