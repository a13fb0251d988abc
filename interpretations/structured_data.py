"""An interpretation as schema.org's Article about a Legislation."""

from typing import TYPE_CHECKING

from cms.structured_data import organization
from policies.structured_data import named

if TYPE_CHECKING:
    from interpretations.models import InterpretationPage


def article(page: "InterpretationPage", root: str, picture: str) -> dict:
    """Return the public facts of an interpretation; `picture` is an address or empty.

    `root` is the site's address, without the last slash.
    """
    body = page.interpreting_body
    return {
        "@type": "Article",
        "url": page.full_url,
        "headline": page.title,
        "inLanguage": "zh-CN",
        "isAccessibleForFree": True,
        "genre": page.get_form_display(),
        "author": body and organization(body.name),
        "publisher": body and organization(body.name),
        "datePublished": page.public_since,
        "dateModified": page.last_published_at,
        "image": picture,
        "about": page.policy_id and named(page.policy, root),
    }
