"""题注: what stands below the title of a 规章 (国办公开办函〔2021〕33号).

When and by which order it was published, when it was amended, since when it applies.
"""

import datetime

from policies.models import PolicyPage

# Ideographic space, as printed between the parts.
BETWEEN = "\u3000"


def title_note(policy: PolicyPage) -> str:
    """Return the note of a policy that has its `amendments` loaded; maybe empty."""
    parts = []
    if policy.public_since:
        number = policy.document_number
        by_order = f"以{number}" if number else ""
        parts.append(f"{_in_words(policy.public_since)}{by_order}公布")
    for event in policy.amendments:
        cause = event.cause_in_words
        basis = f"根据{cause}" if cause else ""
        parts.append(f"{_in_words(event.takes_effect_on)}{basis}修改")
    if policy.effective_on:
        parts.append(f"自{_in_words(policy.effective_on)}起施行")
    return BETWEEN.join(parts)


def _in_words(day: datetime.date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"
