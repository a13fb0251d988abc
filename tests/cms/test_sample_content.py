"""The sample content as written: a city that does not exist, in true official form."""

import re
from collections import Counter, defaultdict

import pytest

from cms.demo.documents import CONTENT, read_agencies, read_documents
from interpretations.models import InterpretationForm
from policies.document_number import parse_document_numbers
from policies.registration_number import parse_registration_number

pytestmark = pytest.mark.once

POLICIES = list(read_documents("policies"))
INTERPRETATIONS = list(read_documents("interpretations"))
NOTICES = list(read_documents("notices"))
KEYS = {document.key for document in POLICIES}
# Where the sample's ideas come from, and whatever else a map would show.
REAL_PLACES = re.compile(
    "北京|天津|上海|重庆|河北|山西|内蒙古|辽宁|吉林|黑龙江|江苏|浙江|安徽|福建|江西|山东"
    "|河南|湖北|湖南|广东|广西|海南省|四川|贵州|云南|西藏|陕西|甘肃|青海|宁夏|新疆|香港"
    "|澳门|台湾|凯里|常德|长治|阳谷|聊城|深圳|杭州|广州|成都|武汉|南京|西安"
)
REAL_PEOPLE = re.compile("毛泽东|邓小平|江泽民|胡锦涛|习近平|温家宝|李克强")


def named(documents):
    """Return the documents as parameters of a test, each under its key."""
    return [pytest.param(document, id=document.key) for document in documents]


def numbers_of(document):
    return parse_document_numbers(document.facts.get("document_number", ""))


def test_library_is_worth_a_visit():
    public = [each for each in POLICIES if each.facts["state"] == "live"]
    years = {each.facts["published_on"].year for each in public}

    assert len(public) >= 40
    assert len([each for each in read_agencies() if each["slug"]]) >= 8
    assert {min(years), max(years)} == {2012, 2026}
    assert {each.facts["form"] for each in INTERPRETATIONS} == set(
        InterpretationForm.values
    )


@pytest.mark.parametrize("document", named([*POLICIES, *NOTICES]))
def test_number_can_be_read_and_bears_the_year_of_the_document(document):
    number = document.facts.get("document_number", "")
    if not number:
        assert document.facts["without_number_reason"]
        return
    (read,) = numbers_of(document)

    assert str(read) == number
    assert read.year in (None, document.facts["issued_on"].year)


def test_no_two_documents_bear_one_number():
    numbers = Counter(
        str(number) for each in [*POLICIES, *NOTICES] for number in numbers_of(each)
    )
    registered = Counter(
        each.facts["registration_number"]
        for each in POLICIES
        if each.facts["registration_number"]
    )

    assert [number for number, times in numbers.items() if times > 1] == []
    assert [number for number, times in registered.items() if times > 1] == []


def test_numbers_rise_with_the_days_of_issue():
    series = defaultdict(list)
    for each in [*POLICIES, *NOTICES]:
        day = each.facts["issued_on"]
        for number in numbers_of(each):
            key = (number.agency_code or number.issuer, number.genre, number.year)
            series[key].append((day, number.serial))
        if register := parse_registration_number(
            each.facts.get("registration_number", "")
        ):
            series[register.register, register.year].append((day, int(register.serial)))

    for key, issued in series.items():
        serials = [serial for _, serial in sorted(issued)]
        assert serials == sorted(serials), key


@pytest.mark.parametrize("document", named([*POLICIES, *NOTICES, *INTERPRETATIONS]))
def test_days_follow_each_other_and_are_working_days(document):
    names = ("issued_on", "published_on", "effective_on", "valid_until")
    facts = document.facts
    issued, published, effective, until = (facts.get(name) for name in names)

    for day in (issued, published):
        assert day is None or day.weekday() < 5, day
    assert not (issued and published) or issued <= published
    assert not (effective and until) or effective < until
    for release in facts.get("channels", ()):
        assert release["released_on"] >= published


@pytest.mark.parametrize("document", named(POLICIES))
def test_what_a_policy_points_at_is_there(document):
    for relation in document.facts.get("relations", ()):
        assert relation.get("target", document.key) in KEYS
    for event in document.facts.get("events", ()):
        assert event.get("cause", document.key) in KEYS
    assert not document.facts["enclosed_title"] or "=====" in {
        line.text for line in document.lines
    }


@pytest.mark.parametrize("document", named(INTERPRETATIONS))
def test_interpretation_explains_a_policy_of_the_library(document):
    assert document.facts["policy"] in KEYS


def test_every_file_of_the_content_is_used():
    text = "".join(path.read_text(encoding="utf-8") for path in CONTENT.rglob("*.md"))
    media = {path.name for path in (CONTENT / "media").iterdir()}
    sources = {path.stem for path in (CONTENT / "attachments").iterdir()}

    assert [name for name in media if name not in text] == []
    assert [
        name for name in sources if not re.search(rf"{name}\.(docx|xlsx)", text)
    ] == []
    assert (
        sum(path.stat().st_size for path in (CONTENT / "media").iterdir()) < 1_500_000
    )


def test_city_is_nobodys():
    for path in CONTENT.rglob("*.*"):
        if path.suffix in (".md", ".toml"):
            text = path.read_text(encoding="utf-8")
            found = REAL_PLACES.findall(text) + REAL_PEOPLE.findall(text)
            assert not found, (path.name, found)
