"""The composing models of the site: its home page and its identity."""

from wagtail.admin.panels import FieldPanel
from wagtail.fields import RichTextField

from cms.changes import PublicChange
from cms.home import front
from cms.media import LibraryDocument, LibraryImage, LibraryRendition
from cms.metadata import SiteIdentity
from cms.pages import BasePage
from cms.vitals import Vital

__all__ = [
    "HomePage",
    "LibraryDocument",
    "LibraryImage",
    "LibraryRendition",
    "PublicChange",
    "SiteIdentity",
    "Vital",
]


class HomePage(BasePage):
    """首页: the search box first, then what is new."""

    introduction = RichTextField("简介", features=["bold", "link"], blank=True)

    parent_page_types = ["wagtailcore.Page"]
    subpage_types = [
        "search.PolicyLibraryPage",
        "interpretations.InterpretationIndexPage",
        "policies.DisclosureColumnPage",
        "policies.AgencyPage",
    ]
    content_panels = [*BasePage.content_panels, FieldPanel("introduction")]
    template = "cms/home_page.html"

    class Meta:
        verbose_name = "首页"
        verbose_name_plural = "首页"

    def describe(self) -> str:
        return f"{self.title}：检索、查阅、下载政策文件，对照阅读政策解读。"

    def get_context(self, request, *args, **kwargs):
        """Add what is new, what changes soon, the ways in, and 底数; see `cms.home`."""
        return super().get_context(request, *args, **kwargs) | front()
