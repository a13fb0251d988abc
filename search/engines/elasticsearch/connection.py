"""The way to the servers, one client for each process."""

from collections.abc import Callable
from functools import cache, wraps

from django.conf import settings
from elastic_transport import (
    ConnectionError,
    ConnectionTimeout,
    TlsError,
    TransportError,
)
from elasticsearch import (
    ApiError,
    AuthenticationException,
    AuthorizationException,
    Elasticsearch,
    NotFoundError,
)

from search.engines import IndexUnavailable
from search.engines.elasticsearch.address import Address, read_address

AWAY = (ApiError, TransportError)
# The first that fits tells what to do; TlsError and the like are kinds of others.
IN_WORDS = {
    TlsError: "检索服务的证书没有通过验证，请用 ca_certs 指定签发机构的证书",
    ConnectionTimeout: "检索服务没有在规定时间内回答",
    ConnectionError: "检索服务没有响应",
    AuthenticationException: "检索服务不接受 SEARCH_URL 中的用户名、密码或者 API key",
    AuthorizationException: "检索服务不允许这一操作，请检查权限和磁盘空间",
    NotFoundError: "检索服务上没有适合本版本的检索索引，请运行 rebuild_search",
}


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


def stubborn_client() -> Elasticsearch:
    """Return the client of a rebuild, for which nobody waits: it tries five times more.

    For requests that may be repeated without harm.
    """
    return patient_client().options(max_retries=5, retry_on_timeout=True)


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
            raise unavailable(error) from error

    return working


def unavailable(error: Exception) -> IndexUnavailable:
    """Return what to raise for what the servers did; says in Chinese what to do."""
    said = next(
        (words for kind, words in IN_WORDS.items() if isinstance(error, kind)), ""
    )
    return IndexUnavailable(f"{said or '检索服务出错'}（{error}）")
