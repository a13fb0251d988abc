"""附件: a file that belongs to a page, under its own title."""

from django.db import models
from wagtail.admin.panels import FieldPanel
from wagtail.models import Orderable


class Attachment(Orderable):
    """A file under its own title, in order; its page is named by each subclass."""

    title = models.CharField("附件名称", max_length=200)
    document = models.ForeignKey(
        "cms.LibraryDocument",
        verbose_name="文件",
        on_delete=models.CASCADE,
        related_name="+",
    )

    panels = [FieldPanel("title"), FieldPanel("document")]

    class Meta(Orderable.Meta):
        abstract = True
        verbose_name = "附件"
        verbose_name_plural = "附件"

    def __str__(self) -> str:
        return self.title
