"""What editors put first for a question, and what they learn of vain searches."""

import datetime

import pytest
from django.contrib.auth.models import Permission, User
from django.core.management import call_command
from django.urls import reverse
from wagtail.contrib.search_promotions.models import (
    Query,
    QueryDailyHits,
    SearchPromotion,
)

from search.engines import indexing_engine
from search.models import SearchSynonym, SearchWithoutFinds
from tests import library
from tests.people import make_people, signed_in
from tests.search.pages import get, text

pytestmark = pytest.mark.django_db


def promote(client, words: str, **pick) -> None:
    """Choose a result for a question, as an administrator does."""
    form = {
        "query_string": words,
        "editors_picks-TOTAL_FORMS": 1,
        "editors_picks-INITIAL_FORMS": 0,
        "editors_picks-MIN_NUM_FORMS": 0,
        "editors_picks-MAX_NUM_FORMS": 1000,
        **{f"editors_picks-0-{name}": value for name, value in pick.items()},
        "editors_picks-0-ORDER": 1,
    }
    response = client.post(reverse("wagtailsearchpromotions:add"), form)
    assert response.status_code == 302, response.content.decode()


def test_a_chosen_result_stands_above_those_that_were_found(pair, admin_client):
    policy, _ = pair
    promote(admin_client, "毕业生", page=policy.pk, description="请先看这一份。")

    page = get(admin_client, q=" 毕业生 ")

    assert policy.title in text(page, "//aside")
    assert "请先看这一份。" in text(page, "//aside")
    assert not get(admin_client, q="补贴").xpath("//aside")


def test_a_chosen_result_that_is_not_public_is_not_shown(pair, admin_client):
    policy, interpretation = pair
    for page in pair:
        promote(admin_client, f"毕业生{page.pk}", page=page.pk)
    draft = library.make_policy(title="关于毕业生的秘密草稿")
    SearchPromotion.objects.create(query=Query.get("草稿"), page=draft)
    policy.unpublish()

    for words in (f"毕业生{policy.pk}", f"毕业生{interpretation.pk}", "草稿"):
        assert not get(admin_client, q=words).xpath("//aside")


def test_the_disclosure_office_chooses_results_and_no_agency_does(pair, agency_page):
    policy, _ = pair
    people = make_people(agency_page)
    promote(signed_in(people["office"]), "毕业生", page=policy.pk)

    assert SearchPromotion.objects.get().page_id == policy.pk
    for name in ("editor", "head"):
        response = signed_in(people[name]).get(reverse("wagtailsearchpromotions:add"))
        assert response.status_code == 302


def test_an_address_elsewhere_can_be_chosen(pair, admin_client):
    promote(
        admin_client,
        "办事",
        external_link_url="https://service.lanchuan.example/",
        external_link_text="澜川市政务服务网",
    )

    [link] = get(admin_client, q="办事").xpath("//aside//a")
    assert link.get("href") == "https://service.lanchuan.example/"


def report(client) -> str:
    response = client.get(reverse("searches_without_finds"))
    assert response.status_code == 200
    return response.content.decode()


def test_what_was_not_found_stands_in_the_report_until_it_is_found(
    pair, client, admin_client
):
    get(client, q="龘龘")
    get(client, q="龘龘")
    get(client, q="就业补贴")

    assert "龘龘" in report(admin_client)
    assert "就业补贴" not in report(admin_client)
    assert Query.objects.get(query_string="龘龘").hits == 2

    library.make_public_pair(title="关于龘龘的通知", document_number="澜发〔2024〕7号")
    get(client, q="龘龘")

    assert "龘龘" not in report(admin_client)


def test_what_the_filters_excluded_was_not_missing(pair, client):
    get(client, q="就业补贴", year="1999")

    assert not SearchWithoutFinds.objects.exists()


def test_the_background_process_forgets_old_searches(pair, client):
    get(client, q="龘龘")
    QueryDailyHits.objects.update(date=datetime.date(2020, 1, 1))

    call_command("work", once=True)

    assert not SearchWithoutFinds.objects.exists()


def test_the_report_is_read_by_those_who_read_reports(pair, client):
    person = User.objects.create_user("fang", password="password")
    person.user_permissions.add(Permission.objects.get(codename="access_admin"))
    client.force_login(person)

    assert client.get(reverse("searches_without_finds")).status_code in (302, 403)


@pytest.mark.skipif(indexing_engine() is None, reason="no full text here")
def test_an_administrator_edits_synonyms_and_they_work_at_once(pair, admin_client):
    add = reverse("wagtailsnippets_search_searchsynonym:add")
    words = {"full_name": "就业补贴", "short_name": "求职红包"}
    assert "没有找到" in text(get(admin_client, q="求职红包"))

    admin_client.post(add, words)
    found = get(admin_client, q="求职红包")
    synonym = SearchSynonym.objects.get(short_name="求职红包")
    edit = reverse("wagtailsnippets_search_searchsynonym:edit", args=[synonym.pk])
    admin_client.post(edit, words | {"short_name": "找工作红包"})

    assert pair[0].title in text(found)
    assert "没有找到" in text(get(admin_client, q="求职红包"))
    assert pair[0].title in text(get(admin_client, q="找工作红包"))
