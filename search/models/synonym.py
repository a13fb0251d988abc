"""检索同义词: official short and full names, kept by an administrator."""

from django.core.exceptions import ValidationError
from django.db import models
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.search import index

from search.analysis import atoms


class SearchSynonym(index.Indexed, models.Model):
    """Two official names of one thing; a question finds documents with either."""

    full_name = models.CharField("全称", max_length=60)
    short_name = models.CharField("简称", max_length=30)

    panels = [FieldRowPanel([FieldPanel("full_name"), FieldPanel("short_name")])]
    search_fields = [
        index.SearchField("full_name"),
        index.SearchField("short_name"),
        index.AutocompleteField("full_name"),
        index.AutocompleteField("short_name"),
    ]

    class Meta:
        verbose_name = "检索同义词"
        verbose_name_plural = "检索同义词"
        ordering = ["short_name", "full_name"]
        constraints = [
            models.UniqueConstraint(
                fields=["full_name", "short_name"],
                name="one_synonym_per_pair",
                violation_error_message="这一对名称已经有了。",
            )
        ]

    def __str__(self) -> str:
        return f"{self.short_name} ↔ {self.full_name}"

    def clean(self) -> None:
        super().clean()
        for name in ("full_name", "short_name"):
            if not atoms(getattr(self, name)):
                raise ValidationError({name: "名称中没有可以检索的文字。"})
        if self.full_name == self.short_name:
            raise ValidationError({"short_name": "全称和简称相同。"})
