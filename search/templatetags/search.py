"""What the pages of other apps show of the search."""

from django import template

from policies.models import PolicyPage
from search.related import related

register = template.Library()


@register.simple_tag
def related_policies(policy: PolicyPage, relations, related_from) -> list[PolicyPage]:
    """Return policies like this one that its relations do not name already."""
    named = {each.target_id for each in relations}
    named |= {each.source_id for each in related_from}
    return related(policy, besides=frozenset(named - {None}))
