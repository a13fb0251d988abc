"""A server that asks who comes and proves who it is: it is told where either fails."""

import ssl
from base64 import b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from io import StringIO
from threading import Thread
from urllib.error import HTTPError
from urllib.parse import urlencode, urlsplit
from urllib.request import Request, urlopen

import pytest
from django.conf import settings as chosen
from django.core.management import CommandError, call_command
from django.urls import reverse

from search.engines.elasticsearch import schema
from search.engines.elasticsearch.address import Address, read_address
from tests import library
from tests.search.outside import IN_TEXT, ONLY_TITLES, found, told

pytestmark = [
    pytest.mark.elasticsearch,
    pytest.mark.skipif(
        not chosen.TEST_SEARCH_URL.startswith("elasticsearchs:"),
        reason="SEARCH_URL names a server that is not secured",
    ),
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
    pytest.mark.usefixtures("on_elasticsearch", "impatient"),
]


def known() -> Address:
    return read_address(chosen.TEST_SEARCH_URL)


def address(*, login: str = "", prefix: str = "", **options) -> str:
    """Return the server's address for somebody else, with these options only."""
    cut = urlsplit(chosen.TEST_SEARCH_URL)
    place = cut.netloc.rpartition("@")[2]
    return cut._replace(
        netloc=f"{login}@{place}" if login else place,
        path=prefix or cut.path,
        query=urlencode(options),
    ).geturl()


def test_an_unknown_certificate_is_refused_and_told(
    settings, interpretation, client, admin_client
):
    settings.SEARCH_URL = address(login=":".join(known().user))

    policy = library.publish(interpretation.policy)

    assert "证书没有通过验证" in told()["search.W003"]
    status = admin_client.get(reverse("system_status")).content.decode()
    assert "证书没有通过验证" in status
    page = client.get("/library/", {"q": policy.title}).content.decode()
    assert ONLY_TITLES in page
    assert policy.url in page


def test_a_wrong_password_is_told(settings, interpretation):
    settings.SEARCH_URL = address(login="tests:another", ca_certs=known().ca_certs)

    library.publish(interpretation.policy)

    for command in ("sync_search", "check_search", "rebuild_search"):
        with pytest.raises(CommandError, match="不接受 SEARCH_URL 中的用户名、密码"):
            call_command(command)
    assert "不接受" in told()["search.W003"]


@pytest.fixture
def site_login(settings):
    """The name of one who may use the indexes `site…` only, with the password."""
    yield f"site:{known().user[1]}"
    settings.SEARCH_URL = chosen.TEST_SEARCH_URL


def test_rights_on_the_sites_own_indexes_are_enough(
    settings, site_login, interpretation
):
    settings.SEARCH_URL = address(
        login=site_login, prefix=f"site-{known().prefix}", ca_certs=known().ca_certs
    )

    call_command("rebuild_search", stdout=StringIO())
    policy = library.publish(interpretation.policy)

    assert found(IN_TEXT) == [policy]
    call_command("check_search", stdout=StringIO())
    call_command("rebuild_search", stdout=StringIO())
    assert found(IN_TEXT) == [policy]
    schema.remove_all()


def test_missing_rights_are_told(settings, site_login):
    settings.SEARCH_URL = address(login=site_login, ca_certs=known().ca_certs)

    assert "不允许这一操作" in told()["search.W003"]


def test_a_key_stands_for_a_user(settings, interpretation):
    with keeper("c2l0ZTpzZWNyZXQ=") as place:
        settings.SEARCH_URL = (
            f"elasticsearch://{place}/{known().prefix}?api_key=c2l0ZTpzZWNyZXQ%3D"
        )
        policy = library.publish(interpretation.policy)
        assert found(IN_TEXT) == [policy]

        settings.SEARCH_URL = (
            f"elasticsearch://{place}/{known().prefix}?api_key=another"
        )
        assert "API key" in told()["search.W003"]


@contextmanager
def keeper(key: str) -> Iterator[str]:
    """Let only who brings this key through to the server; yield where.

    The server that tests run on lacks the analyzers by which it would keep keys itself.
    """
    (server,) = known().nodes
    trusted = ssl.create_default_context(cafile=known().ca_certs)
    login = b64encode(":".join(known().user).encode()).decode()

    class Keeper(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            if self.headers["Authorization"] != f"ApiKey {key}":
                self.send_error(401)
                return
            headers = {
                name: self.headers[name]
                for name in ("Accept", "Content-Type")
                if name in self.headers
            }
            asked = Request(  # noqa: S310 - our own server
                server + self.path,
                body or None,
                headers | {"Authorization": f"Basic {login}"},
                method=self.command,
            )
            try:
                answer = urlopen(asked, context=trusted)  # noqa: S310
            except HTTPError as error:
                answer = error
            said = answer.read()
            self.send_response(answer.status)
            self.send_header("Content-Type", answer.headers["Content-Type"])
            self.send_header("X-Elastic-Product", "Elasticsearch")
            self.send_header("Content-Length", str(len(said)))
            self.end_headers()
            self.wfile.write(said)

        do_GET = do_HEAD = do_PUT = do_DELETE = do_POST

        def log_message(self, *args) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Keeper) as serving:
        Thread(target=serving.serve_forever).start()
        yield f"127.0.0.1:{serving.server_port}"
        serving.shutdown()
