"""An agency's page: all that it answers for, in parts, and how to reach it."""

import datetime

import pytest
from django.urls import reverse

from policies.models import Agency, AgencyFormerName, AgencyPage, PolicyIssuer
from search.engines import indexing_engine
from tests import library
from tests.admin import add_url, filled_in
from tests.reading import address_of, listed, queries_of, read, tabs, text_of

pytestmark = [pytest.mark.django_db, pytest.mark.once]

with_index = pytest.mark.skipif(
    indexing_engine() is None, reason="without an index more is asked"
)
JOBS = "澜川市人力资源和社会保障局关于做好高校毕业生就业补贴发放工作的通知"
TRAINING = "澜川市人力资源和社会保障局关于印发职业技能培训补贴办法的通知"


@pytest.fixture
def filled(agency_page):
    """The agency with one policy in force, one not any more, one notice."""
    in_force, _ = library.make_public_pair(agency_page, title=JOBS)
    ended, _ = library.make_public_pair(
        agency_page,
        title=TRAINING,
        issued_on=datetime.date(2016, 3, 1),
        published_on=datetime.date(2016, 3, 4),
        valid_until=datetime.date(2019, 3, 3),
    )
    library.make_notice(agency_page).get_latest_revision().publish()
    return in_force, ended


def test_parts_are_told_apart_by_todays_validity(filled, agency_page, client):
    page = read(client, agency_page.url)

    assert tabs(page) == {
        "现行有效": 1,
        "废止和失效": 1,
        "政策解读": 2,
        "其他公文": 1,
    }
    assert listed(page) == [JOBS]


def test_each_part_is_at_an_address_of_its_own(filled, agency_page, client):
    page = read(client, agency_page.url)

    def leads_to(words: str) -> list[str]:
        address = address_of(page, words, "//nav[@class='tabs']")
        return listed(read(client, address))

    assert leads_to("废止和失效") == [TRAINING]
    assert leads_to("政策解读") == [f"《{TRAINING}》解读", f"《{JOBS}》解读"]
    assert leads_to("其他公文") == [
        "澜川市人力资源和社会保障局关于方青禾等同志任职的通知"
    ]


@pytest.mark.parametrize("asked", ["nothing", "", "not_yet_in_force", "%00"])
def test_part_that_is_not_there_leads_to_the_first(asked, filled, agency_page, client):
    assert listed(read(client, f"{agency_page.url}?list={asked}&page=x")) == [JOBS]


def test_drafts_are_neither_listed_nor_counted(filled, agency_page, client):
    library.make_interpretation(library.make_policy(agency_page, title="尚未公开"))
    library.make_notice(agency_page, title="尚未公开的任职通知")

    assert sum(tabs(read(client, agency_page.url)).values()) == 5
    for part in ("in_force", "interpretations", "notices"):
        assert "尚未公开" not in text_of(read(client, agency_page.url, list=part))


def test_joint_document_is_on_the_pages_of_all_who_issued_it(
    filled, agency_page, client
):
    other = library.make_agency_page("澜川市财政局", code="LC0000008")
    policy, _ = filled
    policy.issuers = [*policy.issuers.all(), PolicyIssuer(agency=other.agency)]
    policy.save()

    for each in (agency_page, other):
        assert listed(read(client, each.url)) == [JOBS]
    assert tabs(read(client, other.url)) == {"现行有效": 1, "政策解读": 1}


def test_interpretation_that_the_agency_wrote_for_another_is_on_its_page(
    agency_page, client
):
    government = library.make_agency_page("澜川市人民政府", code="LC0000001")
    policy = library.make_policy(government, title="澜川市人民政府关于促进就业的意见")
    library.make_interpretation(policy, interpreting_body=agency_page.agency)
    library.publish(policy)

    page = read(client, agency_page.url)
    assert tabs(page)["政策解读"] == 1
    assert f"《{policy.title}》解读" in text_of(page)


def test_page_says_how_to_reach_the_agency_and_what_it_was_called(agency_page, client):
    agency_page.telephone = "0879-6600123"
    agency_page.office_address = "澜川市滨河路18号"
    agency_page.save_revision().publish()
    agency_page.agency.former_names = [
        AgencyFormerName(name="澜川市劳动局", until=datetime.date(2009, 6, 30))
    ]
    agency_page.agency.save()

    about = text_of(read(client, agency_page.url), "//aside")

    assert "联系电话0879-6600123" in about
    assert "办公地址澜川市滨河路18号" in about
    assert "曾用名澜川市劳动局（至2009年6月）" in about


def test_page_leads_to_the_library_and_the_feeds_of_the_agency(
    filled, agency_page, client
):
    page = read(client, agency_page.url)
    address = address_of(page, "在文件库中按主题、年份筛选")

    assert address == f"/library/?agency={agency_page.agency_id}&validity=any"
    assert set(listed(read(client, address))) == {JOBS, TRAINING}
    feed = client.get(address_of(page, "政策文件（Atom）"))
    assert JOBS in feed.content.decode()
    for words in ("政策解读（Atom）", "文件效力变化（Atom）"):
        assert client.get(address_of(page, words)).status_code == 200


def test_page_is_previewed_before_it_is_stored(home, admin_client):
    agency = Agency.objects.create(name="澜川市水利局", institution_code="LC0000020")
    address = reverse(
        "wagtailadmin_pages:preview_on_add", args=["policies", "agencypage", home.pk]
    )
    new = add_url(home, "policies.agencypage")
    form = filled_in(admin_client, new, AgencyPage(), title="水利", slug="sl")

    admin_client.post(address, form | {"agency": agency.pk})

    assert "澜川市水利局" in admin_client.get(address).content.decode()


def test_long_list_is_read_page_by_page(agency_page, client):
    for number in range(1, 24):
        library.make_public_pair(
            agency_page,
            title=f"关于第{number}批公益性岗位的通知",
            published_on=datetime.date(2024, 1, number),
        )

    first, second = (read(client, agency_page.url, page=page) for page in (1, 2))

    assert len(listed(first)) == 20
    assert listed(first)[0] == "关于第23批公益性岗位的通知"
    assert listed(second) == [
        f"关于第{number}批公益性岗位的通知" for number in (3, 2, 1)
    ]
    assert second.xpath("//ol[contains(@class, 'items--wide')]/@start") == ["21"]


@with_index
def test_queries_do_not_grow_with_the_list(agency_page, client):
    def publish(numbers) -> None:
        for number in numbers:
            library.make_public_pair(
                agency_page, title=f"关于第{number}批公益性岗位的通知"
            )

    publish(range(3))
    for _ in range(2):  # The first visit makes the site's identity.
        client.get(agency_page.url)
    few = queries_of(client, agency_page.url)
    publish(range(3, 12))
    client.get(agency_page.url)

    assert queries_of(client, agency_page.url) == few <= 20
