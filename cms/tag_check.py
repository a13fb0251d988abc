"""网页标签自查: which tags of 国办发〔2017〕47号 a page of this site carries."""

from dataclasses import dataclass
from urllib.parse import urlsplit

from django import forms
from django.core.handlers.base import BaseHandler
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.views.generic import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.coreutils import get_dummy_request
from wagtail.models import Site

from cms.models import HomePage
from cms.page_tags import Finding, PageClass, check
from cms.pages import RecordPage

# A permanent address leads to another one, which may have moved.
MOST_REDIRECTS = 3


class NotAPublicPage(Exception):
    """The address leads to nothing that the public reads as a page."""


class AddressForm(forms.Form):
    """Which page of this site is to be checked: an address, or its path alone."""

    address = forms.CharField(
        label="页面地址",
        max_length=2000,
        initial="/",
        help_text="本网站任何公开页面的网址，例如 /library/，也可以粘贴完整网址。",
        error_messages={
            "required": "请填写要自查的页面地址。",
            "max_length": "页面地址太长。",
        },
        widget=forms.TextInput({"size": 80}),
    )

    def __init__(self, *args, hosts: set[str], **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.hosts = hosts

    def clean_address(self) -> str:
        """Return the path; no other site is ever asked."""
        try:
            parts = urlsplit(self.cleaned_data["address"])
        except ValueError:
            raise forms.ValidationError("这不是一个网址。") from None
        is_ours = not parts.netloc or (
            parts.scheme in ("http", "https") and parts.netloc in self.hosts
        )
        if not is_ours or (parts.scheme and not parts.netloc):
            raise forms.ValidationError("只能自查本网站的页面。")
        if parts.path and not parts.path.startswith("/"):
            raise forms.ValidationError("页面地址应以“/”开头。")
        return (parts.path or "/") + (f"?{parts.query}" if parts.query else "")


@dataclass(frozen=True)
class CheckedPage:
    """One page as the public reads it, and how its tags stand."""

    path: str
    page_class: PageClass
    findings: list[Finding]

    @property
    def faults(self) -> int:
        """Return how many tags somebody must mend."""
        return sum(finding.is_fault for finding in self.findings)


def check_page(path: str, request: HttpRequest) -> CheckedPage:
    """Draw the page at this path for the public, in this process, and check its tags.

    Raises NotAPublicPage for anything that the public cannot read, or that is no page.
    """
    for _ in range(MOST_REDIRECTS):
        if path.startswith(reverse("wagtailadmin_home")):
            raise NotAPublicPage
        response = draw(path, request)
        location = response.headers.get("Location", "")
        if not location:
            break
        parts = urlsplit(location)
        if parts.netloc not in ("", request.get_host()):
            raise NotAPublicPage
        path = parts.path + (f"?{parts.query}" if parts.query else "")
    page_class = class_of(response)
    if page_class is None:
        raise NotAPublicPage
    return CheckedPage(path, page_class, check(response.content, page_class))


def draw(path: str, request: HttpRequest) -> HttpResponseBase:
    """Return the site's own answer to somebody who is not signed in.

    Nothing leaves this process: the request goes through the site's own handler.
    """
    public = get_dummy_request(path=path)
    public.META["HTTP_HOST"] = request.get_host()
    public.environ["wsgi.url_scheme"] = request.scheme
    handler = BaseHandler()
    handler.load_middleware()
    return handler.get_response(public)


def class_of(response: HttpResponseBase) -> PageClass | None:
    """Return which class of page this is; None if it is no public page."""
    context = getattr(response, "context_data", None)
    is_page = response.headers.get("Content-Type", "").startswith("text/html")
    if response.status_code != 200 or not is_page or not context:
        return None
    page = context.get("page")
    if isinstance(page, HomePage):
        return PageClass.HOME
    return PageClass.ARTICLE if isinstance(page, RecordPage) else PageClass.COLUMN


class TagCheckView(WagtailAdminTemplateMixin, TemplateView):
    """Shows whoever works here the tags of any page, and what is amiss with them."""

    template_name = "cms/admin/tag_check.html"
    page_title = "网页标签自查"
    header_icon = "code"

    def get_breadcrumbs_items(self):
        return [
            *self.breadcrumbs_items,
            {"url": reverse("tag_check"), "label": self.page_title},
        ]

    def get_context_data(self, **kwargs):
        hosts = {urlsplit(site.root_url).netloc for site in Site.objects.all()}
        form = AddressForm(
            self.request.GET or None, hosts=hosts | {self.request.get_host()}
        )
        checked = None
        if form.is_valid():
            try:
                checked = check_page(form.cleaned_data["address"], self.request)
            except NotAPublicPage:
                form.add_error("address", "这个地址不是公众可以阅读的页面。")
        return super().get_context_data(form=form, checked=checked, **kwargs)
