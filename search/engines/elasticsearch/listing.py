"""A list that is as long as the library, read a page at a time."""

from collections.abc import Callable, Sequence

from elasticsearch_dsl import Search

# The servers give no more at once.
WINDOW = 10_000


class Listing(Sequence[int]):
    """The keys of a sorted search in order; only what is looked at is fetched."""

    def __init__(self, search: Search, total: int, run: Callable[[Search], dict]):
        self._search = search
        self._total = total
        self._run = run

    def __len__(self) -> int:
        return self._total

    def __getitem__(self, place):
        if isinstance(place, slice):
            begin, end, step = place.indices(self._total)
            return self._between(begin, end)[::step]
        if not -self._total <= place < self._total:
            raise IndexError(place)
        (key,) = self._between(place % self._total, place % self._total + 1)
        return key

    def _between(self, begin: int, end: int) -> list[int]:
        keys: list[int] = []
        after, at = None, 0
        while at < end:
            size = min(WINDOW, end - at)
            hits = self._page(after, size)
            wanted = hits[max(begin - at, 0) :]
            keys += [hit["fields"]["policy_id"][0] for hit in wanted]
            at += size
            if len(hits) < size:
                break
            after = hits[-1]["sort"]
        return keys

    def _page(self, after: list | None, size: int) -> list[dict]:
        search = self._search[:size]
        if after:
            search = search.extra(search_after=after)
        return self._run(search)["hits"]["hits"]
