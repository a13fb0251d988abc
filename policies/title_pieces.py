"""Where a long title may be broken: its lines must be whole in meaning.

GB/T 9704-2012, 7.3.1: 回行时，要做到词意完整，排列对称，长短适宜.
"""

import re

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

# Between the agencies of a joint title, and before the document that it names.
_BREAKS = re.compile(r"(?<=\s)(?=\S)|(?<=\S)(?=《)")


def title_pieces(title: str) -> SafeString:
    """Return a title whose agencies and named document stay whole where they can."""
    pieces = _BREAKS.split(title)
    if len(pieces) == 1:
        return format_html("{}", title)
    return format_html_join(
        "", '<span class="piece">{}</span>{}', map(_with_its_blank, pieces)
    )


def _with_its_blank(piece: str) -> tuple[str, str]:
    words = piece.rstrip()
    return words, piece[len(words) :]
