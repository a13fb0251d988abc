"""The types of file that the library takes in and gives out: one list for both."""

from pathlib import PurePosixPath

CONTENT_TYPES = {
    "pdf": "application/pdf",
    # GB/T 33190-2016, the state's own format for documents with a fixed layout.
    "ofd": "application/ofd",
    "doc": "application/msword",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "wps": "application/wps-office.wps",
    "xls": "application/vnd.ms-excel",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "et": "application/wps-office.et",
    "ppt": "application/vnd.ms-powerpoint",
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "dps": "application/wps-office.dps",
    "txt": "text/plain",
    "csv": "text/csv",
    "zip": "application/zip",
    "png": "image/png",
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
    "webp": "image/webp",
    "gif": "image/gif",
    "avif": "image/avif",
    "mp3": "audio/mpeg",
    "m4a": "audio/mp4",
    "wav": "audio/wav",
    "ogg": "audio/ogg",
    "mp4": "video/mp4",
    "webm": "video/webm",
}
UNKNOWN = "application/octet-stream"
PICTURES = ("avif", "gif", "jpeg", "jpg", "png", "webp")


def content_type(filename: str) -> str:
    """Return the type under which a file of this name is given out.

    What is not on the list, HTML and SVG above all, is `application/octet-stream`.
    """
    extension = PurePosixPath(filename).suffix[1:].lower()
    return CONTENT_TYPES.get(extension, UNKNOWN)


def opens_in_browser(filename: str) -> bool:
    """Tell whether a browser may show the file itself instead of saving it.

    Plain text is saved: nothing says in which encoding an office wrote it.
    """
    kind = content_type(filename)
    return kind == "application/pdf" or kind.startswith(("image/", "audio/", "video/"))
