"""推荐结果: what editors put first for a question, by Wagtail's search promotions."""

from dataclasses import dataclass

from wagtail.contrib.search_promotions.models import SearchPromotion
from wagtail.models import Page
from wagtail.search.utils import normalise_query_string

from interpretations.models import InterpretationPage
from policies.models import PolicyPage
from search.documents import public_policies


@dataclass(frozen=True)
class Promoted:
    """One recommended page or address, with the editor's words."""

    title: str
    address: str
    description: str


def promoted(words: str) -> list[Promoted]:
    """Return what is recommended for exactly these words, as far as it is public."""
    if not words:
        return []
    picks = list(
        SearchPromotion.objects.filter(
            query__query_string=normalise_query_string(words)
        ).select_related("page")
    )
    # Few questions have any, and whether a page is public is dear to ask.
    chosen = [pick.page_id for pick in picks if pick.page_id]
    public = _public(chosen) if chosen else set()
    return [
        Promoted(
            pick.title,
            pick.page.get_url() if pick.page else pick.external_link_url,
            pick.description,
        )
        for pick in picks
        if pick.page_id is None or pick.page_id in public
    ]


def _public(page_ids: list[int]) -> set[int]:
    """Return those pages that everybody may read, judged again by the pair's rule."""
    policies = public_policies()
    hidden = PolicyPage.objects.exclude(pk__in=policies)
    alone = InterpretationPage.objects.exclude(policy__in=policies)
    pages = Page.objects.live().public().filter(pk__in=page_ids)
    return set(
        pages.exclude(pk__in=hidden.values("pk"))
        .exclude(pk__in=alone.values("pk"))
        .values_list("pk", flat=True)
    )
