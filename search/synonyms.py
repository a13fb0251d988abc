"""Official short and full names of one thing, which a question may use either of."""

from django.apps import apps

from search.analysis import fold


def synonyms() -> dict[str, list[str]]:
    """Return for every name its other names; folded forms of a name count as it."""
    # By its label: the library's page, a model too, stands above this module.
    pairs = apps.get_model("search", "SearchSynonym").objects.values_list(
        "full_name", "short_name"
    )
    others: dict[str, list[str]] = {}
    for full_name, short_name in pairs:
        for name, other in ((full_name, short_name), (short_name, full_name)):
            for form in {name, fold(name)}:
                others.setdefault(form, []).append(other)
    return others
