"""Every piece of every title of the sample library finds its page."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from search.analysis import flat
from search.engines import indexing_engine
from search.query import SearchQuery
from search.results import find
from tests import library

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(indexing_engine() is None, reason="no full text here"),
]

TITLES = [
    "澜川市人民政府关于印发《澜川市城镇老旧小区改造管理办法（试行）》的通知",
    "澜川市人民政府办公室关于加快发展养老服务的实施意见",
    "澜川市民政局 澜川市财政局关于提高2024年城乡居民最低生活保障标准的通知",
    "澜川市住房和城乡建设局关于既有住宅加装电梯补助资金的管理细则",
    "关于公布澜政发〔2019〕8号等12件规范性文件清理结果的公告",
    "澜川市政府和社会资本合作（PPP）项目库管理细则",
    "澜川市人力资源和社会保障局关于调整一次性求职补贴申领条件的通知",
    "澜川市重大行政决策程序规定",
]


@pytest.fixture(scope="module")
def shared(django_db_setup, django_db_blocker):
    """Fill a library once for all examples; take it back afterwards."""
    from django.db import transaction

    with django_db_blocker.unblock(), transaction.atomic():
        yield {title: library.make_public_pair(title=title)[0].pk for title in TITLES}
        transaction.set_rollback(True)


@given(st.data())
@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
def test_a_piece_of_two_to_eight_characters_finds_its_title(shared, data):
    title = data.draw(st.sampled_from(TITLES))
    start = data.draw(st.integers(0, len(title) - 2))
    piece = title[start : start + data.draw(st.integers(2, 8))]
    bare = flat(piece).replace(" ", "")

    if bare:
        results = find(SearchQuery(piece))
        found = [hit.policy.pk for hit in results.hits]
        assert shared[title] in found
        peculiar = [each for each in TITLES if bare in flat(each).replace(" ", "")]
        if peculiar == [title]:
            assert shared[title] in found[:10]


def test_a_number_of_one_office_is_not_one_of_another_that_begins_alike():
    letter, _ = library.make_public_pair(document_number="国办发〔2019〕54号")
    telegram, _ = library.make_public_pair(document_number="国办发明电〔2019〕54号")

    for typed in ("国办发〔2019〕54号", "国办发2019年54号文", "國辦發[2019]54號"):
        results = find(SearchQuery(typed))
        assert results.exact == letter
        assert [hit.policy for hit in results.hits] == [letter]
    results = find(SearchQuery("国办发明电〔2019〕54号"))
    assert [hit.policy for hit in results.hits] == [telegram]
