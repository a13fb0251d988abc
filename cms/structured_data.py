"""JSON-LD: what a page is about, in a form that machines read without guessing.

The block is data, which no browser executes: the content security policy allows it.
"""

import json

from django.core.serializers.json import DjangoJSONEncoder
from django.utils.safestring import SafeString, mark_safe
from wagtail.models import Site

SCHEMA = "https://schema.org"
# What would end the block, or begin another: JSON has other words for these marks.
ESCAPES = {ord(">"): "\\u003E", ord("<"): "\\u003C", ord("&"): "\\u0026"}


def data_block(data: dict) -> SafeString:
    """Return the data as the text of a JSON-LD block, safe to stand in a page."""
    text = json.dumps(
        {"@context": SCHEMA, **filled(data)}, cls=DjangoJSONEncoder, ensure_ascii=False
    )
    return mark_safe(text.translate(ESCAPES))  # noqa: S308 - escaped right here


def filled(data: dict) -> dict:
    """Return the data without what is empty: unknown is not said, never invented."""
    return {name: value for name, value in data.items() if value not in (None, "", [])}


def root_url(request) -> str:
    """Return the address of the site that was asked, without the last slash."""
    site = Site.find_for_request(request)
    return site.root_url if site else ""


def organization(name: str) -> dict:
    """Return a public body as schema.org describes one."""
    return {"@type": "GovernmentOrganization", "name": name}
