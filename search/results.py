"""find: from a question to one page of answers that the public may read."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass, field

from django.core.paginator import Page, Paginator
from django.db.models import Prefetch
from django.utils.html import format_html
from django.utils.safestring import SafeString

from interpretations.models import InterpretationPage
from policies.models import PolicyIssuer, PolicyPage
from policies.validity import Validity
from search.documents import public_policies
from search.engines import IndexUnavailable, SearchEngine, Stored, engine
from search.engines.titles import TitlesEngine
from search.facts import Facets
from search.highlight import beginning, highlight, snippet
from search.meaning import answered
from search.query import RELEVANCE, SearchQuery
from search.ranking import reranked
from search.repair import repaired, words_left_out

PAGE_SIZE = 20
# What a list shows of a policy, and of the interpretations beside it; the texts are
# long, and what is shown of them comes from the engine.
PAGE_FIELDS = (
    "title",
    "slug",
    "url_path",
    "path",
    "depth",
    "live",
    "content_type",
    "locale",
    "first_published_at",
    "last_published_at",
    "published_on",
)
LISTED = (
    *PAGE_FIELDS,
    "index_number",
    "document_number",
    "issued_on",
    "in_force_from",
    "in_force_until",
)
LISTED_BESIDE = (*PAGE_FIELDS, "policy", "form")

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Hit:
    """One policy of the answer, with what a list shows of it, with what was found."""

    policy: PolicyPage
    title_html: SafeString
    snippet_html: SafeString | str
    # On the day that was asked for.
    validity: Validity


@dataclass(frozen=True)
class SearchResults:
    """One page of an answer: its hits in order, and the paginator's page of keys.

    `total` counts all answers, also those beyond the pages that can be read. `facets`
    says for each facet how many have which value. `exact` is the one policy whose own
    number was asked for. `left_out` are typed words that the hits lack, `repaired` is
    what was probably meant, `notice` what the reader should know of the answer.
    """

    query: SearchQuery
    page: Page
    hits: list[Hit]
    total: int = 0
    facets: Facets = field(default_factory=dict)
    exact: PolicyPage | None = None
    left_out: list[str] = field(default_factory=list)
    repaired: str = ""
    notice: str = ""


def find(
    query: SearchQuery,
    *,
    page_number: int | str | None = 1,
    page_size: int = PAGE_SIZE,
) -> SearchResults:
    """Answer the question; only live, public rows are shown, whatever an engine finds.

    With words: best first. Without: newest first. A page number that cannot be read
    gives the first page, one beyond the end the last. Never fails for its index:
    without one, titles and numbers are searched and `notice` says so.
    """
    chosen, notice = engine(), ""
    try:
        return _answer(query, chosen, page_number, page_size)
    except IndexUnavailable as error:
        logger.exception("The search index cannot be used: %s", error)
        notice = "全文检索暂时无法使用，目前只能按标题和文号检索。"
    return _answer(query, TitlesEngine(), page_number, page_size, notice)


def _answer(
    query: SearchQuery,
    chosen: SearchEngine,
    page_number: int | str | None,
    page_size: int,
    notice: str = "",
) -> SearchResults:
    question, found = answered(query, chosen)
    ids = found.ids
    if question and query.sort == RELEVANCE and len(ids) > len(found.exact):
        ids = reranked(chosen, found, question, query.choices.on)
    page = Paginator(ids, page_size).get_page(page_number)
    policies = load(page)
    stored = {each.policy_id: each for each in chosen.texts(list(policies))}
    hits = [
        _hit(
            policies[policy_id],
            stored.get(policy_id),
            query,
            question.texts,
            by_number=bool(question.number) and policy_id in found.exact,
        )
        for policy_id in page
        if policy_id in policies
    ]
    only = found.exact[0] if len(found.exact) == 1 else None
    first = [stored[each] for each in list(page)[:5] if each in stored]
    return SearchResults(
        query,
        page,
        hits,
        found.total,
        found.facets,
        exact=policies.get(only),
        left_out=words_left_out(question, first) if found.is_relaxed else [],
        repaired=repaired(question, first) if found.is_relaxed else "",
        notice=notice,
    )


def load(ids: Sequence[int]) -> dict[int, PolicyPage]:
    """Return those of the policies that are public now, without their long texts."""
    beside = InterpretationPage.objects.live().public().only(*LISTED_BESIDE)
    policies = (
        public_policies()
        .prefetch_related(
            Prefetch("issuers", PolicyIssuer.objects.select_related("agency")),
            Prefetch("interpretations", beside, to_attr="public_interpretations"),
        )
        .only(*LISTED)
    )
    return {policy.pk: policy for policy in policies.filter(pk__in=list(ids))}


def _hit(
    policy: PolicyPage,
    stored: Stored | None,
    query: SearchQuery,
    texts: Sequence[str],
    *,
    by_number: bool,
) -> Hit:
    # The text of what is found by its own number is likely to cite others like it.
    sought = () if by_number else texts
    return Hit(
        policy,
        highlight(policy.title, texts),
        _snippet(stored, sought) if texts else "",
        policy.validity_on(query.on) if query.on else policy.validity_today,
    )


def _snippet(stored: Stored | None, texts: Sequence[str]) -> SafeString | str:
    """Return what was found in the text, or else in an interpretation; say which."""
    if stored is None:
        return ""
    if found := snippet(stored.body, texts):
        return format_html("正文：{}", found)
    if found := snippet(stored.interpretation, texts):
        return format_html("解读：{}", found)
    return format_html("正文：{}", beginning(stored.body))
