"""Parts of files (RFC 9110, section 14): players seek, and downloads go on."""

import pytest
from django.utils.http import http_date

from cms.byte_ranges import ByteRange, RangeNotSatisfiable, read_range
from policies.models import NoticeAttachment
from tests import library
from tests.files import make_document

pytestmark = pytest.mark.once

CONTENT = b"0123456789"


@pytest.mark.parametrize(
    ("header", "part"),
    [
        ("bytes=0-0", (0, 1)),
        ("bytes=2-5", (2, 6)),
        ("bytes=0-", (0, 10)),
        ("bytes=9-", (9, 10)),
        ("bytes=2-1000", (2, 10)),
        ("bytes=-3", (7, 10)),
        ("bytes=-1000", (0, 10)),
        ("Bytes = 2 - 5 ", (2, 6)),
    ],
)
def test_range_names_a_part(header, part):
    assert read_range(header, size=10) == ByteRange(*part)


@pytest.mark.parametrize(
    "header",
    [
        "",
        "bytes",
        "bytes=",
        "bytes=-",
        "bytes=5-2",
        "bytes=a-b",
        "bytes=--1",
        "bytes=0-1,4-5",
        "lines=0-1",
        "bytes=\u0660-\u0661",  # Arabic digits.
        f"bytes={'9' * 5000}-",
    ],
)
def test_what_names_no_single_part_means_the_whole(header):
    assert read_range(header, size=10) is None


@pytest.mark.parametrize("header", ["bytes=10-", "bytes=10-20", "bytes=-0"])
def test_part_outside_the_file_is_not_satisfiable(header):
    with pytest.raises(RangeNotSatisfiable):
        read_range(header, size=10)


def test_end_of_an_empty_file_is_the_whole_of_it():
    assert read_range("bytes=-5", size=0) is None


# Through HTTP.


def body(response) -> bytes:
    return b"".join(response) if response.streaming else response.content


@pytest.fixture
def film(home) -> str:
    """The address of a public film of ten bytes."""
    return make_film(CONTENT)


def make_film(content: bytes) -> str:
    document = make_document("科长说政策.mp4", content)
    notice = library.make_notice(attachments=[NoticeAttachment(document=document)])
    notice.get_latest_revision().publish()
    return document.url


@pytest.mark.parametrize(
    ("header", "answer", "content_range"),
    [
        ("bytes=0-1", b"01", "bytes 0-1/10"),
        ("bytes=4-", b"456789", "bytes 4-9/10"),
        ("bytes=-3", b"789", "bytes 7-9/10"),
        ("bytes=8-99", b"89", "bytes 8-9/10"),
    ],
)
def test_part_is_sent(film, client, header, answer, content_range):
    response = client.get(film, headers={"Range": header})

    assert response.status_code == 206
    assert body(response) == answer
    assert response["Content-Range"] == content_range
    assert response["Content-Length"] == str(len(answer))
    assert response["Content-Type"] == "video/mp4"


def test_large_part_is_sent_whole_and_in_pieces(home, client):
    content = bytes(range(256)) * 1000
    address = make_film(content)

    response = client.get(address, headers={"Range": "bytes=1000-200000"})

    assert body(response) == content[1000:200001]


def test_whole_file_says_that_parts_can_be_had(film, client):
    response = client.get(film)

    assert response.status_code == 200
    assert body(response) == CONTENT
    assert response["Content-Length"] == "10"
    assert response["Accept-Ranges"] == "bytes"


def test_several_parts_are_answered_with_the_whole(film, client):
    response = client.get(film, headers={"Range": "bytes=0-1,4-5"})

    assert response.status_code == 200
    assert body(response) == CONTENT


def test_part_outside_the_file_is_refused_with_its_size(film, client):
    response = client.get(film, headers={"Range": "bytes=10-"})

    assert response.status_code == 416
    assert response["Content-Range"] == "bytes */10"
    assert body(response) == b""


def test_empty_file_is_sent(home, client):
    address = make_film(b"")

    response = client.get(address)

    assert response.status_code == 200
    assert response["Content-Length"] == "0"
    assert body(response) == b""


def test_head_tells_everything_and_sends_nothing(film, client):
    whole = client.get(film)

    response = client.head(film, headers={"Range": "bytes=0-1"})

    assert response.status_code == 200
    assert body(response) == b""
    assert dict(response.headers) == dict(whole.headers)


def test_reader_who_has_the_file_gets_nothing_again(film, client):
    first = client.get(film)

    by_etag = client.get(film, headers={"If-None-Match": first["ETag"]})
    by_date = client.get(film, headers={"If-Modified-Since": first["Last-Modified"]})

    for response in (by_etag, by_date):
        assert response.status_code == 304
        assert body(response) == b""
        assert response["ETag"] == first["ETag"]
        assert response["Cache-Control"] == "private, no-cache"


def test_reader_who_has_another_version_gets_the_file(film, client):
    response = client.get(film, headers={"If-None-Match": '"another"'})

    assert body(response) == CONTENT


def test_storage_elsewhere_sends_parts_too(home, client, settings):
    backend = {"BACKEND": "tests.files.PlainStorage"}
    settings.STORAGES = settings.STORAGES | {"default": backend}
    address = make_film(CONTENT)

    whole = client.get(address)
    assert body(whole) == CONTENT
    assert "ETag" not in whole

    part = client.get(address, headers={"Range": "bytes=4-"})
    assert body(part) == b"456789"

    # Whether it is the same file is unknown.
    headers = {"Range": "bytes=4-", "If-Range": http_date(0)}
    assert body(client.get(address, headers=headers)) == CONTENT


def test_condition_goes_before_range(film, client):
    headers = {"Range": "bytes=0-1"}
    etag = client.get(film)["ETag"]

    has_it = client.get(film, headers=headers | {"If-None-Match": etag})
    wants_another = client.get(film, headers=headers | {"If-Match": '"another"'})

    assert has_it.status_code == 304
    assert wants_another.status_code == 412


def test_download_goes_on_only_if_the_file_is_the_same(film, client):
    headers = {"Range": "bytes=4-"}
    first = client.get(film)
    same = [first["ETag"], first["Last-Modified"]]
    other = ['"another"', f"W/{first['ETag']}", http_date(0), "nonsense"]

    for validator in same:
        response = client.get(film, headers=headers | {"If-Range": validator})
        assert response.status_code == 206, validator
        assert body(response) == b"456789"
    for validator in other:
        response = client.get(film, headers=headers | {"If-Range": validator})
        assert response.status_code == 200, validator
        assert body(response) == CONTENT
