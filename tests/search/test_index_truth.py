"""The index says what the database says, from the moment that it says it."""

from io import StringIO

import pytest
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from wagtail.models import Page, PageViewRestriction

from interpretations.models import InterpretationPage
from policies.models import AgencyFormerName, PolicyIssuer, PolicyPage
from search.documents import document
from search.engines import engine, indexing_engine
from search.index import differences
from search.query import SearchQuery
from tests import library

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(indexing_engine() is None, reason="no full text here"),
]


def indexed(words: str) -> list[int]:
    """Return what the index alone finds, joined to no row."""
    query = SearchQuery(words)
    found = engine().find(query.question, query.choices, query.sort)
    return [] if found.is_relaxed else list(found.ids)


@pytest.fixture(autouse=True)
def index_is_true_afterwards(db):
    yield
    assert list(differences(engine())) == []


def test_a_published_pair_is_indexed_at_once(interpretation):
    assert indexed("就业补贴") == []

    policy = library.publish(interpretation.policy)

    assert indexed("就业补贴") == [policy.pk]


def test_a_refused_publication_leaves_nothing(policy):
    with pytest.raises(ValidationError):
        library.publish(policy)

    assert indexed("就业补贴") == []


def test_a_publication_that_is_rolled_back_leaves_nothing(interpretation):
    with transaction.atomic():
        policy = library.publish(interpretation.policy)
        assert indexed("就业补贴") == [policy.pk]
        transaction.set_rollback(True)

    assert indexed("就业补贴") == []


def test_an_edited_title_is_found_by_the_new_words_only(policy):
    library.make_interpretation(policy, title="一图读懂")
    policy = library.publish(policy)
    assert indexed("就业补贴发放工作的通知") == [policy.pk]
    policy.title = "澜川市人力资源和社会保障局关于做好公益性岗位开发的通知"
    revision = policy.save_revision()
    assert indexed("公益性岗位") == []

    revision.publish()

    assert indexed("公益性岗位") == [policy.pk]
    assert indexed("就业补贴发放工作的通知") == []


def test_an_edited_interpretation_is_found_by_the_new_words_only(pair):
    policy, interpretation = pair
    interpretation = InterpretationPage.objects.get(pk=interpretation.pk)
    interpretation.main_points = "<p>补贴直接发放至社会保障卡。</p>"
    interpretation.save_revision().publish()

    assert indexed("社会保障卡") == [policy.pk]
    assert indexed("由本人在网上申请") == []


def test_base_pages_are_heard_as_well(pair):
    policy, _ = pair

    Page.objects.get(pk=policy.pk).unpublish()

    assert indexed("就业补贴") == []


def test_a_second_interpretation_adds_its_words_and_takes_them_along(pair):
    policy, _ = pair
    second = library.make_interpretation(
        policy, main_points="<p>咨询请拨打政务服务热线。</p>"
    )
    second.get_latest_revision().publish()
    assert indexed("政务服务热线") == [policy.pk]

    Page.objects.get(pk=second.pk).unpublish()
    assert indexed("政务服务热线") == []
    assert indexed("由本人在网上申请") == [policy.pk]

    InterpretationPage.objects.get(pk=second.pk).save_revision().publish()
    assert indexed("政务服务热线") == [policy.pk]
    Page.objects.get(pk=second.pk).delete()

    assert indexed("政务服务热线") == []


def test_an_interpretation_pointed_elsewhere_takes_its_words_along(pair):
    policy, _ = pair
    other, _ = library.make_public_pair(title="关于发放求职补贴的通知")
    second = library.make_interpretation(
        policy, main_points="<p>咨询请拨打政务服务热线。</p>"
    )
    second.get_latest_revision().publish()

    second = InterpretationPage.objects.get(pk=second.pk)
    second.policy = other
    second.save_revision().publish()

    assert indexed("政务服务热线") == [other.pk]


def test_a_restricted_part_of_the_tree_is_not_indexed(pair):
    policy, _ = pair
    hidden = library.make_agency_page("澜川市档案馆", code="LC0000005")
    PageViewRestriction.objects.create(page=hidden, restriction_type="login")
    second = library.make_interpretation(
        policy, main_points="<p>咨询请拨打政务服务热线。</p>"
    )
    second.get_latest_revision().publish()
    assert indexed("政务服务热线") == [policy.pk]

    Page.objects.get(pk=second.pk).move(hidden, pos="last-child")
    assert indexed("政务服务热线") == []

    PageViewRestriction.objects.get(page=hidden).delete()
    assert indexed("政务服务热线") == [policy.pk]

    restriction = PageViewRestriction(page=hidden, restriction_type="login")
    restriction.save()
    assert indexed("政务服务热线") == []
    assert indexed("就业补贴") == [policy.pk]


def test_a_deleted_section_takes_its_documents_along(pair):
    Page.objects.get(pk=pair[0].get_parent().pk).delete()

    assert indexed("就业补贴") == []


def test_a_renamed_agency_is_found_by_its_new_name(pair):
    policy, _ = pair
    agency = policy.lead_agency
    agency.name = "澜川市就业和社会保障局"
    agency.save()
    assert indexed("就业和社会保障局") == [policy.pk]

    former = AgencyFormerName.objects.create(agency=agency, name="澜川市劳动局")
    assert indexed("澜川市劳动局") == [policy.pk]
    former.delete()

    assert indexed("澜川市劳动局") == []


def test_a_further_issuer_is_indexed(pair):
    policy = PolicyPage.objects.get(pk=pair[0].pk)
    civil = library.make_agency_page("澜川市民政局", code="LC0000004")
    policy.issuers.add(PolicyIssuer(agency=civil.agency))

    policy.save_revision().publish()

    assert indexed("澜川市民政局") == [policy.pk]


def test_an_unchanged_document_is_not_written_again(pair):
    policy, _ = pair
    with connection.cursor() as cursor:
        cursor.execute("SELECT total_changes()")
        before = cursor.fetchone()

    engine().put(document(policy.pk))

    with connection.cursor() as cursor:
        cursor.execute("SELECT total_changes()")
        assert cursor.fetchone() == before


def test_the_check_finds_what_the_index_missed_and_the_rebuild_mends_it(pair):
    policy, _ = pair
    second, _ = library.make_public_pair(title="关于发放求职补贴的通知")
    third, _ = library.make_public_pair(title="关于公益性岗位开发的通知")
    # By SQL alone, so that no receiver hears of it.
    Page.objects.filter(pk=policy.pk).update(title="关于稳岗返还的通知")
    Page.objects.filter(pk=third.pk).update(live=False)
    engine().remove(second.pk)
    told = StringIO()

    with pytest.raises(CommandError, match="3 处"):
        call_command("check_search", stderr=told)

    assert (
        f"[{policy.pk}] 《关于稳岗返还的通知》与索引中的内容不一致" in told.getvalue()
    )
    assert f"[{second.pk}] 《关于发放求职补贴的通知》不在索引中" in told.getvalue()
    assert f"[{third.pk}] 索引中有这份文件" in told.getvalue()

    call_command("rebuild_search", stdout=told)
    call_command("check_search", stdout=told)

    assert "共 2 份文件" in told.getvalue()
    assert "检索索引与数据库一致" in told.getvalue()


def test_an_index_that_is_gone_is_told_and_made_again(pair):
    policy, _ = pair
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE search_terms")

    with pytest.raises(CommandError, match="缺失或者损坏"):
        call_command("check_search")
    call_command("rebuild_search", stdout=StringIO())

    assert indexed("就业补贴") == [policy.pk]


def test_an_emptied_database_has_an_empty_index(pair):
    call_command("flush", interactive=False, verbosity=0)

    assert indexed("就业补贴") == []
