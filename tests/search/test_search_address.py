"""SEARCH_URL: one line says where Elasticsearch is and how it is spoken to."""

import pytest
from django.core.exceptions import ImproperlyConfigured

from search.engines.elasticsearch.address import Address, read_address

pytestmark = pytest.mark.once


def test_the_least_is_a_server():
    assert read_address("elasticsearch://search.lanchuan.example") == Address(
        nodes=("http://search.lanchuan.example:9200",)
    )


def test_everything_can_be_said():
    assert read_address(
        "elasticsearchs://library:p%40ss@one,two:9243/lanchuan"
        "?ca_certs=/etc/ssl/office.pem&shards=2&replicas=1&timeout=1.5&write_timeout=30"
    ) == Address(
        nodes=("https://one:9200", "https://two:9243"),
        prefix="lanchuan",
        user=("library", "p@ss"),
        ca_certs="/etc/ssl/office.pem",
        shards=2,
        replicas=1,
        timeout=1.5,
        write_timeout=30,
    )


def test_a_key_may_stand_for_the_user():
    assert read_address("elasticsearchs://one/?api_key=c2VjcmV0").api_key == "c2VjcmV0"


@pytest.mark.parametrize(
    "url",
    [
        "http://one:9200",
        "elasticsearch:///lanchuan",
        "elasticsearch://one/?replicas=two",
        "elasticsearch://one/?replica=1",
    ],
)
def test_what_means_nothing_is_told_at_once(url):
    with pytest.raises(ImproperlyConfigured, match="SEARCH_URL"):
        read_address(url)
