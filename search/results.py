"""find: from a question to one page of answers that the public may read."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.core.paginator import Page, Paginator
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

from interpretations.pairing import every_covering
from policies.models import PolicyPage
from policies.validity import Period, Validity
from search.documents import public_policies
from search.engines import engine
from search.highlight import beginning, highlight, snippet
from search.query import SearchQuery

PAGE_SIZE = 20
# Up to this many finds are looked up by key; beyond, all public keys are read.
FEW = 500


@dataclass(frozen=True)
class Hit:
    """One policy of the answer, as `for_listing` loads it, with what was found."""

    policy: PolicyPage
    title_html: SafeString
    snippet_html: SafeString | str


@dataclass(frozen=True)
class SearchResults:
    """One page of an answer: its hits in order, and the paginator's page of keys."""

    query: SearchQuery
    page: Page
    hits: list[Hit]

    @property
    def total(self) -> int:
        """Return how many policies answer the question, on all pages."""
        return self.page.paginator.count


def find(query: SearchQuery, *, page_number: int | str | None = 1) -> SearchResults:
    """Answer the question from live, public rows only, whatever an engine finds.

    With words: best first. Without: newest first. A page number that cannot be read
    gives the first page, one beyond the end the last.
    """
    policies = _chosen(query)
    if query.words:
        keys = _ranked(query, policies)
    else:
        keys = policies.newest_first().values_list("pk", flat=True)
    page = Paginator(keys, PAGE_SIZE).get_page(page_number)
    return SearchResults(query, page, _hits(page, policies, query))


def _chosen(query: SearchQuery):
    """Return the public policies that the question's choices leave."""
    policies = public_policies()
    if query.agency:
        policies = policies.issued_by(query.agency)
    if query.year:
        policies = policies.filter(issued_on__year=query.year)
    if query.validity:
        policies = policies.with_validity(query.validity)
    return policies


def _ranked(query: SearchQuery, policies) -> list[int]:
    """Return the keys of those that the engine finds among these, best first.

    Title before number before the rest; in each of them 失效 comes last.
    """
    matches = engine().find(query.pieces)
    if len(matches) <= FEW:
        policies = policies.filter(pk__in=[match.policy_id for match in matches])
    today = timezone.localdate()
    lapsed = {
        pk: Period(since, until).validity_on(today) == Validity.NOT_IN_FORCE
        for pk, since, until in policies.values_list(
            "pk", "in_force_from", "in_force_until"
        )
    }
    allowed = [match for match in matches if match.policy_id in lapsed]
    allowed.sort(key=lambda match: (match.place, lapsed[match.policy_id]))
    return [match.policy_id for match in allowed]


def _hits(keys: Iterable[int], policies, query: SearchQuery) -> list[Hit]:
    keys = list(keys)
    loaded = {
        policy.pk: policy for policy in policies.for_listing().filter(pk__in=keys)
    }
    explanations = defaultdict(list)
    if query.pieces:
        for each in every_covering().filter(policy__in=loaded).order_by("pk"):
            explanations[each.policy_id].append(each)
    return [
        Hit(
            loaded[pk],
            highlight(loaded[pk].title, query.pieces),
            _snippet(loaded[pk], explanations[pk], query.pieces),
        )
        for pk in keys
        if pk in loaded
    ]


def _snippet(policy: PolicyPage, explanations, pieces: list[str]) -> SafeString | str:
    """Return what was found in the text, or else in an interpretation; say which."""
    if not pieces:
        return ""
    body = policy.full_text()
    if found := snippet(body, pieces):
        return format_html("正文：{}", found)
    for explanation in explanations:
        text = f"{explanation.title}\n{explanation.plain_text()}"
        if found := snippet(text, pieces):
            return format_html("解读：{}", found)
    return format_html("正文：{}", beginning(body))
