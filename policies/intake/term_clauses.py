"""施行日期 and 有效期 as a document states them in plain words."""

import datetime
import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from policies.chinese_dates import find_dates
from policies.chinese_numerals import NUMBER_SIGNS, read_number
from policies.chinese_script import to_simplified
from policies.intake.damage import Doubt, excerpt_of

# 《办法》 and 《实施细则》 are what a covering notice calls the text it encloses.
_LONGEST_SHORT_FORM = 6
_ONE_DAY = datetime.timedelta(days=1)
_IN_FORCE = r"(?:施行|实施|执行|生效|试行)"
_BEGINS = re.compile(rf"\s*(?:零时)?起\s*(?:正式)?{_IN_FORCE}(?=[。，；,;、）)]|$)")
_BEGINS_LATER = re.compile(
    rf"自?(?:本\w{{1,6}})?(?:公布|发布|印发|公开发布|下发)之日起(?P<delay>\w{{0,6}}?)"
    rf"(?:正式)?{_IN_FORCE}(?=[。，；,;、）)]|$)"
)
_YEARS = re.compile(
    rf"有效期(?:限)?(?:为|是|定为|共)?\s*(?P<years>[{NUMBER_SIGNS}]{{1,3}})\s*年"
)
_UNTIL = re.compile(
    r"有效期(?:限)?(?:截止日期)?(?:延长|延续|截止|截至|止|截)?(?:至|到|为)\s*$"
)
_FROM_TO = re.compile(r"有效期(?:限)?(?:为)?自?\s*$")
# A licence has a validity too; only the document itself is meant here.
_ITSELF = re.compile(
    rf"本(?:办法|规定|细则|通知|意见|方案|制度|规则|决定|条例|文件|措施|通告|公告|指南|政策"
    rf"|标准|预案|规划|实施\w{{2}}|若干\w{{2,4}})|起\s*(?:正式)?{_IN_FORCE}|^\s*[，,]?有效期"
)


@dataclass(frozen=True)
class Term:
    """When a document begins and ends, as far as it says so itself."""

    effective_on: datetime.date | None = None
    valid_until: datetime.date | None = None
    valid_years: int | None = None
    doubts: tuple[Doubt, ...] = ()


def read_term(
    paragraphs: Iterable[tuple[int, str]], *, own_titles: Collection[str] = ()
) -> Term:
    """Read 自…起施行, 有效期至… and 有效期N年 from (line, text) pairs.

    An end after N years is computed only from a known beginning: 5 years from 1 January
    end on 31 December. Two different dates of beginning leave it open, with a doubt.
    What is said of another document (《…》自…起施行) does not count.
    """
    begins: dict[datetime.date, tuple[int, str]] = {}
    until: dict[datetime.date, tuple[int, str]] = {}
    years: set[int] = set()
    doubts: list[Doubt] = []
    for line, text in paragraphs:
        for sentence in re.split(r"(?<=[。；;])", to_simplified(text)):
            place = (line, sentence)
            for hit in find_dates(sentence):
                if _says_begin(sentence, hit.start, hit.end, own_titles):
                    begins.setdefault(hit.date, place)
                elif _says_end(sentence, hit.start):
                    until.setdefault(hit.date, place)
            if (match := _YEARS.search(sentence)) and _ITSELF.search(sentence):
                years.add(read_number(match["years"]) or 0)
            if _BEGINS_LATER.search(sentence):
                message = "施行日期写明从发布（印发）之日算起，请核定具体日期。"
                doubts.append(Doubt(line, message, excerpt_of(sentence)))
    effective_on = _the_only_one(begins, "施行日期", doubts)
    valid_until = _the_only_one(until, "有效期截止日期", doubts)
    valid_years = years.pop() if len(years) == 1 else None
    if valid_until is None and effective_on and valid_years:
        valid_until = years_later(effective_on, valid_years)
    if valid_until and effective_on and valid_until < effective_on:
        doubts.append(Doubt(0, "有效期截止日期早于施行日期，请核对。"))
    return Term(effective_on, valid_until, valid_years, tuple(doubts))


def years_later(start: datetime.date, years: int) -> datetime.date:
    """Return the last day of a term of so many years that begins on `start`."""
    try:
        return start.replace(year=start.year + years) - _ONE_DAY
    except ValueError:
        # 29 February has no fellow in a common year: the term ends with February.
        return datetime.date(start.year + years, 2, 28)


def _says_begin(
    sentence: str, start: int, end: int, own_titles: Collection[str]
) -> bool:
    before = sentence[:start].rstrip()
    subject = re.search(r"《([^《》]+)》(?:[（(][^）)]*[）)])?[自从]$", before)
    if (
        subject
        and subject[1] not in own_titles
        and len(subject[1]) > _LONGEST_SHORT_FORM
    ):
        return False
    if _FROM_TO.search(before) and before.endswith("自"):
        return True
    return before.endswith(("自", "从")) and bool(_BEGINS.match(sentence, end))


def _says_end(sentence: str, start: int) -> bool:
    before = sentence[:start]
    if _UNTIL.search(before):
        return True
    # 有效期自2024年3月1日至2029年2月28日
    return bool(
        re.search(r"有效期(?:限)?(?:为)?自[^，。]{8,16}起?(?:至|到)\s*$", before)
    )


def _the_only_one(
    found: dict[datetime.date, tuple[int, str]], name: str, doubts: list[Doubt]
) -> datetime.date | None:
    if len(found) > 1:
        line, sentence = next(iter(found.values()))
        message = f"文中有不止一个{name}，请核对后填写。"
        doubts.append(Doubt(line, message, excerpt_of(sentence)))
    return next(iter(found)) if len(found) == 1 else None
