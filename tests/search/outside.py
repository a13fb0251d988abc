"""What visitors find and people do while the index stands outside the database."""

from urllib.parse import parse_qsl, urlencode, urlsplit

from django.conf import settings
from django.core.checks import run_checks

from policies.models import PolicyPage
from search.query import SearchQuery
from search.results import find

# These stand in the text of every policy of `tests.library`, in no title.
IN_TEXT = "毕业两年以内"
ONLY_TITLES = "全文检索暂时无法使用"


def found(words: str) -> list[PolicyPage]:
    """Return what a visitor finds by full text."""
    results = find(SearchQuery(words))
    assert not results.notice
    return [hit.policy for hit in results.hits] if not results.left_out else []


def rename(policy: PolicyPage, title: str) -> PolicyPage:
    """Publish the policy under another title."""
    policy = PolicyPage.objects.get(pk=policy.pk)
    policy.title = title
    policy.save_revision().publish()
    return policy


def told() -> dict[str, str]:
    """Return which warnings the system checks give, and their words."""
    return {message.id: message.msg for message in run_checks()}


def with_options(**options) -> str:
    """Return the server's address with these options beside those that it has."""
    cut = urlsplit(settings.TEST_SEARCH_URL)
    said = dict(parse_qsl(cut.query)) | options
    return cut._replace(query=urlencode(said)).geturl()
