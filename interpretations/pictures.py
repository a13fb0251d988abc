"""The picture by which an interpretation is shown in a list: its first one."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from wagtail.images.shortcuts import get_rendition_or_not_found

from cms.media import LibraryImage

if TYPE_CHECKING:
    from interpretations.models import InterpretationPage

SIZE = "top-640x360|format-webp"
BLOCKS = ("infographic", "picture")


def with_pictures(pages: "Iterable[InterpretationPage]") -> "list[InterpretationPage]":
    """Return the pages, each with its rendition as `list_picture`, or None.

    The same few queries however many pages; one that is drawn for the first time
    costs more.
    """
    pages = list(pages)
    chosen = {page.pk: _first_picture(page) for page in pages}
    images = LibraryImage.objects.prefetch_renditions(SIZE).in_bulk(
        {image_id for image_id in chosen.values() if image_id}
    )
    for page in pages:
        image = images.get(chosen[page.pk])
        page.list_picture = image and get_rendition_or_not_found(image, SIZE)
    return pages


def _first_picture(page: "InterpretationPage") -> int | None:
    # As it is stored: to ask the blocks would load the pictures one by one.
    return next(
        (
            block["value"].get("image")
            for block in page.content.raw_data
            if block["type"] in BLOCKS
        ),
        None,
    )
