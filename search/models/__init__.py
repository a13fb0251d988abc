"""What the search stores as models: its page, the synonyms, what found nothing."""

from .library import PolicyLibraryPage
from .synonym import SearchSynonym
from .without_finds import SearchWithoutFinds

__all__ = ["PolicyLibraryPage", "SearchSynonym", "SearchWithoutFinds"]
