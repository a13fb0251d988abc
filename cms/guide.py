"""编辑指南: the guide in `docs/`, read in the admin, offline, with its pictures."""

from django.conf import settings
from django.http import FileResponse, Http404
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.views.generic import TemplateView, View
from markdown import Markdown
from markdown.extensions.toc import slugify_unicode
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

DOCS = settings.BASE_DIR / "docs"
PICTURES = DOCS / "images" / "guide"
TEXT = DOCS / "guide-for-editors.md"


class GuideView(WagtailAdminTemplateMixin, TemplateView):
    """The guide for editors, for everybody who works in the admin."""

    template_name = "cms/admin/guide.html"
    page_title = "编辑指南"
    header_icon = "help"

    def get_breadcrumbs_items(self):
        return [
            *self.breadcrumbs_items,
            {"url": reverse("guide"), "label": self.page_title},
        ]

    def get_context_data(self, **kwargs):
        toc = {"toc": {"slugify": slugify_unicode, "toc_depth": "2-2"}}
        markdown = Markdown(extensions=["toc", "tables"], extension_configs=toc)
        # Our own text, kept beside the code.
        text = mark_safe(markdown.convert(TEXT.read_text(encoding="utf-8")))  # noqa: S308
        contents = markdown.toc_tokens
        return super().get_context_data(guide=text, contents=contents, **kwargs)


class GuidePictureView(View):
    """A picture of the guide, under the address that its text names."""

    def get(self, request, name: str) -> FileResponse:
        path = PICTURES / f"{name}.png"
        if not path.is_file():
            raise Http404
        return FileResponse(path.open("rb"))
