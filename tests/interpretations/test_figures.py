"""The figures of interpretation: each recounted, page by page, in another way."""

import datetime
import itertools
from collections import Counter

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.urls import reverse

from interpretations.figures import (
    Dimension,
    Kind,
    figures_by,
    figures_of,
    measured_policies,
    tally,
    total,
    years,
)
from interpretations.models import (
    ELEMENTS,
    ChannelRelease,
    CoverageTarget,
    InterpretationPage,
)
from interpretations.share import Share
from interpretations.targets import Measure, Targets
from policies.models import PolicyPage, Subject, ValidityEvent
from policies.subjects import load_subjects
from policies.working_days import working_days_between
from tests import library
from tests.reading import read, text_of

pytestmark = pytest.mark.django_db


def day(text: str) -> datetime.date:
    return datetime.date.fromisoformat(text)


def make_pair(unit, policy_on: str, explained_on: str, *, form="text", channels=()):
    """Return a public policy, with one interpretation of that day, form, channels."""
    policy, page = library.make_public_pair(unit, published_on=day(policy_on))
    page.form = form
    page.published_on = day(explained_on)
    page.channel_releases = [
        ChannelRelease(channel=channel, released_on=day(explained_on))
        for channel in channels
    ]
    page.save_revision().publish()
    return policy


@pytest.fixture
def filled(agency_page):
    """Two agencies, three years: early, late, amended, renewed and full ones."""
    call_command("seed_calendar")
    load_subjects()
    health = library.make_agency_page("澜川市卫生健康局", code="LC0000009")
    make_pair(agency_page, "2024-03-11", "2024-03-11")
    # Three working days later, over 清明; then one more.
    make_pair(agency_page, "2024-04-03", "2024-04-09", form="chart")
    late = make_pair(health, "2024-04-03", "2024-04-10", channels=["wechat", "press"])
    late.subject = Subject.objects.exclude(parent=None).first()
    late.save_revision().publish()
    amended = make_pair(health, "2023-05-08", "2023-05-08", form="video")
    ValidityEvent.objects.create(
        policy=amended, kind="amended", takes_effect_on=day("2024-06-03")
    )
    renewed = make_pair(health, "2022-05-09", "2022-05-09", channels=["wechat"])
    ValidityEvent.objects.create(
        policy=renewed, kind="amended", takes_effect_on=day("2023-06-01")
    )
    newer = library.make_interpretation(
        renewed,
        title="修改后的解读",
        form="q_and_a",
        published_on=day("2023-06-01"),
        objectives="<p>目标</p>",
        measures="<p>举措</p>",
        scope="<p>对象</p>",
        cautions="<p>注意</p>",
        content=[
            {"type": "key_terms", "value": [{"term": "补贴", "meaning": "一次性。"}]},
            {"type": "differences", "value": []},
        ],
    )
    newer.save_revision().publish()
    library.make_interpretation(library.make_policy(health, title="草稿"))
    return amended


def is_fresh(policy) -> bool:
    newest = max(page.public_on for page in readable(policy))
    events = policy.validity_events.filter(kind="amended")
    return all(event.takes_effect_on <= newest for event in events)


def readable(policy) -> list[InterpretationPage]:
    return [page for page in policy.interpretations.all() if page.live]


def is_timely(page) -> bool:
    return working_days_between(page.policy.public_on, page.public_on) <= 3


def recounted(policies, interpretations) -> dict[str, int]:
    """Return the figures of these pages, each counted by looking at the page."""
    explained = [(policy, readable(policy)) for policy in policies]
    return {
        "policies": len(policies),
        "covered": sum(any(p.is_complete for p in pages) for _, pages in explained),
        "fresh": sum(map(is_fresh, policies)),
        "interpretations": len(interpretations),
        "diversified": sum(page.form != "text" for page in interpretations),
        "other_channels": sum(
            page.channel_releases.count() > 0 for page in interpretations
        ),
        "timely": sum(map(is_timely, interpretations)),
        "full": sum(
            all(page.has_element(name) for name in ELEMENTS) for page in interpretations
        ),
        "elements": sum(
            page.has_element(name) for page in interpretations for name in ELEMENTS
        ),
        "diversified_by_policy": sum(
            any(page.form != "text" for page in pages) for _, pages in explained
        ),
        "other_channels_by_policy": sum(
            any(page.channel_releases.count() for page in pages)
            for _, pages in explained
        ),
        "timely_by_policy": sum(any(map(is_timely, pages)) for _, pages in explained),
    }


def key_of(page, dimension: Dimension):
    """Return the year, month, unit or subject under which a page counts."""
    policy = page if isinstance(page, PolicyPage) else page.policy
    match dimension:
        case Dimension.YEAR:
            return page.public_on.year
        case Dimension.MONTH:
            return page.public_on.month
        case Dimension.UNIT:
            return page.get_parent().path
        case Dimension.SUBJECT:
            return policy.subject and (policy.subject.parent_id or policy.subject_id)


def test_figures_are_what_counting_page_by_page_gives(filled):
    for dimension, year in itertools.product(Dimension, (None, 2023, 2024)):
        policies, interpretations = (
            [
                page
                for page in model.objects.all()
                if page.live and year in (None, page.public_on.year)
            ]
            for model in (PolicyPage, InterpretationPage)
        )

        figures = {each.key: each for each in figures_by(dimension, year=year)}

        pages = (*policies, *interpretations)
        assert set(figures) == {key_of(page, dimension) for page in pages}
        for key, each in figures.items():
            expected = recounted(
                [page for page in policies if key_of(page, dimension) == key],
                [page for page in interpretations if key_of(page, dimension) == key],
            )
            counted = {name: getattr(each, name) for name in expected}
            assert {
                name: value.count if isinstance(value, Share) else value
                for name, value in counted.items()
            } == expected


def test_part_of_a_year_and_a_whole_year_are_sums_of_months(filled):
    for until in (3, 4, 12):
        months = [
            each for each in figures_by(Dimension.MONTH, year=2024) if each.key <= until
        ]
        units = figures_by(Dimension.UNIT, year=2024, until=until)
        assert total(2024, units) == total(2024, months)
        assert figures_of(2024, until=until) == total(2024, months)
        forms = tally(Kind.FORM, year=2024, until=until)
        assert sum(count for count, _ in forms.values()) == sum(
            each.interpretations for each in months
        )

    [year] = [each for each in figures_by(Dimension.YEAR) if each.key == 2024]
    assert figures_of(2024) == year
    assert figures_of(2019).policies == 0


def test_years_are_those_of_any_public_page(filled):
    library.make_policy(title="草稿", published_on=day("2011-01-04"))
    pages = (*PolicyPage.objects.all(), *InterpretationPage.objects.all())

    assert years() == sorted(
        {page.public_on.year for page in pages if page.live}, reverse=True
    )


def test_sample_has_late_stale_and_full_ones(filled):
    """So that no figure above is equal only because everything is good."""
    every = figures_by(Dimension.YEAR)
    whole = {
        name: sum(getattr(each, name).count for each in every)
        for name in ("fresh", "timely", "full", "diversified")
    }

    # Late are the one of a day too many and the renewed one, a year after its policy.
    assert whole == {"fresh": 4, "timely": 4, "full": 1, "diversified": 3}


def test_forms_and_channels_are_tallied(filled):
    live = InterpretationPage.objects.filter(live=True)
    channels = Counter(
        itertools.chain.from_iterable(
            set(page.channel_releases.values_list("channel", flat=True))
            for page in live
        )
    )

    forms = tally(Kind.FORM)
    released = tally(Kind.CHANNEL)

    assert {key: count for key, (count, _) in forms.items()} == Counter(
        page.form for page in live
    )
    assert {key: count for key, (count, _) in released.items()} == channels
    assert tally(Kind.CHANNEL, year=2022) == {"wechat": (1, 1)}


def test_amended_policy_is_uncovered_until_renewed_and_its_page_says_so(filled, client):
    assert "解读待更新" in text_of(read(client, filled.url))
    assert not measured_policies().get(pk=filled.pk).is_fresh

    renewed = library.make_interpretation(filled, title="修改后的解读")
    renewed.save_revision().publish()

    assert "解读待更新" not in text_of(read(client, filled.url))
    assert measured_policies().get(pk=filled.pk).is_fresh


def test_interpretation_of_the_amending_document_s_day_is_new_enough(pair, client):
    policy, _ = pair
    cause, _ = library.make_public_pair(
        title="关于修改的决定", published_on=day("2024-05-06")
    )
    ValidityEvent.objects.create(
        policy=policy, kind="amended", takes_effect_on=day("2024-06-03"), cause=cause
    )
    newer = library.make_interpretation(policy, published_on=day("2024-05-06"))
    newer.save_revision().publish()

    assert measured_policies().get(pk=policy.pk).is_fresh
    assert "解读待更新" not in text_of(read(client, policy.url))


def test_delay_over_a_year_not_announced_is_left_undecided(agency_page):
    make_pair(agency_page, "2024-03-11", "2024-03-12")

    (figures,) = figures_by(Dimension.YEAR)

    assert (figures.undecided, figures.timely.of) == (1, 0)


def test_calendar_filled_later_decides_at_once(agency_page):
    make_pair(agency_page, "2024-03-11", "2024-03-12")
    figures_by(Dimension.YEAR)

    call_command("seed_calendar")

    assert figures_by(Dimension.YEAR)[0].timely == Share(1, 1)


def test_queries_do_not_grow_with_the_library(pair, django_assert_num_queries):
    """Pages of both kinds, what explains the policies, the targets, what changed."""
    for number in range(3):
        library.make_public_pair(title=f"第{number}份通知")
        for dimension in Dimension:
            with django_assert_num_queries(5):
                figures_by(dimension)


def test_target_holds_from_its_year_until_the_next():
    targets = Targets()

    assert targets.of(Measure.DIVERSIFIED, 2019) is None
    assert targets.of(Measure.DIVERSIFIED, 2020) == 70
    assert targets.of(Measure.DIVERSIFIED, 2031) == 90
    assert targets.of(Measure.OTHER_CHANNELS, 2026) == 50
    assert targets.of(Measure.DIVERSIFIED, None) is None


def test_administrator_sets_a_new_target(filled, admin_client):
    add = reverse(CoverageTarget.snippet_viewset.get_url_name("add"))

    admin_client.post(
        add, {"measure": "timely", "from_year": 2024, "percent": 95, "source": "通知"}
    )

    year = next(each for each in figures_by(Dimension.YEAR) if each.key == 2024)
    assert (year.timely.target, year.timely.is_met) == (95, False)


def test_measure_has_one_target_from_a_year():
    with pytest.raises(ValidationError, match="已有目标"):
        CoverageTarget(measure="diversified", from_year=2021, percent=80).full_clean()


@pytest.mark.parametrize("count", range(8))
@pytest.mark.parametrize("target", [50, 70, 90, 100])
def test_missing_to_a_target_is_the_least_that_reaches_it(count, target):
    share = Share(count, 7, target)

    better = range(8 - count)
    assert share.shortfall == next(
        more for more in better if Share(count + more, 7, target).is_met
    )
    if share.new_ones_needed is None:
        assert target == 100
    else:
        more = share.new_ones_needed
        assert Share(count + more, 7 + more, target).is_met
        assert not more or not Share(count + more - 1, 6 + more, target).is_met
