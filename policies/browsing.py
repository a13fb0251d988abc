"""Ways into the library beside the search: subjects and keywords, with their counts."""

from dataclasses import dataclass, field

from django.db.models import Count
from taggit.models import Tag

from policies.finding import find_policies
from policies.models import PolicyPage, Subject


@dataclass(frozen=True)
class SubjectCount:
    """A class or item of the subject list, and how many public policies it holds.

    A class counts what stands below it as well.
    """

    subject: Subject
    count: int
    items: list["SubjectCount"] = field(default_factory=list)


def count_subjects() -> list[SubjectCount]:
    """Return all classes in order, each with its items."""
    held = find_policies().facets.get("subject", {})
    subjects = list(Subject.objects.all())
    return [
        SubjectCount(
            each,
            held.get(each.pk, 0),
            [
                SubjectCount(item, held.get(item.pk, 0))
                for item in subjects
                if item.parent_id == each.pk
            ],
        )
        for each in subjects
        if each.parent_id is None
    ]


def public_tags(most: int) -> list[tuple[Tag, int]]:
    """Return the keywords of public policies with their counts, most used first.

    What only drafts have is nobody's to know.
    """
    held = find_policies().facets.get("tag", {})
    keys = sorted(held, key=lambda key: (-held[key], key))[:most]
    tags = with_address(Tag.objects).in_bulk(keys)
    return [(tags[key], held[key]) for key in keys if key in tags]


def tags_beside(tag: Tag):
    """Return the other keywords of public policies with this one, most used first."""
    policies = PolicyPage.objects.live().tagged(tag)
    return (
        with_address(Tag.objects)
        .filter(policies_policytag_items__content_object__in=policies)
        .exclude(pk=tag.pk)
        .annotate(count=Count("policies_policytag_items"))
        .order_by("-count", "name")
    )


def with_address(tags):
    """Return the keywords that have an address; one made of marks alone has none."""
    return tags.exclude(slug="")
