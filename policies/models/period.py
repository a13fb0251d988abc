"""ValidityTerm: how long normative documents are valid, as data of the jurisdiction."""

from django.db import models


class ValidityTerm(models.Model):
    """One usual 有效期: documents whose title has one of the words get these years.

    The row without words is the default. Provinces differ (Hunan: 5 years, 暂行/试行
    2; Guangdong: at most 5 and 3), so an administrator edits the rows.
    """

    words = models.CharField(
        "标题中的字样",
        max_length=100,
        blank=True,
        help_text="用顿号分开，例如 暂行、试行；留空表示其他文件。",
    )
    years = models.PositiveSmallIntegerField("有效期（年）")
    source = models.CharField("依据", max_length=200, blank=True)

    class Meta:
        verbose_name = "有效期规则"
        verbose_name_plural = "有效期规则"
        ordering = ["-words", "pk"]

    def __str__(self) -> str:
        return f"{self.words or '其他文件'}：{self.years} 年"

    def applies_to(self, title: str) -> bool:
        """Tell whether a document of this title has this term."""
        words = [word for word in self.words.split("、") if word]
        return not words or any(word in title for word in words)
