"""The monthly freeze: what was said stays said, and a changed past shows."""

import datetime

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from interpretations.figures import Dimension, figures_by
from interpretations.freezing import findings, freeze_last_month
from interpretations.models import FrozenMonth
from interpretations.share import Share
from policies.models import ValidityEvent
from tests import library
from tests.reading import read, text_of

pytestmark = pytest.mark.django_db

NEW_YEAR = datetime.date(2025, 1, 1)


def words() -> list[str]:
    return [str(each) for each in findings()]


def test_frozen_figures_are_those_of_the_year_and_follow_from_its_pages(pair):
    library.make_public_pair(
        title="去年的通知", published_on=datetime.date(2023, 12, 29)
    )
    pair[1].published_on = datetime.date(2024, 3, 11)
    pair[1].form = "chart"
    pair[1].save_revision().publish()

    month = freeze_last_month(NEW_YEAR)

    year = next(each for each in figures_by(Dimension.YEAR) if each.key == 2024)
    values = {name: getattr(year, name) for name in month.figures}
    assert month.figures == {
        name: value.count if isinstance(value, Share) else value
        for name, value in values.items()
    }
    assert month.figures["diversified"] == 1
    assert set(month.pages) == {
        f"policy-{pair[0].index_number}",
        f"interpretation-{pair[1].pk}",
    }
    assert words() == []


def test_pages_of_later_months_are_not_in_it(pair):
    assert freeze_last_month(datetime.date(2024, 3, 1)).pages == {}


def test_month_is_frozen_once_and_names_the_one_before(pair):
    first = freeze_last_month(NEW_YEAR)
    again = freeze_last_month(NEW_YEAR)
    second = freeze_last_month(datetime.date(2025, 2, 3))

    assert (first.month, again) == (datetime.date(2024, 12, 1), None)
    assert first.previous_digest == ""
    assert second.previous_digest == first.digest


def test_changed_past_is_shown_and_breaks_nothing(pair, capsys):
    policy, _ = pair
    freeze_last_month(NEW_YEAR)
    version = policy.live_revision_id

    policy.save_revision().publish()
    ValidityEvent.objects.create(
        policy=policy, kind="amended", takes_effect_on=timezone.localdate()
    )

    policy.refresh_from_db()
    assert policy.live_revision_id != version
    call_command("freeze_ledger", check=True)
    said = capsys.readouterr().out
    assert f"policy-{policy.index_number} 与当时不同" in said
    assert "台账存证完整" in said


def test_what_came_later_and_what_went_is_shown(pair):
    freeze_last_month(NEW_YEAR)

    pair[0].unpublish()
    added, _ = library.make_public_pair(title="后来补录的通知")

    gone, new = f"policy-{pair[0].index_number}", f"policy-{added.index_number}"
    assert f"2024年12月：{gone} 当时统计在内，现在不在了。" in words()
    assert f"2024年12月：{new} 当时没有统计，现在在内。" in words()


@pytest.mark.parametrize("whole_digest", [False, True])
def test_rewritten_month_breaks_the_chain(whole_digest, pair):
    month = freeze_last_month(NEW_YEAR)
    freeze_last_month(datetime.date(2025, 2, 3))

    month.content = month.content.replace('"covered": 1', '"covered": 7')
    if whole_digest:
        month.digest = month.digest_due
    month.save()

    with pytest.raises(CommandError):
        call_command("freeze_ledger", check=True)
    broken = [each for each in findings() if each.is_broken]
    assert len(broken) == 1 + whole_digest


def test_background_process_freezes_and_the_public_reads_the_digest(pair, client):
    call_command("work", once=True)

    month = FrozenMonth.objects.get()
    assert month.month < timezone.localdate().replace(day=1)
    assert month.digest in text_of(read(client, "/statistics/"))
