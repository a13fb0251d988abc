import pytest

from policies.document_number import (
    DocumentNumber,
    find_document_numbers,
    parse_document_number,
)


def found_in(text, **options):
    return [str(hit.number) for hit in find_document_numbers(text, **options)]


@pytest.mark.parametrize(
    ("written", "canonical"),
    [
        ("澜政办发【2019] 54 号", "澜政办发〔2019〕54号"),
        (" 澜 政 办 发 〔 2019 〕 54 号 ", "澜政办发〔2019〕54号"),
        ("澜政办发[2019]54号", "澜政办发〔2019〕54号"),
        ("澜政办发［2019］54号", "澜政办发〔2019〕54号"),  # noqa: RUF001
        ("澜政办发（2019）54号", "澜政办发〔2019〕54号"),
        ("澜政办发﹝2019﹞54号", "澜政办发〔2019〕54号"),
        ("澜政办发〈2019〉54号", "澜政办发〔2019〕54号"),
        ("澜政办发〖2019〗54号", "澜政办发〔2019〕54号"),
        ("澜政办发〔２０１９〕０５４号", "澜政办发〔2019〕54号"),  # noqa: RUF001
        ("澜政办发〔2019〕第54号", "澜政办发〔2019〕54号"),
        ("澜政办发〔2019〕54", "澜政办发〔2019〕54号"),
        ("澜政办发〔二〇一九〕第五十四号", "澜政办发〔2019〕54号"),
        ("澜政办发〔2O19〕54号", "澜政办发〔2019〕54号"),
        ("澜政办发2019年54号", "澜政办发〔2019〕54号"),
        ("澜政办发2019 54", "澜政办发〔2019〕54号"),
        ("澜政办发〔2019〕54号文件", "澜政办发〔2019〕54号"),
        ("（澜政办发〔2019〕54号）", "澜政办发〔2019〕54号"),
        ("发文字号：澜政办发〔2019〕54号", "澜政办发〔2019〕54号"),
        ("瀾公開辦發(fā)〔2020〕2號", "澜公开办发〔2020〕2号"),
        ("澜府发明电〔2020〕5号", "澜府发明电〔2020〕5号"),
        ("和政办发〔2020〕3号", "和政办发〔2020〕3号"),
        ("乾政发〔2020〕1号", "乾政发〔2020〕1号"),
    ],
)
def test_a_number_is_read_however_it_was_typed(written, canonical):
    assert str(parse_document_number(written)) == canonical


@pytest.mark.parametrize(
    ("written", "canonical"),
    [
        ("澜川市人民政府令第12号", "澜川市人民政府令第12号"),
        ("澜川市人民政府令\n第 十二 号", "澜川市人民政府令第12号"),
        ("中华人民共和国国务院令（第722号）", "国务院令第722号"),
        ("中华人民共和国主席令第四十号", "中华人民共和国主席令第40号"),
        (
            "澜川市人力资源和社会保障局公告2024年第3号",
            "澜川市人力资源和社会保障局公告2024年第3号",
        ),
        (
            "澜川市财政局 澜川市税务局公告2019年第39号",
            "澜川市财政局、澜川市税务局公告2019年第39号",
        ),
    ],
)
def test_an_order_or_announcement_carries_its_office(written, canonical):
    number = parse_document_number(written)

    assert str(number) == canonical
    assert number.agency_code == ""
    assert not number.is_partial


def test_parts_of_a_number_are_its_code_year_and_serial():
    number = parse_document_number("澜政办发〔2019〕054号")

    assert number == DocumentNumber("澜政办发", 2019, 54)


def test_a_number_without_its_code_is_partial():
    number = parse_document_number("〔2020〕—62")

    assert str(number) == "〔2020〕62号"
    assert number.is_partial


def test_a_year_of_two_figures_is_completed_and_marked_as_a_guess():
    number = parse_document_number("（85）澜财税字第042号")

    assert str(number) == "澜财税字〔1985〕42号"
    assert number.year_is_guessed


@pytest.mark.parametrize(
    "text",
    [
        "",
        "2020年6月17日",
        "（2019）澜01民终1234号",
        "（2003）澜二中民终字第12号",
        "根据澜政办发〔2019〕54号",
        "澜政办发（2019）54项",
        "澜政发〔2019〕0号",
        "澜政发〔1819〕3号",
        "关于印发《澜川市停车管理办法》的通知",
        "第12号",
    ],
)
def test_what_is_no_number_is_not_read_as_one(text):
    assert parse_document_number(text) is None


@pytest.mark.parametrize(
    ("sentence", "numbers"),
    [
        (
            "根据澜政办发〔2019〕54号和江府办发〔2020〕8号精神",
            ["澜政办发〔2019〕54号", "江府办发〔2020〕8号"],
        ),
        ("现将澜政函〔2024〕5号批复转发给你们", ["澜政函〔2024〕5号"]),
        ("请按澜政办发〔2019〕54号执行", ["澜政办发〔2019〕54号"]),
        ("省民政厅澜民函〔2020〕3号", ["澜民函〔2020〕3号"]),
        (
            "落實市人民政府辦公室瀾政辦發(fā)〔2019〕54號文件",
            ["澜政办发〔2019〕54号"],
        ),
        (
            "澜财建〔2020〕1号 澜工信联〔2020〕2号 澜发改产业〔2020〕3号",
            ["澜财建〔2020〕1号", "澜工信联〔2020〕2号", "澜发改产业〔2020〕3号"],
        ),
        ("（以下简称澜政办字〔2017〕20号）", ["澜政办字〔2017〕20号"]),
        (
            "土地管理法、澜川市人民政府令第25号和国家发展和改革委员会令2023年第5号",
            ["澜川市人民政府令第25号", "国家发展和改革委员会令2023年第5号"],
        ),
    ],
)
def test_words_of_the_sentence_are_cut_from_a_number(sentence, numbers):
    assert found_in(sentence) == numbers


def test_a_found_number_says_where_it_was_written():
    text = "依照 澜 政 办 发〔 2024 〕 3 号 办理"

    (hit,) = find_document_numbers(text)

    assert text[hit.start : hit.end] == "澜 政 办 发〔 2024 〕 3 号"


@pytest.mark.parametrize(
    "sentence",
    [
        "已经（2019）澜01民终1234号判决确认",
        "依照（2003）澜二中民终字第12号判决",
        "自2020年6月17日起施行",
        "附件（12）3号楼平面图",
        "实施方案（2020）3项任务",
        "指导意见〔2020〕3号",
        "〔2020〕62号",
        "依照命令第3号",
    ],
)
def test_cases_dates_and_bare_numbers_are_left_out_of_running_text(sentence):
    assert found_in(sentence) == []


def test_a_code_that_begins_like_a_sentence_word_is_kept_where_nothing_precedes():
    assert found_in("（和政办发〔2020〕3号）") == ["和政办发〔2020〕3号"]


def test_the_codes_of_known_offices_decide_where_a_number_begins():
    sentence = "经研究，和政办发〔2020〕3号继续有效"

    assert found_in(sentence) == ["政办发〔2020〕3号"]
    assert found_in(sentence, known_codes=["和政办发"]) == ["和政办发〔2020〕3号"]
