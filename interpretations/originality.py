"""解读不是照搬: how much of an interpretation is the policy's own words."""

import re

# Runs this long are shared by chance only in names of laws and fixed phrases.
RUN = 12
MOSTLY = 0.5
# A few sentences may well quote; there is nothing to judge yet.
SHORTEST = 100
NOT_TEXT = re.compile(r"\W+")


def copied_share(interpretation: str, policy: str) -> float:
    """Return the share of an interpretation's characters that stand so in the policy.

    Counted over runs of 12 characters without punctuation; 0.0 for very short texts.
    """
    text = NOT_TEXT.sub("", interpretation)
    source = NOT_TEXT.sub("", policy)
    if len(text) < SHORTEST:
        return 0.0
    known = {source[at : at + RUN] for at in range(len(source) - RUN + 1)}
    copied = bytearray(len(text))
    for at in range(len(text) - RUN + 1):
        if text[at : at + RUN] in known:
            copied[at : at + RUN] = b"\1" * RUN
    return sum(copied) / len(text)


def copying_warning(interpretation, policy) -> str | None:
    """Return the words that warn of an interpretation that mostly copies, or None.

    Source: 安顺市 2020 art. 4: not a copy of the document's points, not a compression.
    """
    share = copied_share(interpretation.plain_text(), policy.full_text())
    if share < MOSTLY:
        return None
    return (
        f"解读有 {share:.0%} 的文字与政策文件原文相同。"
        "解读不能照搬或者压缩原文，请用自己的话说明背景、内容和影响。"
    )
