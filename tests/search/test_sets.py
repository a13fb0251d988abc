"""What is put together from remembered sets is what FTS5 finds by itself."""

import pytest
from wagtail.models import Page

from search.engines import indexing_engine
from search.engines.embedded import sets
from search.engines.embedded.expression import asked
from search.engines.embedded.shelf import shelf
from search.questions import read_question
from search.synonyms import synonyms
from tests import library

pytestmark = pytest.mark.skipif(indexing_engine() is None, reason="no full text here")

EVER_SO_RARE, NEVER_RARE = 10**9, -1


def found(typed: str, rare: int) -> set[int]:
    here = shelf()
    expression = asked(read_question(typed), synonyms())
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sets, "RARE", rare)
        return set(here.ids_in(sets.matching(here, expression)))


@pytest.mark.django_db
@pytest.mark.parametrize(
    "typed",
    [
        "就业补贴",
        "就业 -培训",
        "就业 -“职业培训”",
        "业",
        "标题:就业 市",
        "2020 补贴",
        "放管服 补贴",
        "没有的话",
        "就业 补 贴 市",
    ],
)
def test_sets_hold_what_the_index_finds(typed):
    for title in ("关于就业补贴的通知", "关于职业培训和就业的办法", "放管服补贴2020"):
        library.make_public_pair(title=title)
    library.make_public_pair(title="关于简政放权、放管结合、优化服务的补贴意见")

    alone = found(typed, EVER_SO_RARE)

    assert found(typed, NEVER_RARE) == alone
    assert alone or typed == "没有的话"


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_a_remembered_set_takes_over_what_is_written_and_what_is_taken_away(
    monkeypatch,
):
    monkeypatch.setattr(sets, "RARE", NEVER_RARE)
    first, _ = library.make_public_pair(title="关于河道保洁的通知")

    def answer() -> set[int]:
        return found("标题:河道保洁", NEVER_RARE)

    assert answer() == {first.pk}
    assert shelf().known
    second, _ = library.make_public_pair(title="关于河道保洁的补充通知")
    third, _ = library.make_public_pair(title="关于绿化的通知")
    assert answer() == {first.pk, second.pk}

    third.title = "关于绿化和河道保洁的通知"
    third.save_revision().publish()
    assert answer() == {first.pk, second.pk, third.pk}

    Page.objects.get(pk=second.pk).unpublish()
    first.title = "关于河道的通知"
    first.save_revision().publish()
    assert answer() == {third.pk}


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_so_many_sets_are_remembered_and_no_more(monkeypatch):
    monkeypatch.setattr(sets, "RARE", NEVER_RARE)
    monkeypatch.setattr(sets, "REMEMBERED", 3)
    library.make_public_pair(title="关于河道保洁的通知")

    for typed in ("河道", "保洁", "通知", "关于", "河道保洁"):
        found(typed, NEVER_RARE)

    assert len(shelf().known) == 3
    assert list(shelf().known)[-1] != '"关于"'
