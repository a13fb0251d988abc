"""Finding: what was published is found by any piece of it, and nothing else is."""

import datetime

import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import Page

from policies.models import AgencyFormerName, PolicyIssuer, PolicyPage, ValidityEvent
from policies.validity import Validity, ValidityEventKind
from search.models import PolicyLibraryPage
from search.query import SearchQuery
from search.results import PAGE_SIZE, find
from tests import library

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.usefixtures("any_engine"),
]

TITLES = [
    "澜川市人民政府办公室关于印发《澜川市城镇老旧小区改造管理办法（试行）》的通知",
    "澜川市民政局 澜川市财政局关于提高2024年城乡居民最低生活保障 标准的通知",
    "关于公布澜政发〔2019〕8号等12件规范性文件清理结果的公告",
    "澜川市政府和社会资本合作（PPP）项目库管理细则",
]


def found(words: str = "", **choices) -> list[int]:
    """Return the keys of the policies that a visitor sees, in order."""
    return [hit.policy.pk for hit in find(SearchQuery(words, **choices)).hits]


def pieces_of(text: str) -> list[str]:
    """Return the pieces of two to eight characters that hold a letter or figure.

    Of a server, which takes longer to answer, only every third one is asked.
    """
    pieces = [
        text[start : start + length]
        for length in range(2, 9)
        for start in range(len(text) - length + 1)
    ]
    telling = [piece for piece in pieces if any(map(str.isalnum, piece))]
    return telling[:: 3 if settings.SEARCH_URL else 1]


@pytest.mark.parametrize("title", TITLES)
def test_every_piece_of_a_title_finds_it(title):
    policy, _ = library.make_public_pair(title=title)

    missed = [piece for piece in pieces_of(title) if policy.pk not in found(piece)]

    assert missed == []


# No engine marks anything.
@pytest.mark.parametrize("any_engine", ["embedded"], indirect=True)
@pytest.mark.parametrize("title", TITLES)
def test_every_piece_of_a_title_is_marked_in_it(title):
    library.make_public_pair(title=title)

    for piece in pieces_of(title):
        (hit,) = find(SearchQuery(piece)).hits
        assert "<mark>" in hit.title_html
        unmarked = hit.title_html.replace("<mark>", "").replace("</mark>", "")
        assert unmarked == title


def test_every_piece_of_a_number_finds_it():
    policy, _ = library.make_public_pair(document_number="澜府办发〔2020〕13号")

    numbers = ["澜府办发〔2020〕13号", policy.index_number]
    missed = [
        piece
        for number in numbers
        for piece in pieces_of(number)
        if found(piece) != [policy.pk]
    ]

    assert missed == []


def test_one_character_is_found_by_what_begins_with_it(pair):
    policy, _ = pair

    assert found("业") == [policy.pk]
    assert found("知") == [policy.pk]
    assert found("龘") == []


def test_body_agency_and_interpretation_find_the_policy(pair):
    policy, _ = pair

    assert found("毕业两年以内") == [policy.pk]
    assert found("社会保障局") == [policy.pk]
    assert found("由本人在网上申请") == [policy.pk]


def test_all_words_must_be_found_wherever_they_stand(pair):
    policy, _ = pair

    assert found("就业补贴 网上申请 2024") == [policy.pk]
    assert not find(SearchQuery("就业补贴 网上申请 2024")).left_out


def test_a_piece_over_a_mark_is_found_in_its_order_only():
    policy, _ = library.make_public_pair(title=TITLES[0])

    assert found("印发《澜川市") == [policy.pk]
    assert found("“印发《澜川市”") == [policy.pk]
    assert found("“澜川市》印发”") == []


def test_a_phrase_is_found_however_it_is_printed_and_where_a_line_breaks_in_it():
    policy, _ = library.make_public_pair(
        title="关于保障 标准的通知",
        body=library.paragraphs("依照第１２ 号令，办理ＰＰＰ项\n目。"),
    )
    for phrase in (
        "“保障标准”",
        "“12号令”",
        "“第12号令”",
        "“ppp项”",
        "“保障標準”",
        "“项目”",
    ):
        assert found(phrase) == [policy.pk], phrase
    assert found("“12号办”") == []


@pytest.mark.parametrize(
    "typed",
    [
        "就業補貼",
        "\uff12\uff10\uff12\uff14",
        "澜人社发[2024]12号",
        "澜人社发【2024】12号",
    ],
)
def test_script_width_and_brackets_do_not_matter(pair, typed):
    assert found(typed) == [pair[0].pk]


def test_a_former_name_of_an_agency_finds_its_policies(pair):
    policy, _ = pair
    AgencyFormerName.objects.create(agency=policy.lead_agency, name="澜川市劳动局")

    assert found("澜川市劳动局") == [policy.pk]


NASTY = [
    "",
    " ",
    '"',
    '""" AND',
    "补贴*",
    "NEAR(补贴 就业)",
    "title:补贴",
    "补贴 AND NOT 就业",
    "(补贴",
    "'; DROP TABLE search_index; --",
    "\x00补贴\x1f",
    "\ud800补贴\udfff",
    "😀补贴🇨🇳👨‍👩‍👧",
    "%_\\",
    "{补贴}",
    "^补贴 - 就业 +",
    "补" * 200,
    " ".join("补贴就业" * 25),
    "𠀀𪚥\U0002ceb1",
    "\u202e补贴\u200b就业\ufeff",
    "ﷺ½①㍿",
]


@pytest.mark.parametrize("typed", NASTY)
def test_whatever_is_typed_is_safe(pair, typed):
    results = find(SearchQuery(typed))

    assert results.total in (0, 1)
    for hit in results.hits:
        hit.title_html.encode()
        hit.snippet_html.encode()


@pytest.mark.parametrize("number", [None, "", "0", "-3", "次页", "9" * 5000, 99])
def test_a_page_number_that_leads_nowhere_still_gives_a_page(pair, number):
    assert find(SearchQuery(), page_number=number).total == 1


def test_a_draft_is_not_found(interpretation):
    assert found("就业补贴") == []
    assert found() == []


def test_what_was_taken_down_is_not_found(pair):
    policy, _ = pair
    policy.unpublish()

    assert found("就业补贴") == []
    assert found() == []


def test_what_was_deleted_is_not_found(pair):
    policy, interpretation = pair
    policy.unpublish()
    interpretation.delete()
    PolicyPage.objects.get(pk=policy.pk).delete()

    assert found("就业补贴") == []


def test_an_index_behind_the_times_shows_nothing_that_is_not_public(pair):
    policy, interpretation = pair
    assert found("就业补贴") == [policy.pk]
    # By SQL alone, so that no receiver hears of it.
    Page.objects.filter(pk=interpretation.pk).update(live=False)
    assert found("就业补贴") == []
    Page.objects.filter(pk=interpretation.pk).update(live=True)
    assert found("就业补贴") == [policy.pk]
    Page.objects.filter(pk=policy.pk).update(live=False)

    assert found("就业补贴") == []
    assert found() == []


def test_titles_come_before_numbers_before_the_rest():
    text, _ = library.make_public_pair(
        title="关于做好稳岗返还工作的通知",
        body=library.paragraphs("按照澜就发有关规定执行。"),
    )
    number, _ = library.make_public_pair(
        title="关于发放求职补贴的通知", document_number="澜就发〔2024〕1号"
    )
    title, _ = library.make_public_pair(title="关于澜就发系列文件清理结果的公告")

    assert found("澜就发") == [title.pk, number.pk, text.pk]


def test_a_lapsed_policy_comes_after_those_in_force():
    lapsed, _ = library.make_public_pair(
        title="求职补贴办法", valid_until=datetime.date(2020, 1, 1)
    )
    valid, _ = library.make_public_pair(
        title="澜川市人力资源和社会保障局关于调整一次性求职补贴申领条件的通知"
    )

    assert found("求职补贴") == [valid.pk, lapsed.pk]


def test_a_repeal_recorded_today_ranks_lower_at_once():
    first, _ = library.make_public_pair(title="求职补贴办法")
    second, _ = library.make_public_pair(title="关于调整一次性求职补贴条件的通知")
    assert found("求职补贴") == [first.pk, second.pk]

    ValidityEvent.objects.create(
        policy=first,
        kind=ValidityEventKind.REPEALED,
        takes_effect_on=timezone.localdate(),
        cause_citation="澜人社发〔2024〕20号",
    )

    assert found("求职补贴") == [second.pk, first.pk]


@pytest.mark.parametrize("words", ["", "就业补贴"])
def test_choices_narrow_the_answer(words):
    civil = library.make_agency_page("澜川市民政局", code="LC0000004")
    old, _ = library.make_public_pair(
        issued_on=datetime.date(2019, 12, 31), valid_until=datetime.date(2021, 1, 1)
    )
    new, _ = library.make_public_pair(issued_on=datetime.date(2024, 1, 1))
    other, _ = library.make_public_pair(civil)
    joint = library.make_policy(civil, issued_on=datetime.date(2018, 2, 3))
    joint.issuers.add(PolicyIssuer(agency=new.lead_agency))
    joint.save_revision()
    library.make_interpretation(joint)
    library.publish(joint)

    def answer(**choices):
        return set(found(words, **choices))

    assert answer(agency=civil.agency.pk) == {other.pk, joint.pk}
    assert answer(agency=new.lead_agency.pk) == {old.pk, new.pk, joint.pk}
    assert answer(year=2019) == {old.pk}
    assert answer(validity=Validity.NOT_IN_FORCE) == {old.pk}
    assert answer(validity=Validity.IN_FORCE, year=2024) == {new.pk, other.pk}


def test_without_words_the_newest_come_first():
    older, _ = library.make_public_pair(published_on=datetime.date(2023, 1, 1))
    newer, _ = library.make_public_pair(published_on=datetime.date(2024, 1, 1))

    assert found() == [newer.pk, older.pk]


def test_a_snippet_says_where_its_words_stand(pair):
    def snippet(words):
        return find(SearchQuery(words)).hits[0].snippet_html

    assert snippet("两年以内").startswith("正文：")
    assert "<mark>两年以内</mark>" in snippet("两年以内")
    assert snippet("网上申请").startswith("解读：")
    assert "<mark>网上申请</mark>" in snippet("网上申请")
    assert snippet("澜人社发").startswith("正文：为促进")
    assert find(SearchQuery()).hits[0].snippet_html == ""


def test_a_hit_is_ready_for_the_list(pair, django_assert_num_queries):
    policy, interpretation = pair
    lead = policy.lead_agency
    (hit,) = find(SearchQuery("补贴")).hits

    with django_assert_num_queries(0):
        assert hit.policy.issuing_agencies == [lead]
        assert hit.policy.public_interpretations == [interpretation]


def test_an_answer_is_read_page_by_page():
    every = {library.make_public_pair()[0].pk for _ in range(PAGE_SIZE + 2)}

    for words in ("", "就业补贴"):
        first = find(SearchQuery(words), page_number=1)
        second = find(SearchQuery(words), page_number=2)

        assert (len(first.hits), len(second.hits)) == (PAGE_SIZE, 2)
        assert {hit.policy.pk for hit in (*first.hits, *second.hits)} == every
        assert first.total == PAGE_SIZE + 2
        assert first.page.has_next()


def count_of_queries(words: str) -> int:
    with CaptureQueriesContext(connection) as queries:
        find(SearchQuery(words))
    return len(queries)


@pytest.mark.parametrize("any_engine", ["embedded"], indirect=True)
@pytest.mark.parametrize("words", ["", "就业补贴 网上申请"])
def test_a_page_costs_the_same_queries_however_full(
    words, django_assert_max_num_queries
):
    library.make_public_pair()
    with django_assert_max_num_queries(14):
        find(SearchQuery(words))
    few = count_of_queries(words)

    for _ in range(5):
        library.make_public_pair()

    assert count_of_queries(words) == few


def test_the_library_page_answers_and_hides_drafts(client, pair):
    draft = library.make_policy(title="关于尚未公开事项的通知")
    library.make_interpretation(draft)
    address = PolicyLibraryPage.objects.get().url

    for asked in ({}, {"q": "通知"}, {"q": "尚未公开"}, {"validity": "any"}):
        response = client.get(address, asked)
        assert response.status_code == 200
        assert "关于尚未公开事项的通知" not in response.text
    assert pair[0].title in client.get(address).text


@pytest.mark.parametrize("typed", NASTY)
def test_the_library_page_never_fails(client, pair, typed):
    address = PolicyLibraryPage.objects.get().url
    readable = typed.encode("utf-8", "replace")

    for field in ("q", "agency", "year", "validity", "page"):
        # Empty fields are led to the address without them.
        response = client.get(address, {field: readable}, follow=True)
        assert response.status_code == 200


@pytest.mark.parametrize(
    "words",
    [
        "各县（区）人力资源",
        "就业促进中心",
        "2024年3月8日",
        "此件公开发布",
        "实施细则第二",
    ],
)
def test_all_that_is_printed_on_a_document_finds_it(words):
    policy, _ = library.make_public_pair(
        addressees="各县（区）人力资源和社会保障局：",
        signature="澜川市就业促进中心",
        notes="（此件公开发布）",
        enclosed_title="就业补贴实施细则",
        enclosed_body=library.paragraphs("实施细则第二条的内容。"),
    )

    assert found(words) == [policy.pk]
