"""SEARCH_URL taken apart: where the servers are, and how they are spoken to.

    elasticsearch://user:password@one:9200,two:9200/prefix?replicas=1&timeout=2

`elasticsearchs://` speaks TLS. In the query: `api_key` instead of a user, `ca_certs`
(a file), `shards`, `replicas`, and in seconds `timeout` for a search and
`write_timeout` for writing a batch.
"""

from dataclasses import dataclass
from urllib.parse import parse_qs, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

SCHEMES = {"elasticsearch": "http", "elasticsearchs": "https"}


@dataclass(frozen=True)
class Address:
    """What an installation may choose; `prefix` begins the names of its indexes."""

    nodes: tuple[str, ...]
    prefix: str = "library"
    user: tuple[str, str] | None = None
    api_key: str | None = None
    ca_certs: str | None = None
    shards: int = 1
    replicas: int = 0
    timeout: float = 2.0
    write_timeout: float = 10.0


def read_address(url: str) -> Address:
    """Return what the URL says; raises ImproperlyConfigured with the reason."""
    cut = urlsplit(url)
    if cut.scheme not in SCHEMES:
        raise ImproperlyConfigured(
            f"SEARCH_URL must begin with one of: {', '.join(SCHEMES)}."
        )
    login, _, hosts = cut.netloc.rpartition("@")
    nodes = tuple(
        f"{SCHEMES[cut.scheme]}://{host if ':' in host else f'{host}:9200'}"
        for host in hosts.split(",")
        if host
    )
    if not nodes:
        raise ImproperlyConfigured("SEARCH_URL names no server.")
    said = {"prefix": unquote(cut.path.strip("/")) or Address.prefix}
    if login:
        name, _, password = login.partition(":")
        said["user"] = (unquote(name), unquote(password))
    read = {
        "api_key": str,
        "ca_certs": str,
        "shards": int,
        "replicas": int,
        "timeout": float,
        "write_timeout": float,
    }
    for name, values in parse_qs(cut.query).items():
        try:
            said[name] = read[name](values[-1])
        except (KeyError, ValueError) as error:
            raise ImproperlyConfigured(
                f"What SEARCH_URL says of {name} means nothing."
            ) from error
    return Address(nodes, **said)
