"""What is not public is in no hit, count, suggestion, snippet, related list or feed."""

import pytest
from django.urls import reverse
from wagtail.contrib.search_promotions.models import Query, SearchPromotion
from wagtail.models import Page, PageViewRestriction

from policies.models import PolicyPage
from tests import library
from tests.search.pages import LIBRARY, facet, get

pytestmark = pytest.mark.django_db

SECRET = "绝密枢纽"


def hidden(how: str) -> PolicyPage:
    """Return a policy about the secret that the public may not read."""
    fields = {
        "title": f"关于{SECRET}就业补贴的通知",
        "document_number": "澜密发〔2024〕77号",
        "body": library.paragraphs(f"{SECRET}就业补贴的正文。"),
    }
    if how == "draft":
        policy = library.make_policy(**fields)
        policy.tags.add(SECRET)
        policy.save()
        library.make_interpretation(policy)
        return policy
    policy, interpretation = library.make_public_pair(**fields)
    policy.tags.add(SECRET)
    policy.save_revision().publish()
    if how == "taken down":
        policy.unpublish()
    elif how == "deleted":
        policy.unpublish()
        interpretation.delete()
        PolicyPage.objects.get(pk=policy.pk).delete()
    elif how == "restricted, behind the index's back":
        PageViewRestriction.objects.bulk_create(
            [PageViewRestriction(page=policy.page_ptr, restriction_type="login")]
        )
    elif how == "interpretation gone, behind the index's back":
        Page.objects.filter(pk=interpretation.pk).update(live=False)
    return policy


@pytest.mark.parametrize(
    "how",
    [
        "draft",
        "taken down",
        "deleted",
        "restricted, behind the index's back",
        "interpretation gone, behind the index's back",
    ],
)
def test_nothing_hidden_shows_anywhere(pair, client, how, request):
    public, _ = pair
    if "behind" in how:
        request.getfixturevalue("past_the_guard")
    policy = hidden(how)
    if how != "deleted":
        SearchPromotion.objects.create(query=Query.get("就业补贴"), page_id=policy.pk)
    tag = policy.tags.first() if how != "deleted" else None

    answers = [
        client.get(LIBRARY + query, follow=True)
        for query in (
            "",
            "?validity=any",
            "?q=就业补贴",
            "?q=澜密发〔2024〕77号",
            "?q=就业补贴&year=1999",
            "?q=就业补贴 火星登陆 太空行走 宇宙飞船",
            f"?q=就业补贴&tag={tag.pk if tag else 0}",
        )
    ]
    answers += [
        client.get(reverse(name), {"q": words})
        for name in ("search_suggestions", "search_feed")
        for words in ("就业补贴", "澜密发〔2024〕77号", "的通知")
    ]
    answers.append(client.get(public.get_url()))

    for answer in answers:
        assert answer.status_code == 200
        assert SECRET not in answer.content.decode(), answer.request
        assert policy.permanent_path not in answer.content.decode(), answer.request
    if "behind" not in how:
        assert facet(get(client, validity="any"), "有效性")["全部"] == 1
