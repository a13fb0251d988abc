"""Examples of questions that the library answers: made of what it holds."""

import datetime
import re
from dataclasses import dataclass

from django.utils import timezone

from policies.document_number import parse_document_numbers
from policies.models import PolicyPage
from policies.validity import Validity
from search.choosing import find_policies
from search.documents import public_policies
from search.related import matter

# A phrase longer than this is no example that one would type.
MOST = 6
# So many of the newest are looked at for one with a number.
LOOKED_AT = 10


@dataclass(frozen=True)
class Examples:
    """What a visitor may try; each typed example finds the policy it was made of."""

    numbers: list[str]
    words: str
    phrase: str
    title: str
    agency: str
    day: datetime.date


def examples() -> Examples | None:
    """Return the examples, made of the newest policy in force; None without any."""
    newest = find_policies(validity=Validity.IN_FORCE.value).ids[:LOOKED_AT]
    policies = public_policies().prefetch_related("issuers__agency").in_bulk(newest)
    known = [policies[key] for key in newest if key in policies]
    if not known:
        return None
    policy = next((each for each in known if each.number_serial), known[0])
    about = _longest_run(matter(policy.enclosed_title or policy.title))
    agency = policy.lead_agency
    first, second = _two_words(policy, about)
    return Examples(
        numbers=_number_forms(policy),
        words=f"{first} {second}",
        phrase=f"“{first}”",
        title=f"标题：{about}",
        agency=f"机关：{agency.short_name or agency.name}" if agency else "",
        day=datetime.date(timezone.localdate().year, 1, 1),
    )


def _longest_run(text: str) -> str:
    """Return the longest piece between marks, short enough to type."""
    return max(re.split(r"\W+", text), key=len)[-MOST:]


def _number_forms(policy: PolicyPage) -> list[str]:
    """Return its number as printed, as typed in haste, and in part."""
    numbers = parse_document_numbers(policy.document_number)
    if not numbers or numbers[0].is_partial or not numbers[0].agency_code:
        return []
    number = numbers[0]
    return [
        str(number),
        f"{number.agency_code}[{number.year}]{number.serial}",
        f"{number.year}年{number.serial}号",
    ]


def _two_words(policy: PolicyPage, about: str) -> list[str]:
    """Return two words that the policy holds: keywords, or two pieces of its title."""
    tags = sorted(policy.tags.names())[:2]
    return tags if len(tags) == 2 else [about[:2], about[-2:]]
