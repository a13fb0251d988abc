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
    "|(?:管理|实施|保障|工作|暂行|试行|若干)*"
    "(?:办法|规定|细则|方案|意见|条例|规划|计划)(?:（[^）]*）)?(?=》|的通知$|$)"
    "|的?(?:通知|公告|通告|函|批复|决定|通报)$"
)


def matter(title: str) -> str:
    """Return what a title is about, without what is the same in most of them."""
    return _FRAME.sub("", title)


def related(policy: PolicyPage, *, besides: frozenset[int] = frozenset()) -> list:
    """Return up to five other public policies, most alike first.

    `besides` are those that the page names already. Without an index there are none.
    """
    matters = [matter(text) for text in (policy.title, policy.enclosed_title)]
    words = [*matters, *(item.tag.name for item in policy.tagged_items.all())]
    question = Question(
        tuple(Term(text) for text in dict.fromkeys(filter(None, words)))
    )
    try:
        ids = engine().alike(question, MOST + 1 + len(besides))
    except IndexUnavailable:
        return []
    pages = load([each for each in ids if each != policy.pk and each not in besides])
    return [pages[policy_id] for policy_id in ids if policy_id in pages][:MOST]
