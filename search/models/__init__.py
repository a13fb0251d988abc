"""What the search stores: its page, synonyms, what found nothing, the outbox."""

from .library import PolicyLibraryPage
from .pending_change import PendingChange
from .synonym import SearchSynonym
from .without_finds import SearchWithoutFinds

__all__ = [
    "PendingChange",
    "PolicyLibraryPage",
    "SearchSynonym",
    "SearchWithoutFinds",
]
