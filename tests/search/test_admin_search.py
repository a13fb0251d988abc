"""The admin's search: any piece of a title, any form of a number, no foreign draft."""

import pytest
from bs4 import BeautifulSoup
from django.core.management import call_command
from django.db import connection
from django.urls import reverse

from policies.models import PolicyPage
from search.models import SearchSynonym
from tests import files, library
from tests.admin import send
from tests.people import make_people, signed_in

pytestmark = pytest.mark.django_db

TITLE = "澜川市人力资源和社会保障局关于做好高校毕业生就业补贴发放工作的通知"


def explored(client, parent, words: str, **choices) -> list[str]:
    """Return the titles that the explorer finds below a page, in its order."""
    address = reverse("wagtailadmin_explore_results", args=[parent.pk])
    return titles_in(client.get(address, {"q": words, **choices}).content)


def searched(client, parent, words: str) -> list[str]:
    """Return the titles that the page search finds."""
    address = reverse("wagtailadmin_pages:search_results")
    return titles_in(client.get(address, {"q": words}).content)


def choosable(client, parent, words: str) -> list[str]:
    """Return the titles that the page chooser's search finds."""
    address = reverse("wagtailadmin_choose_page_search")
    html = client.get(address, {"q": words, "page_type": "policies.policypage"}).content
    rows = BeautifulSoup(html, "html.parser").select("tbody td.title a")
    return [" ".join(row.get_text().split()) for row in rows]


def titles_in(html: bytes) -> list[str]:
    rows = BeautifulSoup(html, "html.parser").select("tbody td.title .title-wrapper")
    return [" ".join(row.get_text().split()) for row in rows]


DOORS = pytest.mark.parametrize(
    "find", [explored, searched, choosable], ids=lambda find: find.__name__
)


@DOORS
def test_any_piece_of_a_title_finds_it(find, policy, admin_client):
    pieces = ("就业补贴", "业补", "毕业生 发放", "就業補貼", "通", "发放工作的通知")

    for piece in pieces:
        assert find(admin_client, policy.get_parent(), piece) == [TITLE], piece


@DOORS
def test_any_form_of_a_number_finds_its_document(find, policy, admin_client):
    forms = (
        "澜人社发〔2024〕12号",
        "澜人社发[2024]12号",
        "澜人社发（2024）12",
        "澜人社发【2024】第12号",
        "瀾人社發 2024 12",
        "2024年12号",
        "\uff12\uff10\uff12\uff14 \uff11\uff12",
        "人社发",
    )

    for typed in forms:
        assert find(admin_client, policy.get_parent(), typed) == [TITLE], typed


def test_whole_number_finds_no_other(agency_page, admin_client):
    for serial in (2, 12, 112):
        library.make_policy(
            agency_page,
            title=f"第{serial}份",
            document_number=f"澜人社发〔2024〕{serial}号",
        )

    assert explored(admin_client, agency_page, "澜人社发[2024]12") == ["第12份"]


def test_each_of_joint_numbers_finds_its_document(agency_page, admin_client):
    both = library.make_policy(
        agency_page, document_number="澜人社发〔2024〕12号、澜财社〔2024〕7号"
    )

    for typed in ("澜人社发〔2024〕12号", "澜财社(2024)7号"):
        assert explored(admin_client, agency_page, typed) == [both.title]


def test_number_named_in_a_title_finds_it(agency_page, admin_client):
    library.make_policy(agency_page, title="关于废止澜政办发〔2019〕8号文件的通知")

    found = explored(admin_client, agency_page, "澜政办发 2019 8")

    assert found == ["关于废止澜政办发〔2019〕8号文件的通知"]


def test_words_must_all_be_there(policy, admin_client):
    assert explored(admin_client, policy.get_parent(), "就业补贴 住房") == []
    assert explored(admin_client, policy.get_parent(), "贴补") == []


@DOORS
def test_nothing_that_is_typed_breaks_the_search(find, policy, admin_client):
    for odd in ("《》", '"', "' OR", "a:b", "\\", "%", "(", "*", "就\0"):
        find(admin_client, policy.get_parent(), odd)


def test_draft_is_found_by_what_its_editor_last_wrote(policy, agency_page):
    editor = signed_in(make_people(agency_page)["editor"])

    send(editor, policy, title="关于灵活就业的通知", document_number="澜人社函(2025)9")

    for words in ("灵活就业", "澜人社函〔2025〕9号"):
        assert explored(editor, agency_page, words) == ["关于灵活就业的通知"]


@DOORS
def test_nobody_finds_the_draft_of_another_agency(find, agency_page):
    other = library.make_agency_page("澜川市住房和城乡建设局", code="LC0000005")
    number = "澜建发〔2025〕3号"
    library.make_policy(other, title="物业管理办法", document_number=number)
    editor = signed_in(make_people(agency_page)["editor"])

    for words in ("物业管理", number, "2025 3"):
        for parent in (agency_page, other):
            assert find(editor, parent, words) == []


def test_draft_of_a_public_policy_is_no_help_to_strangers(pair, agency_page):
    policy, _ = pair
    other = library.make_agency_page("澜川市住房和城乡建设局", code="LC0000005")
    policy.title = "尚未公布的新标题"
    policy.save_revision()
    stranger = signed_in(make_people(other)["editor"])

    assert choosable(stranger, agency_page, "尚未公布") == []
    assert choosable(stranger, agency_page, "就业补贴") == [TITLE]


def test_explorer_orders_what_it_finds(agency_page, admin_client):
    for title in ("丙类补贴", "甲类补贴", "乙类补贴"):
        library.make_policy(agency_page, title=title)

    found = explored(admin_client, agency_page, "补贴", ordering="title")

    assert found == sorted(found)
    assert len(found) == 3


def test_agencies_files_and_synonyms_are_found_by_a_piece(agency_page, admin_client):
    agency = agency_page.agency
    files.make_image(title="就业补贴申领流程图")
    files.make_document("灵活就业登记表.docx")
    SearchSynonym.objects.create(full_name="住房公积金", short_name="公积金")
    doors = {
        "wagtailimages:index_results": ("申领流程", "就业补贴申领流程图"),
        "wagtaildocs:index_results": ("业登记", "灵活就业登记表"),
        "wagtailsnippets_policies_agency:list_results": ("人力资源", str(agency)),
        "wagtailsnippets_search_searchsynonym:list_results": ("住房公", "住房公积金"),
        "wagtailsnippetchoosers_policies_agency:choose_results": ("保障", str(agency)),
    }

    for door, (piece, title) in doors.items():
        shown = admin_client.get(reverse(door), {"q": piece}).content.decode()
        other = admin_client.get(reverse(door), {"q": "物业"}).content.decode()
        assert title in shown, door
        assert title not in other, door


def test_index_is_made_anew_from_the_tables(pair, admin_client):
    policy, _ = pair
    table = "wagtailsearch_indexentry"
    with connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {table}")  # noqa: S608 - a name of our own
    assert explored(admin_client, policy.get_parent(), "就业补贴") == []

    call_command("update_index", verbosity=0)

    assert TITLE in explored(admin_client, policy.get_parent(), "就业补贴")


@DOORS
def test_admin_answers_and_saves_without_its_index(find, policy, admin_client):
    table = "wagtailsearch_indexentry"
    if connection.vendor == "sqlite":
        table += "_fts"
    with connection.cursor() as cursor:
        cursor.execute(f"ALTER TABLE {table} RENAME TO {table}_gone")

    found = find(admin_client, policy.get_parent(), "就业补贴")
    send(admin_client, policy, title="改名之后的通知")

    assert TITLE in found
    assert PolicyPage.objects.get(pk=policy.pk).title == "改名之后的通知"
