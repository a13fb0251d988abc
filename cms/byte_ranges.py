"""Byte ranges (RFC 9110, section 14): what a player asks for when it seeks.

Django answers with whole files only, and Safari plays no sound or film without ranges.
"""

import re
from dataclasses import dataclass
from typing import BinaryIO

# One range; eighteen digits are more than any file has, and fewer than int() refuses.
ONE_RANGE = re.compile(
    r"\s*bytes\s*=\s*(\d{0,18})\s*-\s*(\d{0,18})\s*", re.ASCII | re.IGNORECASE
)


class RangeNotSatisfiable(Exception):
    """The range lies outside the file; the answer is 416."""


@dataclass(frozen=True)
class ByteRange:
    """The bytes of a file from `start` up to, but without, `stop`; never empty."""

    start: int
    stop: int

    def __len__(self) -> int:
        return self.stop - self.start

    def content_range(self, size: int) -> str:
        """Return the Content-Range of this part of a file of that size."""
        return f"bytes {self.start}-{self.stop - 1}/{size}"


def read_range(header: str, *, size: int) -> ByteRange | None:
    """Return the part of a file of this size that a Range header asks for.

    None stands for the whole file, which is the right answer to no header, another
    unit, several ranges, or nonsense. Raises RangeNotSatisfiable.
    """
    match = ONE_RANGE.fullmatch(header)
    if match is None or not any(match.groups()):
        return None
    first, last = match.groups()
    if not first:
        return _last_bytes(int(last), size)
    start = int(first)
    if last and int(last) < start:
        return None
    if start >= size:
        raise RangeNotSatisfiable
    return ByteRange(start, min(int(last) + 1, size) if last else size)


def _last_bytes(count: int, size: int) -> ByteRange | None:
    if count == 0:
        raise RangeNotSatisfiable
    # A part of nothing cannot be named, so that an empty file is given whole.
    return ByteRange(max(size - count, 0), size) if size else None


class FilePart:
    """A part of an open file: reads like a file, and closes the one it came from."""

    def __init__(self, file: BinaryIO, part: ByteRange) -> None:
        file.seek(part.start)
        self.file = file
        self.left = len(part)

    def read(self, size: int = -1) -> bytes:
        """Return the next bytes of the part, `size` at most; nothing at its end."""
        wanted = self.left if size < 0 else min(size, self.left)
        data = self.file.read(wanted)
        self.left -= len(data)
        return data

    def close(self) -> None:
        """Close the file."""
        self.file.close()
