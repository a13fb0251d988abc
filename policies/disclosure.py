"""公开属性: what may be public, and what must be said when a document may not."""

from django.db import models


class Disclosure(models.TextChoices):
    """公开属性, fixed by the drafting office before the document is issued.

    Source: 国办发〔2016〕80号 一(一); 政府信息公开条例 arts 13-16.
    """

    PROACTIVE = "proactive", "主动公开"
    ON_REQUEST = "on_request", "依申请公开"
    WITHHELD = "withheld", "不予公开"


# 国办发〔2016〕80号 一(一): a document that is not open states basis and reason.
NEEDS_REASON = frozenset({Disclosure.ON_REQUEST, Disclosure.WITHHELD})


def missing_reason(*, disclosure: str, basis: str, reason: str) -> dict[str, str]:
    """Return what a determination lacks as {field name: words}; empty if nothing.

    Only a determination other than 主动公开 needs its basis and reason.
    """
    if disclosure not in NEEDS_REASON:
        return {}
    label = Disclosure(disclosure).label
    return {
        field: words
        for field, given, words in (
            ("disclosure_basis", basis, f"公开属性为“{label}”，请填写法律依据。"),
            ("disclosure_reason", reason, f"公开属性为“{label}”，请说明理由。"),
        )
        if not given.strip()
    }
