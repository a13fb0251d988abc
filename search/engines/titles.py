"""What a database without a search of its own gets: pieces of titles and numbers."""

from collections.abc import Sequence

from django.db.models import Q

from policies.chinese_script import to_simplified
from search.documents import public_policies
from search.engines import Match, Place

NUMBERS = ("document_number", "registration_number", "index_number")


class TitlesEngine:
    """Finds by pieces of title and number, as they are stored; keeps no index."""

    def find(self, pieces: Sequence[str]) -> list[Match]:
        """Return every policy whose title or number holds all pieces, newest first."""
        if not pieces:
            return []
        in_title, anywhere = Q(), Q()
        for piece in pieces:
            holds = _contains("title", piece)
            in_title &= holds
            for field in NUMBERS:
                holds |= _contains(field, piece)
            anywhere &= holds
        policies = public_policies().newest_first()
        first = set(policies.filter(in_title).values_list("pk", flat=True))
        return [
            Match(pk, Place.TITLE if pk in first else Place.NUMBER)
            for pk in policies.filter(anywhere).values_list("pk", flat=True)
        ]


def _contains(field: str, piece: str) -> Q:
    forms = {piece, to_simplified(piece)}
    holds = Q()
    for form in sorted(forms):
        holds |= Q(**{f"{field}__icontains": form})
    return holds
