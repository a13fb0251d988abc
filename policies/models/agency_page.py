"""AgencyPage: an agency's public page and its editors' part of the tree."""

from django.core.exceptions import ValidationError
from django.db import models
from wagtail.admin.panels import FieldPanel
from wagtail.fields import RichTextField

from cms.pages import BasePage

from .agency import Agency
from .notice import NoticePage
from .policy import PolicyPage


class AgencyPage(BasePage):
    """An agency's public page, and the subtree that its editors work in."""

    agency = models.OneToOneField(
        Agency, verbose_name="机关", on_delete=models.PROTECT, related_name="page"
    )
    introduction = RichTextField("机关简介", features=["bold", "link"], blank=True)

    parent_page_types = ["cms.HomePage"]
    subpage_types = [
        "policies.PolicyPage",
        "policies.NoticePage",
        "interpretations.InterpretationPage",
    ]
    content_panels = [
        *BasePage.content_panels,
        FieldPanel("agency"),
        FieldPanel("introduction"),
    ]
    template = "policies/agency_page.html"

    class Meta:
        verbose_name = "机关专页"
        verbose_name_plural = "机关专页"

    def clean(self) -> None:
        super().clean()
        if self.agency_id and not self.agency.institution_code:
            raise ValidationError(
                {"agency": "该机关还没有机构代码，无法生成索引号，请先补充机构代码。"}
            )
        self.refuse_second_page()

    def minimal_clean(self) -> None:
        super().minimal_clean()
        self.refuse_second_page()

    def refuse_second_page(self) -> None:
        """Say in words what also somebody reads who copies a section."""
        others = AgencyPage.objects.filter(agency_id=self.agency_id)
        if self.agency_id and others.exclude(pk=self.pk).exists():
            raise ValidationError(
                {"agency": f"{self.agency}已经有专页，一个机关只设一个专页。"}
            )

    def get_context(self, request, *args, **kwargs):
        """Add what the agency has published: `policies`, `notices`, newest first.

        And `taken_over`, the policies of the agencies whose work it carries on.
        """
        context = super().get_context(request, *args, **kwargs)
        former = self.agency.predecessors_in_line()
        context["former_agencies"] = former
        context["taken_over"] = (
            PolicyPage.objects.live()
            .filter(issuers__agency__in=former)
            .exclude(issuers__agency=self.agency)
            .distinct()
            .for_listing()
            .newest_first()[:50]
            if former
            else []
        )
        context["policies"] = (
            PolicyPage.objects.live()
            .issued_by(self.agency)
            .for_listing()
            .newest_first()[:50]
        )
        context["notices"] = (
            NoticePage.objects.live()
            .filter(issuing_agency=self.agency)
            .order_by("-published_on", "-pk")[:20]
        )
        return context
