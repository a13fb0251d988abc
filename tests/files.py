"""Makes the files and pictures that pages of the tests carry."""

import io

from django.core.files.base import ContentFile
from django.core.files.storage import InMemoryStorage
from PIL import Image

from cms.media import LibraryDocument, LibraryImage


class PlainStorage(InMemoryStorage):
    """A storage elsewhere: files have no path, and nobody knows when they changed."""

    def get_modified_time(self, name: str):
        raise NotImplementedError


def make_document(
    name: str = "补贴申请表.docx", content: bytes = b"0123456789", **fields
) -> LibraryDocument:
    """Return a stored file of that name and content."""
    return LibraryDocument.objects.create(
        title=name.rpartition(".")[0], file=ContentFile(content, name=name), **fields
    )


def png(width: int = 40, height: int = 30) -> bytes:
    """Return a picture of one colour."""
    picture = io.BytesIO()
    Image.new("RGB", (width, height), "#1d5c9e").save(picture, "PNG")
    return picture.getvalue()


def make_image(name: str = "tujie.png", **fields) -> LibraryImage:
    """Return a stored picture."""
    return LibraryImage.objects.create(
        **{"title": "图解", "file": ContentFile(png(), name=name)} | fields
    )


def image_block(image: LibraryImage) -> dict:
    """Return the stored form of a picture in the text of an official document."""
    value = {"image": image.pk, "decorative": False, "alt_text": "流程图"}
    return {"type": "image", "value": value}


def infographic_block(image: LibraryImage) -> dict:
    """Return the stored form of an infographic in an interpretation."""
    value = {
        "image": image.pk,
        "caption": "一图读懂",
        "text_alternative": "申请分三步。",
    }
    return {"type": "infographic", "value": value}


def recording_block(kind: str, document: LibraryDocument) -> dict:
    """Return the stored form of `audio` or `video` in an interpretation."""
    value = {"title": "科长说政策", "file": document.pk, "transcript": "补贴怎么申请。"}
    return {"type": kind, "value": value}
