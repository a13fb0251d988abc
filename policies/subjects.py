"""Brings the subject list (22 classes, two levels) from its file into the table."""

import tomllib
from collections.abc import Iterable
from pathlib import Path

from wagtail.models import ReferenceIndex

from policies.models import Subject

DATA = Path(__file__).parent / "data" / "subjects.toml"


def load_subjects() -> int:
    """Add the classes and items that are not there yet; return how many were added.

    Known codes are left alone: an administrator may have renamed or closed them.
    """
    known = set(Subject.objects.values_list("code", flat=True))
    classes, items = [], []
    listed = tomllib.loads(DATA.read_text(encoding="utf-8"))["class"]
    for number, entry in enumerate(listed, start=1):
        classes.append(
            Subject(code=str(number), name=entry["name"], sort_order=number * 100)
        )
        for place, name in enumerate(entry["items"], start=1):
            items.append(
                Subject(
                    code=f"{number}.{place}",
                    name=name,
                    sort_order=number * 100 + place,
                )
            )
    added = _add(each for each in classes if each.code not in known)
    class_of = Subject.objects.in_bulk(
        [each.code for each in classes], field_name="code"
    )
    for item in items:
        item.parent = class_of[item.code.partition(".")[0]]
    return added + _add(each for each in items if each.code not in known)


def _add(subjects: Iterable[Subject]) -> int:
    made = Subject.objects.bulk_create(subjects)
    for subject in made:
        # No signal tells of rows that are made together.
        ReferenceIndex.create_or_update_for_object(subject)
    return len(made)
