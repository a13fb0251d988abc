"""编辑指南, 监督检查指南: read in the admin from `docs/`, offline, with pictures."""

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.views.generic import TemplateView, View
from markdown import Markdown
from markdown.extensions.toc import slugify_unicode
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from policies.draft_readers import READS_EVERY_DRAFT

DOCS = settings.BASE_DIR / "docs"
PICTURES = DOCS / "images" / "guide"
TEXTS = {
    "guide": DOCS / "guide-for-editors.md",
    "reviewers_guide": DOCS / "guide-for-reviewers.md",
}


class GuideView(WagtailAdminTemplateMixin, TemplateView):
    """The guide for editors, for everybody who works in the admin."""

    template_name = "cms/admin/guide.html"
    page_title = "编辑指南"
    header_icon = "help"
    address_name = "guide"

    def get_breadcrumbs_items(self):
        return [
            *self.breadcrumbs_items,
            {"url": reverse(self.address_name), "label": self.page_title},
        ]

    def get_context_data(self, **kwargs):
        toc = {"toc": {"slugify": slugify_unicode, "toc_depth": "2-2"}}
        markdown = Markdown(extensions=["toc", "tables"], extension_configs=toc)
        # Our own text, kept beside the code.
        words = TEXTS[self.address_name].read_text(encoding="utf-8")
        text = mark_safe(markdown.convert(words))  # noqa: S308
        contents = markdown.toc_tokens
        return super().get_context_data(guide=text, contents=contents, **kwargs)


class ReviewersGuideView(GuideView):
    """The guide for those who check, for those who may read the reports."""

    page_title = "监督检查指南"
    address_name = "reviewers_guide"

    def dispatch(self, request, *args, **kwargs):
        if not request.user.has_perm(READS_EVERY_DRAFT):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)


class GuidePictureView(View):
    """A picture of a guide, under the address that its text names."""

    def get(self, request, name: str) -> FileResponse:
        path = PICTURES / f"{name}.png"
        if not path.is_file():
            raise Http404
        return FileResponse(path.open("rb"))
