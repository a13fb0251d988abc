"""A QR code of an address, drawn on the server, so that no script or service does."""

from functools import lru_cache

import segno
from django.utils.safestring import SafeString, mark_safe


@lru_cache(maxsize=1000)
def qr_svg(address: str) -> SafeString:
    """Return the code as an inline drawing without size, colour or style of its own."""
    drawing = segno.make(address, error="m", micro=False).svg_inline(
        omitsize=True, border=2, svgclass=None, lineclass=None, title="二维码"
    )
    return mark_safe(drawing)  # noqa: S308 - made of squares alone.
