"""What the public can fetch, seen through an anonymous client, and whether it agrees.

Shared by the table of paths and the random walks: both ask the same after each step.
"""

from dataclasses import dataclass, field
from urllib.parse import urlsplit

from django.test import Client
from django.urls import reverse
from lxml import html
from wagtail.models import Page

from cms.models import HomePage
from interpretations.audit import breaches
from interpretations.models import InterpretationIndexPage, InterpretationPage
from policies.models import AgencyPage, PolicyPage
from search.models import PolicyLibraryPage

SOUND_TREE = ([], [], [], [], [])


@dataclass
class PublicView:
    """The documents that an anonymous visitor can read, and what is wrong with that."""

    policies: set[int] = field(default_factory=set)
    interpretations: set[int] = field(default_factory=set)
    wrong: list[str] = field(default_factory=list)


def contradictions() -> list[str]:
    """Return all that is wrong with what is public now; empty if the promise holds.

    A policy without an interpretation, an interpretation without its policy, a list
    or a permanent address that knows more or less, an unsound tree, and whatever
    `check_publication` says.
    """
    return [
        *look().wrong,
        *(f"check_publication: {breach}" for breach in breaches()),
        *(
            ["the tree is unsound: " + repr(Page.find_problems())]
            if Page.find_problems() != SOUND_TREE
            else []
        ),
    ]


def look() -> PublicView:
    """Fetch every document and every list as a visitor without a session."""
    client = Client()
    seen = PublicView()
    policies = by_address(PolicyPage)
    readings = by_address(InterpretationPage)
    documents = policies | readings
    readable = {
        address: html.fromstring(response.content)
        for address in documents
        if (response := fetch(client, address, seen)).status_code == 200
    }
    links = {address: set(paths_in(page)) for address, page in readable.items()}
    seen.policies = {policies[a].pk for a in readable if a in policies}
    seen.interpretations = {readings[a].pk for a in readable if a in readings}
    for address, page in policies.items():
        check_policy(client, page, address, readings, links, seen)
    for address in readings.keys() & readable.keys():
        policy = readings[address].policy
        if policy.get_url() not in readable:
            seen.wrong.append(f"{address} can be read without its policy")
        elif policy.get_url() not in links[address]:
            seen.wrong.append(f"{address} does not lead to its policy")
    check_lists(client, documents, readable, seen)
    return seen


def by_address(model) -> dict:
    """Return all pages of the type that stand below a site, live or not."""
    return {page.get_url(): page for page in model.objects.all() if page.get_url()}


def check_policy(client, page, address, readings, links, seen) -> None:
    """Compare a policy's page, its interpretations and its permanent address."""
    readable = address in links
    if readable:
        own = {a for a, reading in readings.items() if reading.policy_id == page.pk}
        if not own & links.keys():
            seen.wrong.append(f"{address} can be read without an interpretation")
        elif not own & links.keys() & links[address]:
            seen.wrong.append(f"{address} leads to no interpretation that can be read")
    if not page.index_number:
        return
    permanent = reverse("permanent_address", args=[page.index_number])
    answer = fetch(client, permanent, seen)
    if readable != (answer.status_code in (301, 302)):
        seen.wrong.append(f"{permanent} answers {answer.status_code} for {address}")


def check_lists(client, documents, readable, seen) -> None:
    """See that lists and search lead to no document that cannot be read."""
    library = f"{PolicyLibraryPage.objects.first().get_url()}?validity=any"
    sections = [
        HomePage.objects.first(),
        InterpretationIndexPage.objects.first(),
        *AgencyPage.objects.live().public(),
    ]
    addresses = [page.get_url() for page in sections if page and page.get_url()]
    listed: set[str] = set()
    for address in [*addresses, f"{library}&q=补贴", library]:
        response = fetch(client, address, seen)
        if response.status_code != 200:
            seen.wrong.append(f"{address} answers {response.status_code}")
            continue
        listed = set(paths_in(html.fromstring(response.content))) & documents.keys()
        dead = listed - readable.keys()
        seen.wrong += [f"{address} leads to {path}" for path in dead]
    # The last list was the whole library.
    for address in readable:
        page = documents[address]
        if isinstance(page, PolicyPage) and address not in listed:
            seen.wrong.append(f"{address} is public and not in the library")


def fetch(client: Client, address: str, seen: PublicView):
    """Return the response; an error of the server is noted as wrong."""
    client.raise_request_exception = False
    response = client.get(address)
    if response.status_code >= 500:
        seen.wrong.append(f"{address} answers {response.status_code}")
    return response


def paths_in(page) -> list[str]:
    """Return the paths that a page links to, without host and query."""
    return [urlsplit(link).path for link in page.xpath("//a/@href")]
