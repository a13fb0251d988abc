"""Writing to Elasticsearch: what changed, or all of it beside.

Every write bears a version that was drawn before the database was read. So of two
writes of one policy the one that knows more wins, however late the other comes.
"""

import logging
import time
from collections.abc import Iterable, Iterator, Sequence

from django.db import connection
from elasticsearch import Elasticsearch
from elasticsearch.helpers import streaming_bulk

from search.documents import documents, public_ids
from search.engines import IndexUnavailable, RebuildOvertaken
from search.engines.elasticsearch import schema
from search.engines.elasticsearch.connection import (
    client,
    forget,
    or_unavailable,
    patient_client,
    stubborn_client,
)
from search.engines.elasticsearch.entries import entry
from search.engines.side_processes import shared_out

# So many are sent at once, and in a rebuild analysed at once.
BATCH = 100
LARGEST_REQUEST = 10 * 1024 * 1024
CONFLICT, GONE = 409, 404

logger = logging.getLogger(__name__)


def write(policy_ids: Sequence[int], seconds: float | None = None) -> set[int]:
    """Make the index say of these what the database says; return which are done.

    An index that is being built beside hears of it as well. At most so many seconds.
    """
    sender = patient_client()
    if seconds is not None:
        sender = client().options(request_timeout=seconds)
    aliases = [schema.live()]
    if schema.is_there(schema.building()):
        aliases.append(schema.building())
    refused = _refused(sender, _actions(policy_ids, aliases), refresh=True)
    failed = set()
    for said in refused:
        failed.add(int(said["_id"]))
        logger.warning("Policy %s is not in the index yet: %s", said["_id"], said)
    return set(policy_ids) - failed


def _refused(
    sender: Elasticsearch, actions: Iterable[dict], **options
) -> Iterator[dict]:
    """Send the actions; yield what the servers said of those that they refused."""
    for ok, result in streaming_bulk(
        sender,
        actions,
        max_chunk_bytes=LARGEST_REQUEST,
        raise_on_error=False,
        # An index that is gone is not made by writing to it.
        require_alias=True,
        **options,
    ):
        ((action, said),) = result.items()
        was_not_there = action == "delete" and said.get("result") == "not_found"
        if not ok and not was_not_there:
            yield said


def _actions(policy_ids: Sequence[int], aliases: Sequence[str]) -> Iterator[dict]:
    version = _version()
    public = {each.policy_id: entry(each) for each in documents(policy_ids)}
    for policy_id in policy_ids:
        stored = public.get(policy_id)
        for alias in aliases:
            yield {
                "_op_type": "index" if stored else "delete",
                "_index": alias,
                "_id": str(policy_id),
                "version": version,
                "version_type": "external",
                **({"_source": stored} if stored else {}),
            }


def _version() -> int:
    """Return a number that grows: the microseconds of the database's clock.

    A restored database has no older ones. If a clock is set back, what it refuses
    stays to be written until it has caught up.
    """
    if connection.vendor != "postgresql":
        return time.time_ns() // 1000
    with connection.cursor() as cursor:
        cursor.execute("SELECT (extract(epoch FROM clock_timestamp()) * 1e6)::bigint")
        return cursor.fetchone()[0]


# --- The whole -------------------------------------------------------------


def rebuild(policy_ids: Sequence[int], processes: int) -> Iterator[int]:
    """Build a second index and exchange it; yield how many are done.

    Meanwhile the first one answers, and what changes is written to both. Raises
    RebuildOvertaken if another one begins.
    """
    schema.remove_unfinished()
    name = schema.create(schema.building())
    # Asked again: what came after the caller's look, yet before this index was there,
    # was written to the old one alone.
    known = list(dict.fromkeys([*policy_ids, *public_ids()]))
    batches = [known[begin : begin + BATCH] for begin in range(0, len(known), BATCH)]
    done = 0
    for ids in shared_out(_build, batches, processes, begin=forget):
        done += ids
        yield done
    stubborn_client().indices.refresh(index=name)
    schema.put_in_place(name)


@or_unavailable
def _build(policy_ids: Sequence[int]) -> int:
    actions = _actions(policy_ids, [schema.building()])
    for said in _refused(stubborn_client(), actions, max_retries=5, initial_backoff=1):
        # Where a policy changed meanwhile a newer version of it stands already, and
        # the same one where a request was repeated.
        if said["status"] == GONE:
            raise RebuildOvertaken
        if said["status"] != CONFLICT:
            raise IndexUnavailable(str(said))
    return len(policy_ids)
