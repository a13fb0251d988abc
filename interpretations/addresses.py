"""Where in the admin a pair is worked on."""

from django.urls import reverse
from wagtail.models import Page

from policies.models import PolicyPage
from policies.pair_preview import PAIR


def write_interpretation_url(policy: PolicyPage) -> str:
    """Return the address that opens a new interpretation tied to this policy."""
    model = policy.interpretations.model
    return f"{add_url(policy.get_parent(), model)}?policy={policy.pk}"


def add_url(parent: Page, model: type[Page]) -> str:
    """Return the address of the form for a new page of this type."""
    kind = (model._meta.app_label, model._meta.model_name)
    return reverse("wagtailadmin_pages:add", args=[*kind, parent.pk])


def edit_url(page: Page) -> str:
    """Return the address of a page's editor."""
    return reverse("wagtailadmin_pages:edit", args=[page.pk])


def reading_url(page, request) -> str:
    """Return where this person reads a listed page: on the site, or its draft."""
    if page.live:
        return page.get_url(request)
    if page.permissions_for_user(request.user).can_edit():
        return edit_url(page)
    return reverse("wagtailadmin_pages:view_draft", args=[page.pk])


def pair_preview_url(page: Page) -> str:
    """Return the address that shows a pair's latest drafts side by side."""
    draft = reverse("wagtailadmin_pages:view_draft", args=[page.pk])
    return f"{draft}?mode={PAIR}"
