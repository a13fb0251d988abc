"""What a new document knows before anybody types: who issues it."""

from policies.models import AgencyPage, NoticePage, PolicyIssuer, PolicyPage


def fill_in_agency(page, parent, **kwargs) -> None:
    """Name the agency under whose page a new document is made as its issuer."""
    if not isinstance(parent, AgencyPage):
        return
    if isinstance(page, PolicyPage):
        page.issuers = [PolicyIssuer(agency=parent.agency)]
    elif isinstance(page, NoticePage):
        page.issuing_agency = parent.agency
