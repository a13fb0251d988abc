"""The way to the servers, one client for each process."""

from collections.abc import Callable
from functools import cache, wraps

from django.conf import settings
from elastic_transport import TransportError
from elasticsearch import ApiError, Elasticsearch

from search.engines import IndexUnavailable
from search.engines.elasticsearch.address import Address, read_address

AWAY = (ApiError, TransportError)


def address() -> Address:
    """Return what SEARCH_URL says."""
    return read_address(settings.SEARCH_URL)


def client() -> Elasticsearch:
    """Return the client; it tries every node once, and waits as long as for a search.

    Clients are safe in threads, not across a fork: a child calls `forget` first.
    """
    return _client(address())


def patient_client() -> Elasticsearch:
    """Return the client with the patience that writing needs."""
    return client().options(request_timeout=address().write_timeout)


def forget() -> None:
    """Let the next call open connections of its own."""
    _client.cache_clear()


@cache
def _client(address: Address) -> Elasticsearch:
    return Elasticsearch(
        list(address.nodes),
        basic_auth=address.user,
        api_key=address.api_key,
        **({"ca_certs": address.ca_certs} if address.ca_certs else {}),
        request_timeout=address.timeout,
        max_retries=len(address.nodes) - 1,
        retry_on_timeout=False,
        max_dead_node_backoff=5,
    )


def or_unavailable(work: Callable) -> Callable:
    """Make a function raise IndexUnavailable where the servers fail it."""

    @wraps(work)
    def working(*args, **kwargs):
        try:
            return work(*args, **kwargs)
        except AWAY as error:
            raise IndexUnavailable(str(error)) from error

    return working
