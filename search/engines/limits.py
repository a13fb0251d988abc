"""What every engine goes by, so that all find the same: how much is looked for."""

from collections.abc import Callable, Iterable, Mapping, Sequence

from search.analysis import Atom, atoms
from search.questions import Question

# Fewer finds than this, and most of the words are enough.
ENOUGH = 3
TELLING = 12
# So many pairs of a long question are looked for, so many of each of its terms.
LOOKED_FOR = 10
LOOKED_FOR_OF_EACH = 2
# So many of the finds are put in exact order.
RERANKED = 200
# A term of so many characters is likely cut from a text.
LONG = 8

# A title that holds fewer pairs or a smaller share of what is asked does so by chance:
# 关于, 的通知.
PAIRS_IN_TITLE, IN_TITLE_ENOUGH = 4, 0.35
# So many pairs of a question are looked for in titles.
MOST_PAIRS = 48

# Of titles that are alike: so many tokens are looked for, and so many finds of each
# are looked at.
TOKENS, FINDS = 24, 500
# A token in a larger share of the titles tells nothing: 关于, 通知. In a small
# library so many titles are still few.
TELLING_SHARE, FEW = 0.2, 10
# What reaches less than this share of the best is like it by chance.
LIKE_ENOUGH = 0.25


def pairs_of(question: Question) -> dict[str, Atom]:
    """Return by its token each atom of more than one character, in order."""
    return {
        atom.token: atom
        for term in question.terms
        for atom in atoms(term.text)
        if len(atom.token) > 1
    }


def in_title_enough(question: Question) -> float:
    """Return the share of what is asked that a title must hold to be near."""
    return 0.0 if question.is_last_try else IN_TITLE_ENOUGH


def near(
    question: Question,
    most_words: Callable[[], list[int]],
    most_in_title: Callable[[], list[int]],
    defining: Callable[[], list[int]],
) -> list[int]:
    """Return up to 200 policies that lack some of what is asked, the nearest first.

    What a question asks about stands in a title or is defined; the words around it
    would mislead to long texts that hold them all. Each of the three ways in which an
    engine can look is asked only where it is needed.
    """
    if not question.asks:
        # Who parts words by blanks means each of them.
        is_whole = len(question.terms) == 1
        return most_words() or (most_in_title() if is_whole else [])
    found = dict.fromkeys([*defining(), *most_in_title()])
    return list(found)[:RERANKED] or most_words()


def spared(
    question: Question, frequencies: Callable[[Sequence[str]], Mapping[str, int]]
) -> set[Atom]:
    """Return what of a question need not be looked for, since other atoms tell more.

    Single characters beside pairs, whose many beginnings cost most; and of a long
    question all but the rarest pairs: what holds these holds the rest, nearly always.
    `frequencies` says in how many documents tokens stand; one that it leaves out
    stands in none. It is asked for long questions only.
    """
    left: set[Atom] = set()
    by_term = []
    for term in question.terms:
        if term.is_phrase:
            continue
        every = atoms(term.text)
        pairs = [atom for atom in every if len(atom.token) > 1 and not atom.finer]
        if len(pairs) >= ENOUGH:
            left.update(atom for atom in every if len(atom.token) == 1)
        by_term.append(pairs)
    pairs = {atom for found in by_term for atom in found}
    if len(pairs) > LOOKED_FOR:
        held = frequencies([atom.token for atom in pairs])

        def rarest(some: Iterable[Atom], most: int) -> list[Atom]:
            def rarity(atom: Atom) -> tuple[int, str]:
                return held.get(atom.token, 0), atom.token

            return sorted(some, key=rarity)[:most]

        kept = set(rarest(pairs, LOOKED_FOR))
        for found in by_term:
            kept.update(rarest(found, LOOKED_FOR_OF_EACH))
        left |= pairs - kept
    return left


def enough(question: Question) -> int:
    """Return how many finds need no further ones: of a long text one is enough."""
    return 1 if any(len(term.text) >= LONG for term in question.terms) else ENOUGH
