"""Gives out a stored file: what it is, whether the reader has it, which part is wanted.

Who may have it has been asked before, in `cms.media_access`.
"""

import datetime
from dataclasses import dataclass
from pathlib import PurePosixPath
from urllib.parse import quote

from django.conf import settings
from django.db.models.fields.files import FieldFile
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response
from django.utils.http import (
    content_disposition_header,
    http_date,
    parse_http_date_safe,
)

from cms.byte_ranges import ByteRange, FilePart, RangeNotSatisfiable, read_range
from cms.file_types import content_type, opens_in_browser

# No shared cache may keep a file, and the reader's own asks again each time: a file
# that is taken down is gone for everybody at once.
CACHING = "private, no-cache"
# What a browser needs to show a lone picture, sound or film; no script, no form. Of
# another origin Chromium would not play what stands at its own address.
SECURITY = (
    "default-src 'none'; img-src 'self'; media-src 'self'; "
    "style-src 'unsafe-inline'; sandbox allow-same-origin"
)


@dataclass(frozen=True)
class Version:
    """The state of a stored file, by which a reader knows whether it has changed."""

    size: int
    modified_at: datetime.datetime | None

    @classmethod
    def of(cls, file: FieldFile) -> "Version":
        """Return the state of the file in its storage; raises FileNotFoundError."""
        try:
            modified_at = file.storage.get_modified_time(file.name)
        except NotImplementedError:
            modified_at = None
        return cls(file.storage.size(file.name), modified_at)

    @property
    def etag(self) -> str | None:
        """Return a strong validator, or None if the storage knows no times."""
        if self.modified_at is None:
            return None
        return f'"{int(self.modified_at.timestamp() * 1_000_000):x}-{self.size:x}"'

    @property
    def last_modified(self) -> int | None:
        """Return the second of the last change, or None if the storage knows none."""
        return None if self.modified_at is None else int(self.modified_at.timestamp())

    def still_is(self, if_range: str) -> bool:
        """Tell whether an If-Range header names this state (RFC 9110, 13.1.5)."""
        if self.modified_at is None:
            return False
        if if_range.startswith(('"', "W/")):
            return if_range == self.etag
        return parse_http_date_safe(if_range) == self.last_modified


def file_response(request: HttpRequest, file: FieldFile) -> HttpResponseBase:
    """Return the answer to a GET or HEAD for a stored file.

    Raises Http404 if the storage has lost it.
    """
    try:
        response = _handed_over(file) or _from_storage(request, file)
    except FileNotFoundError as error:
        raise Http404 from error
    filename = PurePosixPath(file.name).name
    response["Content-Type"] = content_type(filename)
    response["Content-Disposition"] = content_disposition_header(
        as_attachment=not opens_in_browser(filename), filename=filename
    )
    response["Content-Security-Policy"] = SECURITY
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = CACHING
    return response


def _handed_over(file: FieldFile) -> HttpResponse | None:
    """Return the order to the front server to send the file, if there is one."""
    if not settings.MEDIA_ACCEL_PREFIX:
        return None
    path = settings.MEDIA_ACCEL_PREFIX + quote(file.name)
    return HttpResponse(headers={"X-Accel-Redirect": path})


def _from_storage(request: HttpRequest, file: FieldFile) -> HttpResponseBase:
    version = Version.of(file)
    response = get_conditional_response(
        request, etag=version.etag, last_modified=version.last_modified
    ) or _whole_or_part(request, file, version)
    response["Accept-Ranges"] = "bytes"
    if version.modified_at is not None:
        response["ETag"] = version.etag
        response["Last-Modified"] = http_date(version.last_modified)
    return response


def _whole_or_part(
    request: HttpRequest, file: FieldFile, version: Version
) -> HttpResponseBase:
    if request.method == "HEAD":
        return HttpResponse(headers={"Content-Length": version.size})
    try:
        part = _wanted_part(request, version)
    except RangeNotSatisfiable:
        headers = {"Content-Range": f"bytes */{version.size}"}
        return HttpResponse(status=416, headers=headers)
    opened = file.storage.open(file.name, "rb")
    if part is None:
        return FileResponse(opened, headers={"Content-Length": version.size})
    return FileResponse(
        FilePart(opened, part),
        status=206,
        headers={
            "Content-Length": len(part),
            "Content-Range": part.content_range(version.size),
        },
    )


def _wanted_part(request: HttpRequest, version: Version) -> ByteRange | None:
    if_range = request.headers.get("If-Range")
    if if_range is not None and not version.still_is(if_range):
        return None
    return read_range(request.headers.get("Range", ""), size=version.size)
