"""推荐结果: what editors put first for a question, by Wagtail's search promotions."""

from dataclasses import dataclass

from django.db.models import Q
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
    picks = SearchPromotion.objects.filter(
        query__query_string=normalise_query_string(words)
    )
    return [
        Promoted(
            pick.title,
            pick.page.get_url() if pick.page else pick.external_link_url,
            pick.description,
        )
        for pick in picks.filter(
            Q(page=None) | Q(page__in=_public_pages())
        ).select_related("page")
    ]


def _public_pages():
    """Return the pages that everybody may read, judged again by the pair's rule."""
    policies = public_policies()
    hidden = PolicyPage.objects.exclude(pk__in=policies)
    alone = InterpretationPage.objects.exclude(policy__in=policies)
    return (
        Page.objects.live()
        .public()
        .exclude(pk__in=hidden.values("pk"))
        .exclude(pk__in=alone.values("pk"))
    )
