"""Images and documents of the library: our own models, so that they can grow.

Who may fetch one, and under which address, is said in `cms.media_access`.
"""

from django.core.exceptions import ValidationError
from django.db import models
from django.urls import reverse
from wagtail.documents.models import AbstractDocument, Document
from wagtail.images.models import AbstractImage, AbstractRendition, Image

from cms.file_types import CONTENT_TYPES


class LibraryImage(AbstractImage):
    """A picture; `description` is its text alternative (Wagtail's own field)."""

    admin_form_fields = Image.admin_form_fields

    class Meta(AbstractImage.Meta):
        verbose_name = "图片"
        verbose_name_plural = "图片"
        # Its address is its name in the storage, so it is looked up by that.
        indexes = [models.Index(fields=["file"], name="image_by_file")]


class LibraryRendition(AbstractRendition):
    """A picture in one size and format."""

    image = models.ForeignKey(
        LibraryImage, on_delete=models.CASCADE, related_name="renditions"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["image", "filter_spec", "focal_point_key"],
                name="one_rendition_per_filter",
            )
        ]
        indexes = [models.Index(fields=["file"], name="rendition_by_file")]

    @property
    def url(self) -> str:
        """Return our own address, which asks the rule, whatever the storage offers."""
        return reverse("media", args=[self.file.name])


class LibraryDocument(AbstractDocument):
    """A file that a policy, notice or interpretation carries."""

    admin_form_fields = Document.admin_form_fields

    class Meta(AbstractDocument.Meta):
        verbose_name = "文件"
        verbose_name_plural = "文件"

    def clean(self) -> None:
        """Refuse a type of file that is not on the list; raises ValidationError."""
        try:
            super().clean()
        except ValidationError as error:
            allowed = "、".join(CONTENT_TYPES)
            raise ValidationError(
                {"file": f"不能上传这种类型的文件。可以上传的类型：{allowed}。"}
            ) from error
