"""The whole database, to see what an act has changed."""

from django.apps import apps

# What belongs to a visit itself: where one is signed in, and what one looks at.
OF_A_VISIT = {
    "auth.User",
    "sessions.Session",
    "wagtailadmin.EditingSession",
    "wagtailusers.UserProfile",
}


def everything() -> dict[str, list]:
    """Return every row of every table, but for what belongs to a visit."""
    return {
        model._meta.label: list(model._base_manager.order_by("pk").values())
        for model in apps.get_models(include_auto_created=True)
        if model._meta.label not in OF_A_VISIT
    }


def changes(before: dict[str, list]) -> set[str]:
    """Return the names of the tables that have changed since."""
    after = everything()
    return {label for label in before if before[label] != after[label]}
