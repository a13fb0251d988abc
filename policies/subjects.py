"""Brings the subject list (22 classes, two levels) from its file into the table."""

import tomllib
from pathlib import Path

from policies.models import Subject

DATA = Path(__file__).parent / "data" / "subjects.toml"


def load_subjects() -> int:
    """Add the classes and items that are not there yet; return how many were added.

    Known codes are left alone: an administrator may have renamed or closed them.
    """
    added = 0
    classes = tomllib.loads(DATA.read_text(encoding="utf-8"))["class"]
    for number, entry in enumerate(classes, start=1):
        parent, created = Subject.objects.get_or_create(
            code=str(number),
            defaults={"name": entry["name"], "sort_order": number * 100},
        )
        added += created
        for place, name in enumerate(entry["items"], start=1):
            _, created = Subject.objects.get_or_create(
                code=f"{number}.{place}",
                defaults={
                    "name": name,
                    "parent": parent,
                    "sort_order": number * 100 + place,
                },
            )
            added += created
    return added
