"""The composing models of the site: its home page and its identity."""

from wagtail.admin.panels import FieldPanel
from wagtail.fields import RichTextField

from cms.media import LibraryDocument, LibraryImage, LibraryRendition
from cms.metadata import SiteIdentity
from cms.pages import BasePage
from cms.vitals import Vital
from interpretations.models import InterpretationPage
from policies.models import AgencyPage, PolicyPage
from search.models import PolicyLibraryPage

__all__ = [
    "HomePage",
    "LibraryDocument",
    "LibraryImage",
    "LibraryRendition",
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
        "policies.AgencyPage",
    ]
    content_panels = [*BasePage.content_panels, FieldPanel("introduction")]
    template = "cms/home_page.html"

    class Meta:
        verbose_name = "首页"
        verbose_name_plural = "首页"

    def get_context(self, request, *args, **kwargs):
        """Add the newest policies and interpretations, agencies, and 底数."""
        context = super().get_context(request, *args, **kwargs)
        live = PolicyPage.objects.live()
        context["policies"] = live.for_listing().newest_first()[:8]
        context["interpretations"] = (
            InterpretationPage.objects.live()
            .public()
            .select_related("policy")
            .order_by("-published_on", "-first_published_at", "-pk")[:6]
        )
        context["agencies"] = AgencyPage.objects.live().select_related("agency")
        context["count_total"] = live.count()
        context["count_in_force"] = live.in_force().count()
        context["library"] = PolicyLibraryPage.objects.live().first()
        return context
