"""Two people at once: whoever comes second is told so, and no pair is parted."""

import itertools
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

import pytest
from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.db import transaction
from django.db.models import RestrictedError
from django.db.models.signals import pre_save
from wagtail.models import Page, PageViewRestriction
from wagtail.signals import pre_page_move

from interpretations.audit import breaches
from interpretations.models import InterpretationPage
from policies.disclosure import Disclosure
from policies.models import AgencyPage, PolicyPage
from tests import library
from tests.two_connections import Contestant, at_once, first_then_second

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)

numbers = itertools.count(1)


class Stage:
    """A section with one pair; everybody reads it afresh, on his own connection."""

    def __init__(self) -> None:
        self.section = library.make_agency_page(
            f"澜川市第{next(numbers)}局", code=f"LC{next(numbers):07}"
        )
        policy = library.make_policy(self.section)
        self.policy_id = policy.pk
        self.interpretation_id = library.make_interpretation(policy).pk

    @property
    def policy(self) -> PolicyPage:
        return PolicyPage.objects.get(pk=self.policy_id)

    @property
    def interpretation(self) -> InterpretationPage:
        return InterpretationPage.objects.get(pk=self.interpretation_id)

    @property
    def second(self) -> InterpretationPage:
        return InterpretationPage.objects.get(pk=self.second_id)

    def with_second_interpretation(self) -> "Stage":
        self.second_id = library.make_interpretation(self.policy, title="一图读懂").pk
        return self

    def with_neighbour(self) -> "Stage":
        """Add another section with a public pair."""
        page = library.make_agency_page(
            f"澜川市第{next(numbers)}局", code=f"LC{next(numbers):07}"
        )
        self.neighbour, self.neighbours_interpretation = library.make_public_pair(page)
        return self

    def lives(self) -> tuple[bool | None, bool | None]:
        """Return whether policy and interpretation are live; None if deleted."""
        lives = dict(Page.objects.values_list("pk", "live"))
        return lives.get(self.policy_id), lives.get(self.interpretation_id)


# Where a race starts


def drafts() -> Stage:
    return Stage().with_neighbour()


def public() -> Stage:
    stage = Stage().with_neighbour()
    library.publish(stage.policy)
    return stage


def public_with_second_draft() -> Stage:
    stage = Stage()
    library.publish(stage.policy)
    return stage.with_second_interpretation()


def public_with_two() -> Stage:
    stage = public_with_second_draft()
    stage.second.get_latest_revision().publish()
    return stage


# What somebody does


def publish(stage):
    stage.policy.get_latest_revision().publish()


def publish_new_version(stage):
    policy = stage.policy
    policy.signature = "澜川市人力资源和社会保障局"
    policy.save_revision().publish()


def take_policy_down(stage):
    stage.policy.unpublish()


def let_policy_expire(stage):
    Page.objects.get(pk=stage.policy_id).unpublish(set_expired=True)


def take_interpretation_down(stage):
    stage.interpretation.unpublish()


def take_second_down(stage):
    stage.second.unpublish()


def publish_second(stage):
    stage.second.get_latest_revision().publish()


def delete_interpretation(stage):
    with transaction.atomic():
        stage.interpretation.delete()


def delete_policy(stage):
    with transaction.atomic():
        stage.policy.delete()


def delete_section(stage):
    with transaction.atomic():
        AgencyPage.objects.get(pk=stage.section.pk).delete()


def point_elsewhere(stage):
    interpretation = stage.interpretation
    interpretation.policy = stage.neighbour
    interpretation.save_revision().publish()


def restrict_section(stage):
    PageViewRestriction.objects.create(
        page_id=stage.section.pk, restriction_type=PageViewRestriction.LOGIN
    )


def turn_on_request(stage):
    turned_on_request(stage).save_revision().publish()


def turn_draft_on_request(stage):
    policy = turned_on_request(stage)
    policy.save()
    policy.save_revision()


def turned_on_request(stage) -> PolicyPage:
    policy = stage.policy.get_latest_revision_as_object()
    policy.disclosure = Disclosure.ON_REQUEST
    policy.disclosure_basis = "《政府信息公开条例》第十六条"
    policy.disclosure_reason = "属于内部事务信息。"
    return policy


def save_policy_draft(stage):
    policy = stage.policy
    policy.signature = "澜川市人力资源和社会保障局"
    policy.save_revision()


def save_interpretation_draft(stage):
    interpretation = stage.interpretation
    interpretation.scope = "<p>适用于本市行政区域。</p>"
    interpretation.save_revision()


def save_interpretation_draft_and_row(stage):
    """As the editor does with a page that is not live."""
    interpretation = stage.interpretation.get_latest_revision_as_object()
    interpretation.scope = "<p>适用于本市行政区域。</p>"
    interpretation.save()
    interpretation.save_revision()


def move_policy(stage):
    with transaction.atomic():
        stage.policy.move(stage.neighbour.get_parent(), pos="last-child")


def move_interpretation(stage):
    with transaction.atomic():
        stage.interpretation.move(stage.neighbour.get_parent(), pos="last-child")


ONLY = "唯一的解读"
NONE_YET = "还没有解读"
RESTRICTED = "访问限制"
CLOSED = "只有主动公开"
EARLY = "还没有发布"
LATE = "刚刚由他人发布"
DELETED = "已被他人删除|does not exist"
HELD = "restricted foreign keys"
DONE = ""
EITHER = None


@dataclass(frozen=True)
class Race:
    """Who comes first, who second, how each ends, and what is live then."""

    start: Callable[[], Stage]
    first: Callable[[Stage], None]
    second: Callable[[Stage], None]
    first_ends: str | None
    second_ends: str | None
    lives: tuple[bool | None, bool | None]

    @property
    def id(self) -> str:
        names = (step.__name__ for step in (self.start, self.first, self.second))
        return "-".join(names)


RACES = [
    Race(drafts, publish, publish, DONE, DONE, (True, True)),
    Race(drafts, publish, delete_interpretation, DONE, ONLY, (True, True)),
    Race(drafts, delete_interpretation, publish, DONE, NONE_YET, (False, None)),
    Race(drafts, publish, delete_policy, DONE, HELD, (True, True)),
    Race(drafts, publish, point_elsewhere, DONE, ONLY, (True, True)),
    Race(drafts, point_elsewhere, publish, DONE, NONE_YET, (False, True)),
    Race(drafts, publish, restrict_section, DONE, RESTRICTED, (True, True)),
    Race(drafts, restrict_section, publish, DONE, RESTRICTED, (False, False)),
    Race(drafts, publish, turn_on_request, DONE, CLOSED, (True, True)),
    Race(drafts, publish, turn_draft_on_request, DONE, EITHER, (True, True)),
    Race(drafts, turn_draft_on_request, publish, DONE, EITHER, EITHER),
    Race(drafts, publish, save_policy_draft, DONE, DONE, (True, True)),
    Race(drafts, save_policy_draft, publish, DONE, DONE, (True, True)),
    Race(drafts, publish, save_interpretation_draft, DONE, DONE, (True, True)),
    Race(drafts, save_interpretation_draft, publish, DONE, DONE, (True, True)),
    Race(
        drafts, publish, save_interpretation_draft_and_row, DONE, EITHER, (True, True)
    ),
    Race(drafts, save_interpretation_draft_and_row, publish, DONE, DONE, (True, True)),
    Race(drafts, publish, delete_section, DONE, DONE, (None, None)),
    Race(drafts, delete_section, publish, DONE, DELETED, (None, None)),
    Race(drafts, publish, move_policy, DONE, DONE, (True, True)),
    Race(drafts, move_policy, publish, DONE, DONE, (True, True)),
    Race(drafts, move_interpretation, publish, DONE, DONE, (True, True)),
    Race(
        public, publish_new_version, take_interpretation_down, DONE, ONLY, (True,) * 2
    ),
    Race(
        public, take_interpretation_down, publish_new_version, ONLY, DONE, (True,) * 2
    ),
    Race(public, publish_new_version, take_policy_down, DONE, DONE, (False, False)),
    Race(public, take_policy_down, publish_new_version, DONE, DONE, (True, True)),
    Race(public, delete_section, publish_new_version, DONE, DELETED, (None, None)),
    Race(public, take_policy_down, delete_interpretation, DONE, DONE, (False, None)),
    Race(public, delete_section, take_policy_down, DONE, DELETED, (None, None)),
    Race(public, save_policy_draft, take_policy_down, DONE, DONE, (False, False)),
    Race(public, move_policy, take_policy_down, DONE, DONE, (False, False)),
    Race(
        public_with_second_draft,
        take_policy_down,
        publish_second,
        DONE,
        EARLY,
        (False, False),
    ),
    Race(
        public_with_second_draft,
        publish_second,
        let_policy_expire,
        DONE,
        DONE,
        (False, False),
    ),
    Race(
        public_with_two,
        take_interpretation_down,
        take_second_down,
        DONE,
        ONLY,
        (True, False),
    ),
    Race(
        public_with_two,
        delete_interpretation,
        take_second_down,
        DONE,
        ONLY,
        (True, None),
    ),
]


def in_one_transaction(work: Callable[[], None]) -> Callable[[], None]:
    def run() -> None:
        with transaction.atomic():
            work()

    return run


def how_it_ended(error: Exception | None) -> str:
    """Return the words of a refusal; any other error is a failure of this test."""
    if error is None:
        return DONE
    if isinstance(error, (ValidationError, RestrictedError, ObjectDoesNotExist)):
        return str(error)
    raise error


def nothing_is_parted_or_lost(stage: Stage) -> None:
    assert list(breaches()) == []
    assert Page.find_problems() == ([], [], [], [], [])
    for page in Page.objects.filter(pk__in=[stage.policy_id, stage.interpretation_id]):
        newest = page.specific.revisions.order_by("-pk").first()
        assert page.latest_revision == newest
        assert page.has_unpublished_changes == (page.live_revision != newest)


@pytest.mark.parametrize("race", RACES, ids=lambda race: race.id)
@pytest.mark.parametrize(
    "wrap",
    [in_one_transaction, lambda work: work],
    ids=["in_one_transaction", "in_several"],
)
def test_second_is_let_through_or_told_why_not(wrap, race):
    with transaction.atomic():
        stage = race.start()

    ends = [
        how_it_ended(error)
        for error in first_then_second(
            [lambda: race.first(stage)], wrap(lambda: race.second(stage))
        )
    ]

    nothing_is_parted_or_lost(stage)
    for words, expected in zip(ends, (race.first_ends, race.second_ends), strict=True):
        if expected is not EITHER:
            assert (expected == DONE) == (words == DONE), words
            assert any(part in words for part in expected.split("|"))
    if race.lives is not EITHER:
        assert stage.lives() == race.lives


@pytest.mark.parametrize("race", RACES, ids=lambda race: race.id)
def test_nothing_breaks_when_both_begin_at_the_same_moment(race):
    with transaction.atomic():
        stage = race.start()

    for error in at_once(lambda: race.first(stage), lambda: race.second(stage)):
        how_it_ended(error)

    nothing_is_parted_or_lost(stage)


@pytest.mark.parametrize("hidden", ["by a restriction", "by a move"])
def test_no_publication_comes_between_the_guards_look_and_the_hiding(hidden):
    with transaction.atomic():
        stage = drafts()
        closed = library.make_agency_page("澜川市内部处室", code="LC9999999")
    publication = Contestant(lambda: publish(stage))
    if hidden == "by a move":
        PageViewRestriction.objects.create(
            page=closed, restriction_type=PageViewRestriction.LOGIN
        )
        signal, sender = pre_page_move, AgencyPage
        hide = partial(stage.section.move, closed, "last-child")
    else:
        signal, sender = pre_save, PageViewRestriction
        hide = partial(restrict_section, stage)

    def publish_meanwhile(**kwargs):
        publication.start()
        # It is held up until the section is hidden; else it is over soon.
        publication.over.wait(3)

    signal.connect(publish_meanwhile, sender=sender)
    try:
        hide()
    finally:
        signal.disconnect(publish_meanwhile, sender=sender)
        publication.join()

    assert how_it_ended(publication.error) != DONE
    nothing_is_parted_or_lost(stage)


def test_editor_between_two_saves_and_a_publication_do_not_block_each_other():
    with transaction.atomic():
        stage = drafts()
    interpretation = stage.interpretation
    interpretation.scope = "<p>适用于本市行政区域。</p>"

    # Wagtail's editor saves the row twice in one request.
    ends = first_then_second(
        [interpretation.save, interpretation.save_revision], lambda: publish(stage)
    )

    assert ends == [None, None]
    assert stage.lives() == (True, True)
    nothing_is_parted_or_lost(stage)


def test_interpretations_that_change_places_do_not_block_each_other():
    with transaction.atomic():
        stage = public_with_two().with_neighbour()
        further = library.make_interpretation(stage.neighbour, title="问答解读")
        further.get_latest_revision().publish()

    def point(interpretation_id: int, policy_id: int) -> Callable[[], None]:
        def run() -> None:
            interpretation = InterpretationPage.objects.get(pk=interpretation_id)
            interpretation.policy_id = policy_id
            interpretation.save_revision().publish()

        return in_one_transaction(run)

    ends = at_once(
        point(stage.second_id, stage.neighbour.pk), point(further.pk, stage.policy_id)
    )

    assert ends == [None, None]
    assert stage.second.policy_id == stage.neighbour.pk
    nothing_is_parted_or_lost(stage)


def test_draft_read_before_the_publication_does_not_take_the_policy_down():
    with transaction.atomic():
        stage = drafts()
    draft = stage.policy.get_latest_revision_as_object()
    publish(stage)

    with pytest.raises(ValidationError, match=LATE):
        draft.save()

    assert stage.lives() == (True, True)


def test_publication_read_before_a_move_follows_it():
    with transaction.atomic():
        stage = drafts()
    ready = stage.policy.get_latest_revision().as_object()
    move_policy(stage)
    ready.live = True

    ready.save()

    assert stage.policy.is_child_of(stage.neighbour.get_parent())
    assert stage.policy.url_path.startswith(stage.neighbour.get_parent().url_path)
    nothing_is_parted_or_lost(stage)


def test_policy_moved_out_of_sight_meanwhile_is_not_published():
    with transaction.atomic():
        stage = drafts()
        hidden = library.make_agency_page("澜川市档案局", code="LC0000099")
        PageViewRestriction.objects.create(
            page=hidden, restriction_type=PageViewRestriction.LOGIN
        )
    ready = stage.policy.get_latest_revision().as_object()
    with transaction.atomic():
        stage.policy.move(hidden, pos="last-child")
    ready.live = True

    with pytest.raises(ValidationError, match=RESTRICTED):
        ready.save()

    assert stage.lives() == (False, False)
