"""What the search stores as models: its page, and the synonyms."""

from .library import PolicyLibraryPage
from .synonym import SearchSynonym

__all__ = ["PolicyLibraryPage", "SearchSynonym"]
