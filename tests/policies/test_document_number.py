"""发文字号: labelled cases of every kind, and what holds for all of them."""

import random
import tomllib
from itertools import pairwise
from pathlib import Path

import pytest

from policies.document_number import (
    DocumentNumber,
    canonical_form,
    find_document_numbers,
    lookup_keys,
    parse_document_number,
    parse_document_numbers,
    propose_repairs,
    search_keys,
)

pytestmark = pytest.mark.once

CASES = [
    pytest.param(way, kind, written, expected, id=f"{kind}: {written}")
    for way, kinds in tomllib.loads(
        (Path(__file__).parent / "document_numbers.toml").read_text(encoding="utf-8")
    ).items()
    for kind, cases in kinds.items()
    for written, expected in cases.items()
]


def found_in(text, **options):
    return [str(hit.number) for hit in find_document_numbers(text, **options)]


@pytest.mark.parametrize(("way", "kind", "written", "expected"), CASES)
def test_every_case_is_read_as_labelled(way, kind, written, expected):
    if way == "sentences":
        assert found_in(written) == expected
        return

    numbers = parse_document_numbers(written)

    assert [str(number) for number in numbers] == expected
    assert any(number.is_partial for number in numbers) == (kind == "partial")
    assert any(number.year_is_guessed for number in numbers) == (kind == "guessed")


# --- Whatever is read -------------------------------------------------------

CODES = (
    *("国办发", "国办发明电", "国发", "财税", "财建", "澜政发", "澜政办发", "澜政办函"),
    *("澜府", "澜府办规", "澜政", "澜财综", "澜财税字", "澜发改价格", "澜委办字"),
    *("澜工信厅联通装函", "澜公开办发", "和政办发", "经信发", "从政发", "由政发"),
    *("乾政发", "澜财公告", "文旅发", "对外办函", "执法函", "公安发", "令发"),
)
ISSUERS = (
    "国务院",
    "中华人民共和国主席",
    "澜川市人民政府",
    "财政部、税务总局、海关总署",
    "澜川市人民代表大会常务委员会",
    "国家发展和改革委员会",
)


def some_numbers(count: int) -> list[DocumentNumber]:
    """Return numbers of every shape, the same ones on every run."""
    chance = random.Random(9704)  # noqa: S311 - the same numbers on every run.
    numbers = []
    for _ in range(count):
        year = chance.randint(1949, 2049)
        serial = chance.choice([1, 9, 10, 99, 100, 2020, chance.randint(1, 999_999)])
        numbers += [
            DocumentNumber(chance.choice(CODES), year, serial),
            DocumentNumber("", year, serial),
            DocumentNumber("", None, serial, chance.choice(ISSUERS), "令"),
            DocumentNumber("", year, serial, chance.choice(ISSUERS), "公告"),
        ]
    return numbers


def test_what_is_printed_is_read_back_as_the_same_number():
    for number in some_numbers(500):
        assert parse_document_number(str(number)) == number


def test_joint_numbers_are_read_back_one_by_one():
    numbers = [number for number in some_numbers(200) if not number.is_partial]

    for first, second in pairwise(numbers):
        joint = f"{first}、{second}"

        assert parse_document_numbers(joint) == (first, second)
        assert canonical_form(joint) == joint


def test_number_in_a_sentence_is_the_number_alone():
    for number in some_numbers(200):
        if not number.is_partial:
            assert found_in(f"文件（{number}）已经公布。") == [str(number)]


def test_no_text_whatever_is_too_much():
    chance = random.Random(54)  # noqa: S311 - the same texts on every run.
    signs = (
        "〔〕（）[]「」0129lOI一二十百零〇年月日号號第令公告、，—-~至和字发發(fā)"  # noqa: RUF001
        " \n\u200b\ud800A澜政办财"
    )
    for _ in range(2000):
        text = "".join(chance.choices(signs, k=chance.randint(0, 40)))

        found = find_document_numbers(text)
        parse_document_numbers(text)
        propose_repairs(text, known_codes=["澜政办发"])
        lookup_keys(text)

        assert all(0 <= hit.start < hit.end <= len(text) for hit in found)


@pytest.mark.parametrize(
    "piece",
    ["〔2019〕", "〔2019〕3号、", "、1", "令", "澜", "澜政发2019", "1—", "公告第"],
)
def test_long_repetition_is_read_to_its_end(piece):
    text = piece * 3000

    find_document_numbers(text)
    parse_document_numbers(text)
    propose_repairs(text)


# --- Parts ---------------------------------------------------------------------


def test_parts_of_a_number_are_its_code_year_and_serial():
    number = parse_document_number("澜政办发〔2019〕054号")

    assert number == DocumentNumber("澜政办发", 2019, 54)


def test_order_or_announcement_carries_its_office():
    number = parse_document_number("澜川市人民政府令\n第 十二 号")

    assert number == DocumentNumber("", None, 12, "澜川市人民政府", "令")
    assert not number.is_partial


def test_several_numbers_are_not_one():
    assert parse_document_number("国发〔2019〕3号、5号") is None


def test_stored_form_joins_the_numbers_and_keeps_what_a_person_must_settle():
    assert (
        canonical_form("澜财建[2020]1号 澜工信联[2020]02号")
        == "澜财建〔2020〕1号、澜工信联〔2020〕2号"
    )
    assert canonical_form("〔2020〕—62") == "〔2020〕—62"
    assert canonical_form("（85）澜财税字第042号") == "（85）澜财税字第042号"
    assert canonical_form("见附件") == "见附件"


# --- Places and known codes -----------------------------------------------------


def test_found_number_says_where_it_was_written():
    text = "依照 澜 政 办 发〔 2024 〕 3 号 办理"

    (hit,) = find_document_numbers(text)

    assert text[hit.start : hit.end] == "澜 政 办 发〔 2024 〕 3 号"


def test_numbers_of_a_range_share_a_place_and_those_of_a_list_have_their_own():
    text = "依据财税〔2010〕1—3号、5号办理"

    hits = find_document_numbers(text)

    assert [text[hit.start : hit.end] for hit in hits] == [
        "财税〔2010〕1—3号",
        "财税〔2010〕1—3号",
        "财税〔2010〕1—3号",
        "5号",
    ]


def test_code_that_begins_like_a_sentence_word_is_kept_where_nothing_precedes():
    assert found_in("（和政办发〔2020〕3号）") == ["和政办发〔2020〕3号"]


def test_codes_of_known_offices_decide_where_a_number_begins():
    sentence = "经研究，和政办发〔2020〕3号继续有效"

    assert found_in(sentence) == ["政办发〔2020〕3号"]
    assert found_in(sentence, known_codes=["和政办发"]) == ["和政办发〔2020〕3号"]


def test_known_code_is_not_cut_out_of_another_office_s_code():
    assert found_in("根据江政办发〔2020〕3号", known_codes=["政办发"]) == [
        "江政办发〔2020〕3号"
    ]


def test_known_codes_admit_a_number_without_brackets():
    assert parse_document_number("澜发改价格2019年54号") is None
    assert (
        str(parse_document_number("澜发改价格2019年54号", known_codes=["澜发改价格"]))
        == "澜发改价格〔2019〕54号"
    )


# --- Keys of the search -----------------------------------------------------------


def test_urgent_telegram_of_an_office_is_never_found_under_its_letters():
    letter = parse_document_number("国办发〔2020〕14号")
    telegram = parse_document_number("国办发明电〔2020〕14号")

    (key,) = lookup_keys("国办发 [2020] 14")

    assert key in search_keys(letter)
    assert key not in search_keys(telegram)


@pytest.mark.parametrize(
    "typed", ["2020 62", "2020年62号", "2020年第62号文", "〔2020〕62", "2020-62"]
)
def test_year_and_serial_alone_find_every_office_s_number(typed):
    (key,) = lookup_keys(typed)

    assert key in search_keys(DocumentNumber("澜政办发", 2020, 62))
    assert key in search_keys(parse_document_number("〔2020〕—62"))
    assert key not in search_keys(DocumentNumber("澜政办发", 2020, 6))


def test_order_is_looked_up_by_its_whole_name_only():
    order = parse_document_number("国务院令第722号")

    assert search_keys(order) == lookup_keys("中华人民共和国国务院令（第722号）")


def test_joint_numbers_are_looked_up_one_by_one():
    assert len(lookup_keys("国发〔2019〕3号、5号")) == 2


@pytest.mark.parametrize(
    "typed", ["", "就业补贴", "2020", "202062", "2020年6月", "54号文"]
)
def test_what_is_no_number_has_no_key(typed):
    assert lookup_keys(typed) == ()


# --- Proposals --------------------------------------------------------------------


@pytest.mark.parametrize(
    ("damaged", "number", "slips"),
    [
        ("澜政办发〔2019〕54就", "澜政办发〔2019〕54号", ["“就”改为“号”"]),
        ("澜政办发〔2019〕54另", "澜政办发〔2019〕54号", ["“另”改为“号”"]),
        ("澜政办发12019〕54号", "澜政办发〔2019〕54号", ["“1”改为“〔”"]),
        ("澜政办发I2019]54号", "澜政办发〔2019〕54号", ["“I”改为“〔”"]),
        ("澜政办发C2019〕54号", "澜政办发〔2019〕54号", ["“C”改为“〔”"]),
        ("澜政办发「2019J54号", "澜政办发〔2019〕54号", ["“J”改为“〕”"]),
        ("澜政办发〔2O19〕54号", "澜政办发〔2019〕54号", ["“2O19”改为“2019”"]),
        ("澜政办发〔20l9〕54号", "澜政办发〔2019〕54号", ["“20l9”改为“2019”"]),
        ("澜政办发〔2019〕S4号", "澜政办发〔2019〕54号", ["“S4”改为“54”"]),
        (
            "澜政办发12O19]5l就",
            "澜政办发〔2019〕51号",
            ["“1”改为“〔”", "“2O19”改为“2019”", "“5l”改为“51”", "“就”改为“号”"],
        ),
    ],
)
def test_misread_signs_are_named_in_a_proposal(damaged, number, slips):
    best = propose_repairs(damaged)[0]

    assert str(best.number) == number
    assert [str(slip) for slip in best.slips] == slips


def test_every_way_to_read_a_doubtful_number_is_proposed():
    proposals = propose_repairs("澜政办发(2019154号")

    assert {str(proposal.number) for proposal in proposals} == {
        "澜政办发〔2019〕54号",
        "澜政办发〔2019〕154号",
    }


def test_wrong_character_of_a_known_code_is_proposed():
    (proposal,) = propose_repairs("澜政办友〔2019〕54号", known_codes=["澜政办发"])

    assert str(proposal) == "澜政办发〔2019〕54号（“澜政办友”改为“澜政办发”）"


def test_spoken_code_is_completed_by_the_one_code_that_it_can_mean():
    (proposal,) = propose_repairs("国办2019年54号文", known_codes=["国办发", "国发"])

    assert str(proposal.number) == "国办发〔2019〕54号"
    assert not propose_repairs("国办2019年54号文", known_codes=["国办发", "国办函"])


@pytest.mark.parametrize(
    "text",
    [
        "澜政办发〔2019〕54号",
        "澜政办发2019 54",
        "就业补贴",
        "（2019）澜01民终1234号",
        "",
    ],
)
def test_sound_number_and_other_text_get_no_proposal(text):
    assert propose_repairs(text) == ()


def test_damaged_number_is_never_read_without_asking():
    for damaged in (
        "澜政办发〔2019〕54就",
        "澜政办发12019〕54号",
        "澜政办发〔20l9〕54号",
    ):
        assert parse_document_numbers(damaged) == ()
        assert canonical_form(damaged) == damaged
