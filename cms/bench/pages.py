"""The public's pages: each type, filtered lists, feeds, sitemap, unchanged pages."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import Count
from django.test import Client
from django.urls import reverse

from cms.bench.asking import Cost, cost
from cms.changes import note_change
from cms.sitemaps import PublicPages
from interpretations.models import InterpretationPage
from policies.browsing import public_tags
from policies.models import AgencyPage, PolicyPage, StatutoryListPage, Subject

ROUNDS = 9
# The frame that every page has, through the same middleware and nothing in it.
BASELINE = "frame alone (404)"


@dataclass(frozen=True)
class Asked:
    """One thing that the public asks for."""

    label: str
    address: str
    status: int = 200
    # Put together anew, as after a change.
    afresh: bool = False
    # By a reader who has it already.
    again: bool = False


def public_pages() -> Iterator[Asked]:
    """Yield what is asked for, the largest agency's where there is a choice."""
    page = max(AgencyPage.objects.live(), key=lambda page: page.numchild)
    agency = page.agency_id
    policy = PolicyPage.objects.live().child_of(page).order_by("-pk").first()
    lapsed = PolicyPage.objects.live().with_validity("not_in_force").first()
    interpretation = InterpretationPage.objects.live().order_by("-pk").first()
    subject = (
        PolicyPage.objects.live()
        .values_list("subject")
        .annotate(count=Count("pk"))
        .order_by("-count")
        .first()[0]
    )
    yield Asked(BASELINE, "/no-such-page/", 404)
    yield Asked("home", "/")
    yield Asked("home, after a change", "/", afresh=True)
    yield Asked("policy", policy.url)
    if lapsed:
        yield Asked("policy, lapsed", lapsed.url)
    yield Asked("interpretation", interpretation.url)
    yield Asked("column of interpretations", "/interpretations/")
    yield Asked("column, last page", "/interpretations/?page=99999")
    yield Asked("agency", page.url)
    yield Asked("agency, not in force", f"{page.url}?list=not_in_force")
    yield Asked("agency, interpretations", f"{page.url}?list=interpretations")
    yield Asked("subjects", reverse("subjects"))
    yield Asked(
        "subject", reverse("subject", args=[Subject.objects.get(pk=subject).code])
    )
    if tags := public_tags(1):
        yield Asked("keywords", reverse("tags"))
        yield Asked("keyword", reverse("tag", args=[tags[0][0].slug]))
    for listing in StatutoryListPage.objects.live():
        yield Asked(f"disclosure column, {listing.level}", listing.url)
    yield Asked("statistics", reverse("statistics"))
    yield Asked("statistics, after a change", reverse("statistics"), afresh=True)
    yield Asked("help with search", reverse("search_help"))
    yield Asked("title that leads nowhere (404)", "/就业补贴管理办法/", 404)
    yield Asked("library", "/library/")
    yield Asked("library, all", "/library/?validity=any")
    yield Asked("library, agency", f"/library/?agency={agency}")
    yield Asked("library, subject", f"/library/?subject={subject}")
    yield Asked("library, year and validity", "/library/?year=2020&validity=any")
    yield Asked(
        "library, four filters",
        f"/library/?agency={agency}&year=2020&level=normative&validity=any",
    )
    yield Asked("library, words", "/library/?q=就业补贴")
    yield Asked("permanent address", policy.permanent_path, 302)
    for name in ("policies", "interpretations", "changes"):
        feed = reverse(f"{name}_feed")
        of_agency = reverse(f"{name}_feed", args=[agency])
        yield Asked(f"feed of {name}, after a change", feed, afresh=True)
        yield Asked(f"feed of {name}", feed)
        yield Asked(f"feed of {name}, agency", of_agency, afresh=True)
    part = reverse("sitemap_part", args=["pages"])
    yield Asked("sitemap", reverse("sitemap"))
    yield Asked("sitemap, first part", part)
    yield Asked("sitemap, last part", f"{part}?p={PublicPages().paginator.num_pages}")
    unchanged = {"home": "/", "policy": policy.url, "library": "/library/"}
    for label, address in unchanged.items():
        yield Asked(f"{label}, unchanged (304)", address, 304, again=True)


def measure() -> Iterator[tuple[Asked, Cost]]:
    """Yield what each costs, in this process."""
    client = Client(SERVER_NAME="localhost")
    for asked in public_pages():
        headers = {}
        if asked.again:
            etag = client.get(asked.address)["ETag"]
            headers = {"headers": {"If-None-Match": etag}}
        yield (
            asked,
            cost(
                client,
                asked.address,
                rounds=ROUNDS,
                expected=asked.status,
                before=note_change if asked.afresh else None,
                **headers,
            ),
        )
