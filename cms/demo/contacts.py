"""Says on the sample agencies' pages how to reach them."""

import tomllib

from cms.demo.documents import CONTENT
from policies.models import AgencyPage


def fill_contacts() -> None:
    """Fill in telephone, address and office hours from the data file."""
    contacts = tomllib.loads((CONTENT / "contacts.toml").read_text(encoding="utf-8"))
    for page in AgencyPage.objects.filter(slug__in=contacts):
        for field, words in contacts[page.slug].items():
            setattr(page, field, words)
        page.save_revision().publish()
