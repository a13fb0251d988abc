import datetime

import pytest

from policies.chinese_dates import find_dates, parse_date
from policies.chinese_numerals import read_number

pytestmark = pytest.mark.once


@pytest.mark.parametrize(
    ("written", "date"),
    [
        ("2020年6月17日", datetime.date(2020, 6, 17)),
        ("２０２０ 年 ６ 月 １７ 日", datetime.date(2020, 6, 17)),  # noqa: RUF001
        ("二〇二〇年六月十七日", datetime.date(2020, 6, 17)),
        ("二〇二〇年一〇月一〇日", datetime.date(2020, 10, 10)),
        ("二OO六年二月二十日", datetime.date(2006, 2, 20)),
        ("二○一一年七月二十八日", datetime.date(2011, 7, 28)),
        ("二О一一年三月廿三日", datetime.date(2011, 3, 23)),
        ("2020-06-17", datetime.date(2020, 6, 17)),
        ("2020/6/7", datetime.date(2020, 6, 7)),
        ("２０２０．６．１７", datetime.date(2020, 6, 17)),  # noqa: RUF001
        ("20200617", datetime.date(2020, 6, 17)),
        ("中華民國一百零九年六月十七日", datetime.date(2020, 6, 17)),
        ("民国109年6月17日", datetime.date(2020, 6, 17)),
        ("民国元年一月一日", datetime.date(1912, 1, 1)),
    ],
)
def test_a_date_is_read_in_every_usual_form(written, date):
    assert parse_date(written) == date


@pytest.mark.parametrize(
    "text",
    ["", "2020年2月30日", "2020年3月", "2020年", "2020-13-01", "0年1月1日", "6月17日"],
)
def test_an_impossible_or_incomplete_date_is_none(text):
    assert parse_date(text) is None


def test_a_sentence_with_a_date_is_not_a_date():
    assert parse_date("自2020年6月17日起施行") is None


def test_whole_dates_are_found_in_running_text_in_their_order():
    text = "自二〇二四年三月五日起，至2029-03-04止；2020年2月30日和2020年3月不算。"

    hits = find_dates(text)

    assert [hit.date for hit in hits] == [
        datetime.date(2024, 3, 5),
        datetime.date(2029, 3, 4),
    ]
    assert text[hits[0].start : hits[0].end] == "二〇二四年三月五日"


@pytest.mark.parametrize(
    ("written", "number"),
    [
        ("54", 54),
        ("五十四", 54),
        ("十", 10),
        ("一百零九", 109),
        ("二〇一九", 2019),
        ("卅一", 31),
        ("百十百", None),
        ("五四十", None),
        ("", None),
    ],
)
def test_a_number_is_read_in_figures_and_in_words(written, number):
    assert read_number(written) == number
