"""What a database without a search of its own gets: pieces of titles and numbers."""

from collections.abc import Collection, Iterable, Mapping, Sequence

from django.db.models import Q

from policies.chinese_script import to_simplified
from search.analysis import flat, words
from search.documents import documents, public_policies
from search.engines import RANKED, Candidate, Found, Stored
from search.facts import ISSUED, POLICY, PUBLISHED, Choices, narrow, row_of, validity_of
from search.numbers import number_key
from search.questions import Question, Term

NUMBERS = ("document_number", "registration_number", "index_number")
_SORTED_BY = {"issued": ISSUED}


class TitlesEngine:
    """Finds by pieces of title and number, as they are stored; keeps no index."""

    def find(self, question: Question, choices: Choices, sort: str) -> Found:
        """Return the policies whose title or number holds all that is asked."""
        exact: list[int] = []
        policies = public_policies()
        if question.number:
            exact = self._by_number(question)
        for term in question.terms:
            policies = policies.filter(_holds(term))
        for term in question.excluded:
            policies = policies.exclude(_holds(term))
        keys = [*exact, *policies.values_list("pk", flat=True)]
        rows, facets = narrow(self._facts(keys), choices)
        at = _SORTED_BY.get(sort, PUBLISHED)
        rows = sorted(rows, key=lambda row: (row[at] or 0, row[POLICY]), reverse=True)
        ids = [row[POLICY] for row in rows]
        exact = [policy_id for policy_id in exact if policy_id in ids]
        ids = list(dict.fromkeys([*exact, *ids]))
        return Found(ids[:RANKED] if question else ids, len(ids), facets, exact)

    def candidates(
        self, ids: Sequence[int], question: Question, on: int
    ) -> list[Candidate]:
        """Return titles, days and validity; texts are not looked into."""
        titles = dict(public_policies().filter(pk__in=ids).values_list("pk", "title"))
        return [
            Candidate(
                row[POLICY],
                flat(titles[row[POLICY]]),
                row[ISSUED],
                validity_of(row[4], row[5], on),
                in_text=0.0,
                in_number=False,
                defines=False,
            )
            for row in self._facts(list(titles))
        ]

    def weights(self, tokens: Iterable[str]) -> Mapping[str, float]:
        """Return the same weight for all: nothing is counted."""
        return dict.fromkeys(tokens, 1.0)

    def alike(self, question: Question, most: int) -> list[int]:
        """Return none: without an index nothing says what is telling."""
        return []

    def defined(self, terms: Collection[str]) -> set[str]:
        """Return none: the texts are not looked into."""
        return set()

    def texts(self, ids: Sequence[int]) -> list[Stored]:
        """Return the texts of these policies, read from their pages."""
        return [
            Stored(each.policy_id, each.title, each.body, each.interpretation)
            for each in documents(ids)
        ]

    def _facts(self, ids: Sequence[int]) -> list[tuple]:
        return [row_of(each.facts) for each in documents(ids)]

    def _by_number(self, question: Question) -> list[int]:
        key = number_key(question.number)
        policies = public_policies().filter(number_serial=key.serial)
        if key.year:
            policies = policies.filter(Q(number_year=key.year) | Q(number_year=None))
        return [
            each.policy_id
            for each in documents(policies.values_list("pk", flat=True))
            if any(not key.head or own.head == key.head for own in each.numbers)
        ]


def _holds(term: Term) -> Q:
    """Return the filter for all words of a term, in its field if it has one."""
    fields = {"title": ("title",), "number": NUMBERS}.get(
        term.field, ("title", *NUMBERS)
    )
    holds = Q()
    for word in [term.text] if term.is_phrase else words(term.text):
        somewhere = Q()
        for field in fields:
            for form in sorted({word, to_simplified(word)}):
                somewhere |= Q(**{f"{field}__icontains": form})
        holds &= somewhere
    return holds
