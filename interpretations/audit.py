"""The proof of the promise over the whole database, by SQL alone.

The guard keeps the rule on every path that Python sees; this finds what raw SQL, a
fixture or a restored backup may have brought in.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import Exists, OuterRef

from interpretations.models import InterpretationPage
from interpretations.pairing import every_covering
from policies.disclosure import Disclosure
from policies.models import NoticePage, PolicyPage


@dataclass(frozen=True)
class Breach:
    """One public page that breaks the rule, and how."""

    page_id: int
    title: str
    words: str

    def __str__(self) -> str:
        return f"[{self.page_id}] 《{self.title}》：{self.words}"


def breaches() -> Iterator[Breach]:
    """Yield every breach of the rule of publication; nothing if all is well."""
    live = PolicyPage.objects.live()
    covering = every_covering().filter(policy_id=OuterRef("pk"))
    searches = (
        (live.filter(~Exists(covering)), "已发布，但没有公众可读的解读。"),
        (live.exclude(disclosure=Disclosure.PROACTIVE), "已发布，但不是主动公开。"),
        (live.not_public(), "已发布，但设有访问限制。"),
        (live.exclude(alias_of=None), "是已发布的别名页。"),
        (
            InterpretationPage.objects.live().filter(policy__live=False),
            "解读已发布，但政策文件没有发布。",
        ),
        (
            NoticePage.objects.live().exclude(disclosure=Disclosure.PROACTIVE),
            "已发布，但不是主动公开。",
        ),
    )
    for pages, words in searches:
        for page_id, title in pages.order_by("pk").values_list("pk", "title"):
            yield Breach(page_id, title, words)
