"""The pictures, recordings and attachments of the sample content."""

from pathlib import PurePath

from django.core.files.base import ContentFile
from django.core.files.images import ImageFile

from cms.demo.documents import CONTENT
from cms.demo.office_files import docx_file, picture_pdf, xlsx_file
from cms.file_types import PICTURES
from cms.media import LibraryDocument, LibraryImage
from policies.intake.readers import markdown_lines

MEDIA = CONTENT / "media"
ATTACHMENTS = CONTENT / "attachments"
MAKERS = {".docx": docx_file, ".xlsx": xlsx_file}


def keep_media(name: str, title: str) -> int:
    """Store a finished picture, sound or film under a title; return its key."""
    source = MEDIA / name
    if source.suffix[1:] in PICTURES:
        image = LibraryImage(title=title, description=title)
        image.file.save(name, ImageFile(source.open("rb")), save=False)
        image.save()
        return image.pk
    return _store(name, title, source.read_bytes()).pk


def make_attachment(name: str, title: str) -> LibraryDocument:
    """Make the office file of that name from its source in words, and store it.

    A PDF shows the finished picture of the same name.
    """
    kind = PurePath(name).suffix
    if kind == ".pdf":
        picture = (MEDIA / name).with_suffix(".webp")
        return _store(name, title, picture_pdf(picture))
    text = (ATTACHMENTS / name).with_suffix(".md").read_text(encoding="utf-8")
    return _store(name, title, MAKERS[kind](markdown_lines(text)))


def _store(name: str, title: str, data: bytes) -> LibraryDocument:
    document = LibraryDocument(title=title)
    document.file.save(name, ContentFile(data), save=False)
    document.full_clean()
    document.save()
    return document
