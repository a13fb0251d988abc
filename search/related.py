"""相关文件: policies whose titles and keywords are like those of another."""

import re

from policies.models import PolicyPage
from search.engines import IndexUnavailable, engine
from search.questions import Question, Term
from search.results import load

MOST = 5
# What frames the matter of a title and is the same in most of them.
_FRAME = re.compile(
    "^.*?关于(?:印发|转发|批转|公布|发布|做好|开展|进一步|加强)*"
    "|的?(?:通知|意见|公告|通告|函|批复|决定|通报)$"
)


def related(policy: PolicyPage, *, besides: frozenset[int] = frozenset()) -> list:
    """Return up to five other public policies, most alike first.

    `besides` are those that the page names already. Without an index there are none.
    """
    words = [_FRAME.sub("", policy.title), *(tag.name for tag in policy.tags.all())]
    if policy.enclosed_title:
        words.append(policy.enclosed_title)
    question = Question(tuple(Term(text) for text in dict.fromkeys(words)))
    try:
        ids = engine().alike(question, MOST + 1 + len(besides))
    except IndexUnavailable:
        return []
    pages = load([each for each in ids if each != policy.pk and each not in besides])
    return [pages[policy_id] for policy_id in ids if policy_id in pages][:MOST]
