"""Pages whose rich text is stored clean, whichever way it comes in."""

from django.db import models
from wagtail.fields import RichTextField, StreamField

from cms.blocks import rewrite_rich_text
from policies.rich_text import clean_rich_text


class CleanTextsMixin(models.Model):
    """A page that cleans its rich text before a draft or the page itself is stored."""

    class Meta:
        abstract = True

    def save(self, *args, **kwargs):
        if not kwargs.get("update_fields"):
            self.clean_texts()
        return super().save(*args, **kwargs)

    def save_revision(self, *args, **kwargs):
        self.clean_texts()
        return super().save_revision(*args, **kwargs)

    def clean_texts(self) -> None:
        """Put all rich text of this page into the library's form, losing no word."""
        for stored in self._meta.get_fields():
            if isinstance(stored, RichTextField):
                text = clean_rich_text(getattr(self, stored.name))
                setattr(self, stored.name, text)
            elif isinstance(stored, StreamField):
                rewrite_rich_text(getattr(self, stored.name), clean_rich_text)
