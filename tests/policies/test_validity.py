"""有效性 is a comparison of dates, and no revision undoes what the law has done."""

import datetime

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import IntegrityError, transaction

from policies.models import PolicyPage, PolicyRelation, RelationKind, ValidityEvent
from policies.validity import Period, Validity, ValidityEventKind
from tests import library

pytestmark = pytest.mark.django_db


def day(text: str) -> datetime.date:
    return datetime.date.fromisoformat(text)


@pytest.mark.parametrize(
    ("since", "until", "on", "validity"),
    [
        ("2024-08-01", None, "2024-07-31", Validity.NOT_YET_IN_FORCE),
        ("2024-08-01", None, "2024-08-01", Validity.IN_FORCE),
        ("2024-08-01", "2029-07-31", "2029-07-31", Validity.IN_FORCE),
        ("2024-08-01", "2029-07-31", "2029-08-01", Validity.NOT_IN_FORCE),
        ("2024-08-01", "2024-06-30", "2024-07-15", Validity.NOT_IN_FORCE),
        (None, None, "2024-08-01", Validity.NOT_YET_IN_FORCE),
    ],
)
def test_lists_and_pages_agree_on_the_validity_of_a_day(
    since, until, on, validity, policy
):
    period = Period(since and day(since), until and day(until))
    PolicyPage.objects.filter(pk=policy.pk).update(
        in_force_from=period.since, in_force_until=period.until
    )

    assert period.validity_on(day(on)) == validity
    for value in Validity.values:
        listed = PolicyPage.objects.with_validity(value, on=day(on)).exists()
        assert listed == (value == validity)


def test_policy_without_effective_date_is_in_force_from_publication(agency_page):
    policy, _ = library.make_public_pair(agency_page, published_on=day("2024-03-11"))

    assert policy.in_force_from == day("2024-03-11")
    assert policy.validity_on(day("2024-03-10")) == Validity.NOT_YET_IN_FORCE


def test_end_before_start_is_refused_even_for_a_draft(agency_page):
    with pytest.raises(ValidationError, match="有效期至不能早于施行日期"):
        library.make_policy(
            agency_page, effective_on=day("2024-08-01"), valid_until=day("2024-07-31")
        )


@pytest.fixture
def repealed(agency_page):
    """A public policy B with an older draft, repealed by a public policy A."""
    old, _ = library.make_public_pair(
        agency_page,
        title="澜川市人力资源和社会保障局关于印发《就业见习管理暂行办法》的通知",
        document_number="澜人社规〔2021〕5号",
        published_on=day("2021-11-16"),
        effective_on=day("2022-01-01"),
    )
    older_draft = old.save_revision()
    new = library.make_policy(
        agency_page,
        title="关于印发《就业见习管理办法》的通知",
        effective_on=day("2024-06-01"),
    )
    new.relations = [PolicyRelation(kind=RelationKind.REPEALS, target=old)]
    new.save()
    new.save_revision()
    library.make_interpretation(new)
    library.publish(new)
    return PolicyPage.objects.get(pk=old.pk), older_draft, new


def test_publishing_a_policy_records_what_it_repeals(repealed):
    old, _, new = repealed

    event = old.validity_events.get()
    assert (event.kind, event.cause) == (ValidityEventKind.REPEALED, new)
    assert event.takes_effect_on == day("2024-06-01")
    assert old.in_force_until == day("2024-05-31")


def test_draft_repeals_nothing(agency_page, pair):
    target, _ = pair
    new = library.make_policy(agency_page, title="尚未发布的决定")
    new.relations = [PolicyRelation(kind=RelationKind.REPEALS, target=target)]
    new.save()

    assert not ValidityEvent.objects.exists()


def test_publishing_again_records_no_event_twice(repealed):
    _, _, new = repealed

    PolicyPage.objects.get(pk=new.pk).save_revision().publish()

    assert ValidityEvent.objects.count() == 1


def test_refused_publication_repeals_nothing(agency_page, pair):
    target, _ = pair
    new = library.make_policy(agency_page, title="没有解读的决定")
    new.relations = [PolicyRelation(kind=RelationKind.REPEALS, target=target)]
    new.save()

    with pytest.raises(ValidationError):
        new.save_revision().publish()

    assert not ValidityEvent.objects.exists()


def test_publishing_an_older_draft_does_not_undo_a_repeal(repealed):
    old, older_draft, _ = repealed

    older_draft.publish()

    old.refresh_from_db()
    assert old.in_force_until == day("2024-05-31")
    assert old.validity == Validity.NOT_IN_FORCE


def test_reverting_does_not_undo_a_repeal(repealed):
    old, _, _ = repealed
    first = old.revisions.order_by("created_at").first()

    old.save_revision(previous_revision=first).publish(previous_revision=first)

    old.refresh_from_db()
    assert old.in_force_until == day("2024-05-31")


def test_copy_of_a_repealed_policy_is_a_document_of_its_own(repealed):
    old, _, _ = repealed

    copy = old.copy(keep_live=False, update_attrs={"title": "复制的通知"})

    assert copy.index_number != old.index_number
    assert copy.slug == copy.index_number.replace("/", "-").lower()
    assert copy.in_force_until is None
    assert copy.get_latest_revision_as_object().index_number == copy.index_number


def test_correction_takes_a_wrong_event_back_and_keeps_it(repealed):
    old, _, _ = repealed
    wrong = old.validity_events.get()

    ValidityEvent.objects.create(
        policy=old,
        kind=ValidityEventKind.CORRECTED,
        takes_effect_on=day("2024-07-01"),
        corrects=wrong,
        note="误标为废止",
    )

    old.refresh_from_db()
    assert old.in_force_until is None
    assert old.validity_events.count() == 2


def test_only_a_correction_names_what_it_corrects(repealed):
    old, _, _ = repealed
    event = old.validity_events.get()

    with pytest.raises(IntegrityError), transaction.atomic():
        ValidityEvent.objects.create(
            policy=old,
            kind=ValidityEventKind.REPEALED,
            takes_effect_on=day("2024-07-01"),
            corrects=event,
        )


def test_extension_moves_the_end(agency_page):
    policy = library.make_policy(
        agency_page, effective_on=day("2021-01-01"), valid_until=day("2025-12-31")
    )

    ValidityEvent.objects.create(
        policy=policy,
        kind=ValidityEventKind.EXTENDED,
        takes_effect_on=day("2025-11-01"),
        new_valid_until=day("2027-12-31"),
    )

    policy.refresh_from_db()
    assert policy.in_force_until == day("2027-12-31")


def test_stored_validity_follows_the_calendar(policy, capsys):
    PolicyPage.objects.filter(pk=policy.pk).update(
        in_force_from=day("2000-01-01"),
        in_force_until=day("2001-01-01"),
        validity=Validity.IN_FORCE,
    )

    call_command("refresh_validity")

    policy.refresh_from_db()
    assert policy.validity == Validity.NOT_IN_FORCE
    assert "1 份" in capsys.readouterr().out


def test_deleted_target_stays_cited(agency_page, policy):
    target = library.make_policy(agency_page, title="将被删除的草稿")
    policy.relations = [PolicyRelation(kind=RelationKind.BASIS, target=target)]
    policy.save()

    target.delete()

    relation = policy.relations.get()
    assert relation.target is None
    assert "将被删除的草稿" in relation.citation
