"""无结果检索: what people asked for and the library does not have."""

from django.db import models


class SearchWithoutFinds(models.Model):
    """A recorded search that found nothing; goes with Wagtail's record of it."""

    query = models.OneToOneField(
        "wagtailsearchpromotions.Query",
        verbose_name="检索词",
        on_delete=models.CASCADE,
        related_name="without_finds",
    )
    last_on = models.DateField("最近检索")

    class Meta:
        verbose_name = "无结果检索"
        verbose_name_plural = "无结果检索"

    def __str__(self) -> str:
        return self.query.query_string
