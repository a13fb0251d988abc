"""Fills in the admin's page forms as a browser would send them."""

from django.http import QueryDict
from django.test import Client
from django.urls import reverse
from wagtail.fields import StreamField
from wagtail.models import Page
from wagtail.test.utils.form_data import (
    nested_form_data,
    querydict_from_html,
    rich_text,
    streamfield,
)

from policies.models import Agency


def add_url(parent: Page, app_model: str) -> str:
    """Return the address of the form for a new page, e.g. `policies.policypage`."""
    app, model = app_model.split(".")
    return reverse("wagtailadmin_pages:add", args=[app, model, parent.pk])


def edit_url(page: Page) -> str:
    return reverse("wagtailadmin_pages:edit", args=[page.pk])


def filled_in(client: Client, address: str, page: Page, **changes) -> dict:
    """Return what the form at this address sends if a person changes only `changes`.

    `page` gives the streams, which the browser builds by script; their texts go back
    as they are.
    """
    html = client.get(address).content.decode()
    data: QueryDict = querydict_from_html(html, form_id="page-edit-form")
    form = {key: data.getlist(key) for key in data}
    for field in page._meta.get_fields():
        if isinstance(field, StreamField):
            texts = [
                (child.block_type, rich_text(child.value.source))
                for child in getattr(page, field.name)
                if child.block_type == "text"
            ]
            form |= nested_form_data({field.name: streamfield(texts)})
    for key in list(form):
        if key.startswith("action-"):
            del form[key]
    return form | changes


def one_issuer(agency: Agency) -> dict[str, str]:
    """Return what the browser's script adds to a new policy's form for its agency."""
    return {
        "issuers-TOTAL_FORMS": "1",
        "issuers-0-agency": str(agency.pk),
        "issuers-0-ORDER": "1",
        "issuers-0-id": "",
        "issuers-0-DELETE": "",
    }


def send(client: Client, page: Page, **changes):
    """Open a page's editor, change the given fields, send it; return the response."""
    latest = page.get_latest_revision_as_object()
    address = edit_url(page)
    data = filled_in(client, address, latest, **changes)
    return client.post(address, data, follow=True)
