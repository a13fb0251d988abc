"""The words of the admin: complete, well-formed, and delivered to its scripts."""

import json
from pathlib import Path

import pytest
import wagtail
from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import read_mo
from babel.messages.pofile import read_po
from django.apps import apps
from django.conf import settings
from django.utils.translation import gettext, ngettext

pytestmark = pytest.mark.once

OURS = Path(settings.LOCALE_PATHS[0]) / "zh_Hans" / "LC_MESSAGES"
# What reads alike in both languages: names, and punctuation around values.
ALIKE = {"Wagtail API v2", "Wagtail API v3", "%(range_start)s - %(range_end)s"}


def catalogue(path: Path) -> Catalog:
    with path.open("rb") as file:
        return read_po(file) if path.suffix == ".po" else read_mo(file)


def words_of(found: Catalog) -> list[tuple]:
    return sorted(
        (message.context or "", *as_tuple(message.id), *as_tuple(message.string))
        for message in found
        if message.id
    )


def as_tuple(words) -> tuple[str, ...]:
    return (words,) if isinstance(words, str) else tuple(words)


def messages_of_wagtail(domain: str) -> list[Message]:
    """Return what the installed apps of Wagtail have to say, in their own English."""
    home = Path(wagtail.__file__).parent
    paths = [
        Path(app.path) / "locale" / "en" / "LC_MESSAGES" / f"{domain}.po"
        for app in apps.get_app_configs()
        if home in (Path(app.path), *Path(app.path).parents)
    ]
    return [
        message
        for path in paths
        if path.exists()
        for message in catalogue(path)
        if message.id
    ]


@pytest.mark.parametrize("domain", ["django", "djangojs"])
def test_compiled_catalogue_says_what_its_source_says(domain):
    source, compiled = (OURS / f"{domain}{suffix}" for suffix in (".po", ".mo"))

    said = words_of(catalogue(compiled))

    assert said == words_of(catalogue(source)), "run `make messages`"


@pytest.mark.parametrize("domain", ["django", "djangojs"])
def test_every_gap_for_a_value_is_filled_from_the_original(domain):
    errors = [
        (message.id, str(error))
        for message, problems in catalogue(OURS / f"{domain}.po").check()
        for error in problems
    ]

    assert errors == []


def test_everything_that_wagtail_says_has_its_chinese():
    silent = [
        message.id
        for message in messages_of_wagtail("django")
        if (
            ngettext(*message.id, 2) in message.id
            if isinstance(message.id, tuple)
            else gettext(message.id) == message.id
        )
    ]

    assert set(silent) <= ALIKE


def test_scripts_are_given_chinese_for_everything_they_say(client, db):
    response = client.get("/admin/jsi18n/", headers={"Accept": "text/javascript"})

    script = response.content.decode()
    _, _, rest = script.partition("const newcatalog = ")
    given, _ = json.JSONDecoder().raw_decode(rest)
    singulars = {
        message.id if isinstance(message.id, str) else message.id[0]
        for message in messages_of_wagtail("djangojs")
    }
    assert singulars - given.keys() == set()
    assert [word for word in singulars if word in (given[word], given[word][0])] == []
