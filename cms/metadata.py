"""Who this site is: what every page's head and foot say of it."""

from functools import partial

from django.db import models
from wagtail.admin.panels import FieldPanel
from wagtail.contrib.settings.models import BaseSiteSetting, register_setting

from cms.changes import remembered


@register_setting(icon="site")
class SiteIdentity(BaseSiteSetting):
    """The registered facts of a government site (国办发〔2017〕47号, 网页标签)."""

    name = models.CharField("网站名称", max_length=100, default="政策文件库")
    organizer = models.CharField("主办单位", max_length=100, blank=True)
    id_code = models.CharField("网站标识码", max_length=20, blank=True)
    contact = models.CharField("联系方式", max_length=200, blank=True)

    panels = [
        FieldPanel("name"),
        FieldPanel("organizer"),
        FieldPanel("id_code"),
        FieldPanel("contact"),
    ]

    class Meta:
        verbose_name = "网站信息"

    @classmethod
    def for_site(cls, site):
        if site is None:
            return super().for_site(site)
        # Every page says it, and hardly anybody ever changes it.
        return remembered(f"identity of {site.pk}", partial(super().for_site, site))
