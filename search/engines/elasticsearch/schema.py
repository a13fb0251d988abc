"""The indexes: their names, their form, their exchange behind one alias.

The alias bears a digest of the form: another version of it, or of the analysis, looks
for an alias that is not there yet, and demands a rebuild instead of answering wrongly.
"""

import json
import uuid
from collections.abc import Iterable
from hashlib import blake2b

from elasticsearch_dsl import Mapping

from search.analysis import VERSION
from search.documents import TEXTS
from search.engines.elasticsearch.connection import address, client, patient_client

# Figures and Latin words are cut finer here, as in `search.analysis.fine_tokens`.
FINE = ("title", "number")
# A write that was held up so long is refused by its version, even of a deleted policy.
DELETED_ARE_KEPT = "1h"


def _words(**options) -> dict:
    """Return the form of a field of ready tokens, which only blanks part."""
    return {"type": "text", "analyzer": "whitespace", "norms": False, **options}


def _mapping() -> dict:
    mapping = Mapping()
    mapping.meta("dynamic", "strict")
    # What was printed is given back; its tokens are only looked up.
    mapping.meta("_source", excludes=["words", "finer"])
    mapping.field("policy_id", "integer")
    mapping.field("digest", "keyword", index=False)
    mapping.field("flat_title", "keyword", index=False)
    mapping.field("number", "keyword", index=False)
    mapping.field("printed", "object", enabled=False)
    mapping.field("anywhere", _words(index_options="docs"))
    mapping.field(
        "words",
        "object",
        properties={
            # In their order, for phrases. Of titles the short ones weigh more.
            name: _words(copy_to="anywhere", norms=name == "title")
            for name in TEXTS
        },
    )
    mapping.field(
        "finer",
        "object",
        properties={name: _words(index_options="docs") for name in FINE},
    )
    days = ("issued", "published", "effective", "since", "until", "year")
    keys = ("agencies", "subjects", "tags", "audiences")
    mapping.field(
        "facts",
        "object",
        properties={
            **{name: {"type": "integer"} for name in (*days, *keys)},
            **{name: {"type": "keyword"} for name in ("genre", "level", "forms")},
        },
    )
    mapping.field("numbers", "keyword")
    mapping.field("defines", "keyword")
    mapping.field("number_year", "integer")
    return mapping.to_dict()


MAPPING = _mapping()
FORM = blake2b(
    json.dumps([VERSION, MAPPING], sort_keys=True).encode(), digest_size=4
).hexdigest()


def live() -> str:
    """Return the alias of the index that answers."""
    return f"{_family()}{FORM}"


def building() -> str:
    """Return the alias of the index that is built beside; it hears of changes too."""
    return f"{live()}-building"


def _family() -> str:
    return f"{address().prefix}.policies-"


def is_there(alias: str) -> bool:
    """Tell whether an index bears the alias."""
    return bool(client().indices.exists_alias(name=alias))


def create(alias: str) -> str:
    """Make an empty index with this alias and return its name."""
    name = f"{live()}-{uuid.uuid4().hex[:12]}"
    patient_client().indices.create(
        index=name,
        mappings=MAPPING,
        settings={
            "number_of_shards": address().shards,
            "number_of_replicas": address().replicas,
            "gc_deletes": DELETED_ARE_KEPT,
        },
        aliases={alias: {}},
    )
    return name


def remove_all() -> None:
    """Remove the indexes of this library, of whatever form."""
    _remove(_every())


def remove_unfinished() -> None:
    """Remove what a rebuild that was cut off has left."""
    if is_there(building()):
        _remove(client().indices.get_alias(name=building()))


def _remove(names: Iterable[str]) -> None:
    # By name: servers refuse to delete by a pattern.
    if names := list(names):
        patient_client().indices.delete(index=names, ignore_unavailable=True)


def _every() -> list[str]:
    found = client().indices.get(
        index=f"{_family()}*", features="aliases", expand_wildcards=["open", "closed"]
    )
    return list(found)


def put_in_place(name: str) -> None:
    """Let the index answer instead of all others, in one step."""
    others = [each for each in _every() if each != name]
    patient_client().indices.update_aliases(
        actions=[
            {"remove": {"index": name, "alias": building()}},
            {"add": {"index": name, "alias": live()}},
            *({"remove_index": {"index": other}} for other in others),
        ]
    )
