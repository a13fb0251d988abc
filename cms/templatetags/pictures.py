"""A picture in the sizes that a page offers to the browser."""

from django import template
from wagtail.images.shortcuts import get_renditions_or_not_found

register = template.Library()

# For a phone, for a text of forty characters on a fine screen, and to be enlarged.
SIZES = tuple(
    f"{size}|format-webp"
    for size in ("max-720x3000", "max-1440x6000", "max-2400x10000")
)


@register.simple_tag
def picture_sizes(image) -> list:
    """Return the renditions of a picture, the smallest first, each width once.

    A picture smaller than a size is not enlarged: two sizes may then be the same.
    """
    renditions = get_renditions_or_not_found(image, SIZES).values()
    by_width = {rendition.width: rendition for rendition in renditions}
    return [by_width[width] for width in sorted(by_width)]
