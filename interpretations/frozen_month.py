"""FrozenMonth: what the ledger said at the end of a month, in a chain of digests."""

import hashlib
import json

from django.db import models


class FrozenMonth(models.Model):
    """The figures of a year up to one month, with the pages and versions behind them.

    `content` is kept as the very text that was digested. Each digest covers the one
    before it: whoever has noted the last one can prove that nothing earlier was
    rewritten.
    """

    month = models.DateField("月份", unique=True)
    frozen_at = models.DateTimeField("存证时间")
    content = models.TextField("内容")
    previous_digest = models.CharField("上一份摘要", max_length=64, blank=True)
    digest = models.CharField("摘要", max_length=64)

    class Meta:
        verbose_name = "台账存证"
        verbose_name_plural = "台账存证"
        ordering = ["month"]

    def __str__(self) -> str:
        return f"{self.month.year}年{self.month.month}月"

    @property
    def pages(self) -> dict[str, dict]:
        """Return what was said of each page, by `policy-…` and `interpretation-…`."""
        return json.loads(self.content)["pages"]

    @property
    def figures(self) -> dict[str, int]:
        """Return the figures as they were."""
        return json.loads(self.content)["figures"]

    @property
    def digest_due(self) -> str:
        """Return the digest that its content and its predecessor should have."""
        return digest_of(self.content, self.previous_digest)


def digest_of(content: str, previous_digest: str) -> str:
    """Return the SHA-256 of the digest before and of this content, a line each."""
    return hashlib.sha256(f"{previous_digest}\n{content}".encode()).hexdigest()
