"""AgencyPage: an agency's public page and its editors' part of the tree."""

from array import array

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.fields import RichTextField

from cms.changes import remembered
from cms.pages import BasePage
from policies.parted_list import Part, parted_list, parts_by_validity

from .agency import Agency
from .notice import NoticePage
from .policy import PolicyIssuer, PolicyPage


class AgencyPage(BasePage):
    """An agency's public page, and the subtree that its editors work in."""

    agency = models.OneToOneField(
        Agency, verbose_name="机关", on_delete=models.PROTECT, related_name="page"
    )
    introduction = RichTextField("机关简介", features=["bold", "link"], blank=True)
    office_address = models.CharField("办公地址", max_length=200, blank=True)
    office_hours = models.CharField("办公时间", max_length=200, blank=True)
    telephone = models.CharField("联系电话", max_length=100, blank=True)
    email = models.EmailField("电子邮箱", blank=True)

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
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("telephone"), FieldPanel("email")]),
                FieldRowPanel(
                    [FieldPanel("office_address"), FieldPanel("office_hours")]
                ),
            ],
            heading="联系方式",
        ),
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

    def describe(self) -> str:
        return f"{self.agency.name}制发的政策文件、政策解读和其他公文。"

    def get_context(self, request, *args, **kwargs):
        """Add the `agency` and its `listing`, all that it answers for, in parts.

        What the agencies issued whose work it carries on, `former_agencies`, stands
        among its own, as it does in the library.
        """
        context = super().get_context(request, *args, **kwargs)
        agency = (
            Agency.objects.select_related("successor__page")
            .prefetch_related("former_names", "codes")
            .get(pk=self.agency_id)
        )
        former = agency.predecessors_in_line()
        interpretations = interpretations_of([agency, *former])
        notices = NoticePage.objects.live().filter(issuing_agency=agency)
        explained, noticed = remembered(
            f"keys of what agency {agency.pk} has beside policies",
            lambda: [
                array(
                    "Q",
                    pages.order_by("-public_on", "-pk").values_list("pk", flat=True),
                )
                for pages in (interpretations, notices)
            ],
        )
        # For the head of the page, which names the agency too.
        self.agency = context["agency"] = agency
        context["former_agencies"] = former
        context["listing"] = parted_list(
            [
                *parts_by_validity(PolicyPage.objects.all(), agency=agency.pk),
                Part(
                    "interpretations",
                    "政策解读",
                    len(explained),
                    lambda: explained,
                    interpretations.select_related("policy", "interpreting_body"),
                    "interpretation",
                ),
                Part(
                    "notices",
                    "其他公文",
                    len(noticed),
                    lambda: noticed,
                    notices.defer("body"),
                    "notice",
                ),
            ],
            request.GET,
        )
        return context


def interpretations_of(agencies):
    """Return what explains these agencies' policies or comes from them.

    By the relation, so that this lower app need not import the higher one.
    """
    model = PolicyPage.interpretations.rel.related_model
    issued = PolicyIssuer.objects.filter(agency__in=agencies).values("policy")
    return (
        model.objects.live()
        .public()
        .filter(Q(policy__in=issued) | Q(interpreting_body__in=agencies))
    )
