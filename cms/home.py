"""What the home page shows of the library: all of it as of today."""

import datetime

from django.utils import timezone

from interpretations.models import InterpretationPage
from interpretations.pictures import with_pictures
from policies.models import AgencyPage, Subject
from policies.validity import Validity
from search.documents import public_policies
from search.query import SearchQuery
from search.results import find

NEWEST_POLICIES, NEWEST_INTERPRETATIONS, SOON = 8, 6, 4
# A term that ends within half a year is due for review (清理).
AHEAD = datetime.timedelta(days=183)


def front() -> dict:
    """Return the context of the home page; its queries do not grow with the library.

    The search counts for every facet at once, and keeps its counts.
    """
    today = timezone.localdate()
    answer = find(SearchQuery(), page_size=NEWEST_POLICIES)
    validity, subjects, agencies = (
        answer.facets.get(name, {}) for name in ("validity", "subject", "agency")
    )
    policies = public_policies().defer("body", "enclosed_body")
    return {
        "today": today,
        "count": answer.total,
        "figures": [
            (value, label, validity.get(value, 0)) for value, label in Validity.choices
        ],
        "policies": [hit.policy for hit in answer.hits],
        "interpretations": with_pictures(
            InterpretationPage.objects.live()
            .public()
            .select_related("policy")
            .defer("policy__body", "policy__enclosed_body")
            .order_by("-public_on", "-pk")[:NEWEST_INTERPRETATIONS]
        ),
        "taking_effect": policies.taking_effect_after(today)[:SOON],
        "ending": policies.ending_between(today, today + AHEAD)[:SOON],
        "subjects": [
            (subject, subjects[subject.pk])
            for subject in Subject.objects.filter(parent=None, pk__in=subjects)
        ],
        "agencies": [
            (page, agencies[page.agency_id])
            for page in agency_pages()
            if page.agency_id in agencies
        ],
    }


def agency_pages() -> list[AgencyPage]:
    """Return the public pages of agencies, in the order of the tree."""
    # Asked for live ones or for an order, SQLite goes through all pages of the tree.
    every = AgencyPage.objects.select_related("agency").order_by()
    live = [page for page in every if page.live]
    return sorted(live, key=lambda page: page.path)
