"""发文机关: the bodies that issue documents."""

from django.db import models
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel
from wagtail.models import Orderable
from wagtail.search import index


class AgencyLevel(models.TextChoices):
    """The level of government that an agency belongs to."""

    STATE = "state", "国家"
    PROVINCE = "province", "省"
    CITY = "city", "市"
    COUNTY = "county", "县（市、区）"
    TOWN = "town", "乡镇（街道）"
    VILLAGE = "village", "村（居）"


class Agency(index.Indexed, ClusterableModel):
    """A body that issues documents; it may be outside this site (an upper level).

    An agency is never deleted once it has issued something: agencies merge and are
    renamed, which `until`, `successor` and the former names record.
    """

    name = models.CharField("机关名称", max_length=100, unique=True)
    short_name = models.CharField("简称", max_length=50, blank=True)
    institution_code = models.CharField(
        "机构代码",
        max_length=30,
        unique=True,
        null=True,
        blank=True,
        help_text="用于生成索引号，例如 LC0000001。有专页的机关必须填写。",
    )
    level = models.CharField(
        "层级", max_length=10, choices=AgencyLevel.choices, default=AgencyLevel.CITY
    )
    successor = models.ForeignKey(
        "self",
        verbose_name="职能承接机关",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="predecessors",
    )
    until = models.DateField("撤并日期", null=True, blank=True)

    panels = [
        FieldPanel("name"),
        FieldRowPanel([FieldPanel("short_name"), FieldPanel("level")]),
        FieldPanel("institution_code"),
        InlinePanel("codes", label="机关代字"),
        InlinePanel("former_names", label="曾用名"),
        FieldRowPanel([FieldPanel("successor"), FieldPanel("until")]),
    ]
    search_fields = [
        index.SearchField("name"),
        index.AutocompleteField("name"),
        index.AutocompleteField("short_name"),
        index.FilterField("name"),
        index.FilterField("level"),
    ]

    class Meta:
        verbose_name = "机关"
        verbose_name_plural = "机关"
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        super().clean()
        # An empty code is "none", of which there may be many.
        self.institution_code = self.institution_code or None

    def line(self) -> list["Agency"]:
        """Return this agency and those that took over from it, one after the other."""
        line = [self]
        while (heir := line[-1].successor) and heir not in line:
            line.append(heir)
        return line

    def predecessors_in_line(self) -> list["Agency"]:
        """Return all agencies that this one took over from, the nearest first."""
        known = [self]
        for agency in known:
            known += [each for each in agency.predecessors.all() if each not in known]
        return known[1:]

    def known_names(self) -> list[str]:
        """Return the names that a reader may look for its documents under."""
        names = []
        for agency in self.line():
            former = (each.name for each in agency.former_names.all())
            names += [agency.name, agency.short_name, *former]
        return [name for name in names if name]


class AgencyCode(Orderable):
    """机关代字: the letters in front of the year in an agency's document numbers."""

    agency = ParentalKey(Agency, on_delete=models.CASCADE, related_name="codes")
    code = models.CharField("机关代字", max_length=30, unique=True)

    class Meta(Orderable.Meta):
        verbose_name = "机关代字"
        verbose_name_plural = "机关代字"

    def __str__(self) -> str:
        return self.code


class AgencyFormerName(Orderable):
    """A name that an agency bore before; its documents stay findable under it."""

    agency = ParentalKey(Agency, on_delete=models.CASCADE, related_name="former_names")
    name = models.CharField("曾用名", max_length=100)
    until = models.DateField("使用至", null=True, blank=True)

    class Meta(Orderable.Meta):
        verbose_name = "曾用名"
        verbose_name_plural = "曾用名"

    def __str__(self) -> str:
        return self.name
