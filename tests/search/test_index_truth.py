"""The index says what the database says, from the moment that it says it."""

import datetime
from io import StringIO

import pytest
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from taggit.models import Tag
from wagtail.models import Page, PageViewRestriction

from cms.one_work import one_work
from interpretations.models import InterpretationPage
from policies.models import (
    AgencyFormerName,
    Audience,
    PolicyIssuer,
    PolicyPage,
    PolicyTag,
    Subject,
    ValidityEvent,
)
from policies.validity import Validity, ValidityEventKind
from search.documents import document
from search.engines import engine
from search.index import differences
from search.query import SearchQuery
from search.results import find
from tests import library

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.usefixtures("any_engine"),
]


def indexed(words: str) -> list[int]:
    """Return what the index alone finds, joined to no row."""
    query = SearchQuery(words)
    found = engine().find(query.question, query.choices, query.sort)
    return [] if found.is_relaxed else list(found.ids)


@pytest.fixture(autouse=True)
def index_is_true_afterwards(any_engine):
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


def facet(name: str) -> dict:
    """Return what the index alone counts."""
    query = SearchQuery()
    return engine().find(query.question, query.choices, query.sort).facets[name]


def publish(policy: PolicyPage, **changes) -> PolicyPage:
    policy = PolicyPage.objects.get(pk=policy.pk)
    for name, value in changes.items():
        setattr(policy, name, value)
    policy.save_revision().publish()
    return PolicyPage.objects.get(pk=policy.pk)


def test_a_keyword_finds_its_policies_under_its_present_name(pair):
    policy = PolicyPage.objects.get(pk=pair[0].pk)
    policy.tags.add("稳岗返还")
    policy.save_revision().publish()
    tag = Tag.objects.get()
    assert indexed("稳岗返还") == [policy.pk]

    tag.name = "失业保险返还"
    tag.save()
    assert indexed("稳岗返还") == []
    assert indexed("失业保险返还") == [policy.pk]
    assert facet("tag") == {tag.pk: 1}

    tag.delete()
    assert indexed("失业保险返还") == []
    assert facet("tag") == {}


def test_keywords_deleted_in_bulk_take_their_words_along(pair):
    policy = PolicyPage.objects.get(pk=pair[0].pk)
    policy.tags.add("稳岗返还", "一次性补助")
    policy.save_revision().publish()
    assert indexed("一次性补助") == [policy.pk]

    PolicyTag.objects.filter(content_object=policy).delete()

    assert indexed("一次性补助") == []


def test_audiences_are_counted_as_they_are_chosen(pair):
    graduates = Audience.objects.create(name="应届高校毕业生")
    employers = Audience.objects.create(name="招用毕业生的企业")
    policy = publish(pair[0], audiences=[graduates, employers])
    assert facet("audience") == {graduates.pk: 1, employers.pk: 1}

    employers.delete()
    assert facet("audience") == {graduates.pk: 1}

    graduates.policies.clear()
    assert facet("audience") == {}
    graduates.policies.add(policy)
    assert facet("audience") == {graduates.pk: 1}
    graduates.policies.remove(policy)
    assert facet("audience") == {}


def test_a_subject_is_counted_where_it_now_stands(pair):
    work, health = (
        Subject.objects.create(name=name, code=code)
        for name, code in (("劳动、人事、监察", "90"), ("卫生、体育", "91"))
    )
    item = Subject.objects.create(name="就业促进", code="9001", parent=work)
    publish(pair[0], subject=item)
    assert facet("subject") == {item.pk: 1, work.pk: 1}

    item.parent = health
    item.save()
    assert facet("subject") == {item.pk: 1, health.pk: 1}

    item.delete()
    assert facet("subject") == {}


def test_a_validity_event_is_counted_and_so_is_its_deletion(pair):
    def repealed():
        return ValidityEvent(
            policy=pair[0],
            kind=ValidityEventKind.REPEALED,
            takes_effect_on=datetime.date(2024, 6, 1),
            cause_citation="澜人社发〔2024〕20号",
        )

    repealed().save()
    assert facet("validity") == {Validity.NOT_IN_FORCE: 1}

    ValidityEvent.objects.get().delete()
    assert facet("validity") == {Validity.IN_FORCE: 1}


def test_a_date_that_passes_changes_the_answer_without_a_write(pair):
    publish(
        pair[0],
        effective_on=datetime.date(2024, 4, 1),
        valid_until=datetime.date(2026, 3, 31),
    )

    def validity(*day: int) -> dict:
        return find(SearchQuery("就业补贴", on=datetime.date(*day))).facets["validity"]

    assert validity(2024, 3, 31) == {Validity.NOT_YET_IN_FORCE: 1}
    assert validity(2024, 4, 1) == {Validity.IN_FORCE: 1}
    assert validity(2026, 3, 31) == {Validity.IN_FORCE: 1}
    assert validity(2026, 4, 1) == {Validity.NOT_IN_FORCE: 1}


def test_each_number_of_a_joint_document_finds_it(pair):
    policy = publish(pair[0], document_number="澜人社发〔2024〕12号、澜财发〔2024〕7号")

    for typed in ("澜人社发〔2024〕12号", "澜财发2024年7号"):
        assert find(SearchQuery(typed)).exact == policy


def test_another_number_genre_and_day_are_known_at_once(pair):
    policy = publish(
        pair[0],
        document_number="澜人社发〔2023〕5号",
        genre="opinion",
        issued_on=datetime.date(2023, 3, 8),
    )

    assert find(SearchQuery("澜人社发〔2023〕5号")).exact == policy
    assert find(SearchQuery("澜人社发〔2024〕12号")).exact is None
    assert facet("genre") == {"opinion": 1}
    assert facet("year") == {2023: 1}


def test_a_renamed_agency_is_written_for_all_of_its_policies_in_few_reads(pair):
    agency = pair[0].lead_agency
    for number in range(3):
        library.make_public_pair(title=f"第{number}号通知")
    agency.name = "澜川市就业和社会保障局"

    # Of the database's rows; what the index writes grows with them.
    with CaptureQueriesContext(connection) as queries:
        agency.save()

    read = [each for each in queries if "policies_policypage" in each["sql"]]
    assert len(read) <= 4
    assert len(indexed("就业和社会保障局")) == 4


def test_work_on_many_policies_is_heard_at_its_end(interpretation):
    assert indexed("就业补贴") == []

    with one_work():
        policy = library.publish(interpretation.policy)
        assert indexed("就业补贴") == []

    assert indexed("就业补贴") == [policy.pk]


@pytest.mark.parametrize("any_engine", ["embedded"], indirect=True)
def test_a_publication_is_heard_once_though_it_saves_many_rows(interpretation):
    with CaptureQueriesContext(connection) as queries:
        library.publish(interpretation.policy)

    written = [each for each in queries if "INSERT INTO search_facts" in each["sql"]]
    assert len(written) == 1


@pytest.mark.parametrize("any_engine", ["embedded"], indirect=True)
def test_an_unchanged_document_is_not_written_again(pair):
    policy, _ = pair
    with connection.cursor() as cursor:
        cursor.execute("SELECT total_changes()")
        before = cursor.fetchone()

    engine().put(document(policy.pk))

    with connection.cursor() as cursor:
        cursor.execute("SELECT total_changes()")
        assert cursor.fetchone() == before


@pytest.mark.parametrize("any_engine", ["embedded"], indirect=True)
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


@pytest.mark.parametrize("any_engine", ["embedded"], indirect=True)
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
