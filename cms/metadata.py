"""Who this site is: what every page's head and foot say of it."""

from django.db import models
from wagtail.admin.panels import FieldPanel
from wagtail.contrib.settings.models import BaseSiteSetting, register_setting


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
