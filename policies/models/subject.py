"""主题分类: the two-level list of the State Council's library, as data."""

from django.db import models


class Subject(models.Model):
    """One class (1-22) or one item of a class.

    Names age (工商, 扶贫): an old one keeps its code and gets `until`, so that
    documents classed under it stay where they are. Source: the subject list of the
    State Council's own policy library.
    """

    code = models.CharField("代码", max_length=10, unique=True)
    name = models.CharField("名称", max_length=50)
    parent = models.ForeignKey(
        "self",
        verbose_name="上级主题",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
    )
    sort_order = models.PositiveIntegerField("次序", default=0)
    since = models.DateField("启用日期", null=True, blank=True)
    until = models.DateField("停用日期", null=True, blank=True)

    class Meta:
        verbose_name = "主题分类"
        verbose_name_plural = "主题分类"
        ordering = ["sort_order"]

    def __str__(self) -> str:
        # The names contain 顿号 themselves, so levels are joined as gov.cn prints them.
        return f"{self.parent.name}\\{self.name}" if self.parent_id else self.name
