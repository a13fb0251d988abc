"""密级: a public system must not hold what carries a mark of secrecy."""

import re

from policies.chinese_script import squeeze, to_simplified

# GB/T 9704-2012, 7.2.2: 密级 stands with ★ and its term, or alone, in the upper corner.
SECRECY_MARK = re.compile(
    r"(?:\d{4,6}(?=\D))?(?:密级:)?(?P<mark>(?:绝密|机密|秘密)"
    r"(?P<star>[★☆*](?:[\d一二三四五六七八九十]{1,3}(?:年|个月)|长期)?)?)"
)
HEAD_LINES = 25


def mark_in(text: str, *, alone: bool = True) -> str:
    """Return the 密级 mark (机密★1年) that a line or cell begins with, or "".

    Without its ★ it counts only if it is all there is (`alone`); ordinary words such
    as 商业秘密 or 秘密工作 are none.
    """
    plain = to_simplified(squeeze(text)[0])
    match = SECRECY_MARK.match(plain)
    if match and (match["star"] or (alone and plain == match[0])):
        return match["mark"]
    return ""


def secrecy_refusal(text: str) -> str | None:
    """Return the words that refuse a text with a mark in its head, or None."""
    for line in text.splitlines()[:HEAD_LINES]:
        if mark := mark_in(line):
            return (
                f"文件首部有密级标志“{mark}”，涉密文件不得录入本系统，"
                "请按保密规定处理。"
            )
    return None
