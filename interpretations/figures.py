"""解读台账: every figure that is said of interpretation, defined once.

Dashboard, reports, public statistics and the monthly freeze all count what
`measured_policies` and `measured_interpretations` say of each page, so a figure and the
list behind it are one query. Both are counted because 长城办发〔2020〕13号 asks for
shares of interpretations (解读量), while a reader asks which policies have one.
A page counts in the year of its 发布日期, so that what was brought in later counts in
its own years.
"""

import datetime
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, fields
from functools import reduce
from operator import add

from django.db.models import (
    Count,
    Exists,
    ExpressionWrapper,
    F,
    Max,
    OuterRef,
    Q,
    Sum,
    TextChoices,
)
from django.db.models.fields import BooleanField
from django.db.models.functions import Coalesce
from django.utils import timezone

from cms.changes import remembered
from interpretations.coverage import live_policies, with_unit
from interpretations.models import (
    ELEMENTS,
    Channel,
    ChannelRelease,
    InterpretationForm,
    InterpretationPage,
)
from interpretations.pairing import covers
from interpretations.share import Share
from interpretations.targets import Measure, Targets
from policies.models import PolicyPage, ValidityEvent
from policies.working_days import is_within

# 宣城 2015, 郑州 2016, 阿尔山 2023: on the same day, at the latest after three.
WORKING_DAYS = 3


class Dimension(TextChoices):
    """What figures can be broken down by."""

    YEAR = "year", "发布年份"
    MONTH = "month", "月份"
    UNIT = "unit", "机关"
    SUBJECT = "subject", "主题分类"


class Kind(TextChoices):
    """What interpretations can be told apart by; one may be of several channels."""

    FORM = "form", "解读形式"
    CHANNEL = "channel", "其他渠道"


@dataclass(frozen=True)
class Figures:
    """The figures of one year, month, unit or subject: `key`.

    Those `by_policy` count policies that have one such interpretation. `undecided` are
    interpretations of which the working calendar cannot tell whether they were timely;
    they are left out of `timely`.
    """

    key: object
    policies: int
    covered: Share
    fresh: Share
    interpretations: int
    diversified: Share
    other_channels: Share
    timely: Share
    undecided: int
    full: Share
    elements: Share
    diversified_by_policy: Share
    other_channels_by_policy: Share
    timely_by_policy: Share

    @property
    def year(self):
        """Return the key, where it is a year."""
        return self.key


def public_interpretations():
    """Return the interpretations that everybody can read."""
    return InterpretationPage.objects.live().public()


def measured_interpretations():
    """Return the public interpretations with what is measured of each.

    `is_diversified`: its form is not plain text. `is_released`: at least one release
    outside this site is recorded. `is_timely`: public at most three working days after
    its policy; null where the calendar cannot tell. `is_full`: it has all nine
    elements. `is_covering`: its policy needs no other.
    """
    released = ChannelRelease.objects.filter(interpretation_id=OuterRef("pk"))
    return (
        public_interpretations()
        .order_by()
        .annotate(
            is_diversified=_truth(~Q(form=InterpretationForm.TEXT)),
            is_released=Exists(released),
            is_timely=is_within("policy__public_on", "public_on", days=WORKING_DAYS),
            is_full=_truth(Q(element_count=len(ELEMENTS))),
            is_covering=_truth(covers()),
        )
    )


def unanswered_amendments(*, until: datetime.date):
    """Return the 修改 in effect that day that are newer than every interpretation."""
    newer = public_interpretations().filter(
        policy_id=OuterRef("policy_id"), public_on__gte=OuterRef("announced_on")
    )
    return ValidityEvent.objects.amending(until=until).exclude(Exists(newer))


def stale_policies():
    """Return the keys of policies amended since their newest interpretation."""
    stale = unanswered_amendments(until=timezone.localdate())
    return stale.order_by().values("policy_id")


def measured_policies():
    """Return the live policies with what is measured of each.

    `is_covered` as `pairing` defines it. `is_fresh`: covered, and no amendment in
    effect is newer than its newest interpretation, else it counts as uncovered here.
    `is_diversified`, `is_released`, `is_timely`: at least one of its public
    interpretations is.
    """
    own = measured_interpretations().filter(policy_id=OuterRef("pk"))
    return (
        live_policies()
        .order_by()
        .annotate(
            is_fresh=_truth(Q(is_covered=True) & ~Q(pk__in=stale_policies())),
            is_diversified=Exists(own.filter(is_diversified=True)),
            is_released=Exists(own.filter(is_released=True)),
            is_timely=Exists(own.filter(is_timely=True)),
        )
    )


def figures_by(
    dimension: Dimension, *, year: int | None = None, until: int = 12
) -> list[Figures]:
    """Return the figures of all years, months, units or subjects that have any.

    Of that year only, by month or unit also up to the month `until`; or of all years.
    Keys: the year, newest first; the month; the path of the agency's page; the key of
    the subject's class, None without one. Counting goes through all pages of the year,
    so it is done anew only after the public is shown otherwise.
    """
    return remembered(
        f"figures/{dimension}/{year}/{until}", lambda: _count(dimension, year, until)
    )


def figures_of(year: int, *, until: int = 12) -> Figures:
    """Return the figures of a whole year, up to the month `until`."""
    months = figures_by(Dimension.MONTH, year=year)
    return total(year, [each for each in months if each.key <= until])


def total(key, parts: list[Figures]) -> Figures:
    """Return the figures of all parts of something, under a key of its own."""
    if not parts:
        return _figures(key, {}, {}, Targets(), None)
    names = [field.name for field in fields(Figures) if field.name != "key"]
    return Figures(
        key,
        **{
            name: reduce(add, (getattr(part, name) for part in parts)) for name in names
        },
    )


def tally(
    kind: Kind, *, year: int | None = None, until: int = 12
) -> dict[str, tuple[int, int]]:
    """Return (interpretations, policies that have one) of each form or channel.

    In the order of the forms or channels.
    """
    return remembered(f"tally/{kind}/{year}/{until}", lambda: _tally(kind, year, until))


def years() -> list[int]:
    """Return the years that have figures, the newest first."""
    return remembered("figures/years", lambda: list(_years()))


def _years():
    """Yield each year by one step along the index of days."""
    public = (PolicyPage.objects.live(), public_interpretations())
    year = None
    while True:
        days = [
            (pages.filter(public_on__lt=f"{year}-01-01") if year else pages)
            .order_by()
            .aggregate(newest=Max("public_on"))["newest"]
            for pages in public
        ]
        if not any(days):
            return
        year = max(day for day in days if day).year
        yield year


def _truth(condition: Q) -> ExpressionWrapper:
    return ExpressionWrapper(condition, output_field=BooleanField())


def _of_year(pages, year: int | None, page: str = ""):
    """Narrow pages to a year by the day of `page`."""
    if not year:
        return pages
    days = (datetime.date(year, 1, 1), datetime.date(year, 12, 31))
    return pages.filter(**{f"{page}public_on__range": days})


def _keyed(pages, dimension: Dimension, *, page: str = "", policy: str = ""):
    """Add what pages are counted by, named `by_…`; a day, for year and month.

    `page` leads to the page that counts, `policy` to the policy.
    """
    name = f"by_{dimension.value}"
    match dimension:
        case Dimension.YEAR | Dimension.MONTH:
            # Days are counted together by `_named`: taking a date apart for each of
            # many rows costs a database more than all the rest.
            return pages.annotate(**{name: F(f"{page}public_on")})
        case Dimension.UNIT:
            return with_unit(pages, page).annotate(**{name: F("unit")})
        case Dimension.SUBJECT:
            subject = f"{policy}subject"
            return pages.annotate(
                **{name: Coalesce(f"{subject}__parent_id", f"{subject}_id")}
            )


# What pages are counted by, each with its key, and their counts.
Cells = dict[tuple, Counter]


def _grouped(pages, dimensions: tuple[Dimension, ...], counts: dict, **ways) -> Cells:
    """Return these counts for each combination of keys."""
    for dimension in dimensions:
        pages = _keyed(pages, dimension, **ways)
    names = [f"by_{dimension.value}" for dimension in dimensions]
    cells: Cells = defaultdict(Counter)
    for row in pages.values(*names).annotate(**counts):
        keys = (
            _named(row.pop(name), dimension)
            for name, dimension in zip(names, dimensions, strict=True)
        )
        cells[tuple(keys)].update({name: value or 0 for name, value in row.items()})
    return cells


def _named(key, dimension: Dimension):
    if dimension in (Dimension.YEAR, Dimension.MONTH):
        return getattr(key, dimension.value)
    return key


def _cells(year: int | None, *dimensions: Dimension) -> tuple[Cells, Cells]:
    """Count policies and interpretations of a year, or of all years.

    What policies have is counted along their interpretations. To ask each policy for
    its interpretations, once for every figure, would take several times as long, and
    finds the same: see `measured_policies`.
    """
    policies = _grouped(
        _of_year(PolicyPage.objects.live().order_by(), year),
        dimensions,
        {"policies": Count("pk")},
    )
    having = _grouped(
        _of_year(
            measured_interpretations().filter(policy__live=True), year, "policy__"
        ),
        dimensions,
        {
            "covered": _policies(Q(is_covering=True)),
            "fresh": _policies(
                Q(is_covering=True) & ~Q(policy_id__in=stale_policies())
            ),
            "diversified": _policies(Q(is_diversified=True)),
            "released": _policies(Q(is_released=True)),
            "timely": _policies(Q(is_timely=True)),
        },
        page="policy__",
        policy="policy__",
    )
    for keys, counted in having.items():
        policies[keys].update(counted)
    interpretations = _grouped(
        _of_year(measured_interpretations(), year),
        dimensions,
        {
            "interpretations": Count("pk"),
            "diversified": _number(is_diversified=True),
            "released": _number(is_released=True),
            "timely": _number(is_timely=True),
            "undecided": _number(is_timely__isnull=True),
            "full": _number(is_full=True),
            "elements": Sum("element_count"),
        },
        policy="policy__",
    )
    return dict(policies), dict(interpretations)


def _of_units_and_months(
    dimension: Dimension, year: int, until: int
) -> Iterator[Cells]:
    """Yield policies and interpretations by one of the two, up to that month.

    Both, and any part of a year, come from one passage through its pages.
    """
    at = [Dimension.UNIT, Dimension.MONTH].index(dimension)
    for cells in remembered(
        f"figures/cells/{year}", lambda: _cells(year, Dimension.UNIT, Dimension.MONTH)
    ):
        summed: Cells = defaultdict(Counter)
        for keys, counted in cells.items():
            if keys[1] <= until:
                summed[keys[at : at + 1]].update(counted)
        yield summed


def _count(dimension: Dimension, year: int | None, until: int) -> list[Figures]:
    if year and dimension in (Dimension.UNIT, Dimension.MONTH):
        policies, interpretations = _of_units_and_months(dimension, year, until)
    else:
        policies, interpretations = _cells(year, dimension)
    targets = Targets()
    found = [
        _figures(
            key,
            policies.get((key,), {}),
            interpretations.get((key,), {}),
            targets,
            key if dimension == Dimension.YEAR else year,
        )
        for (key,) in {**policies, **interpretations}
    ]
    return sorted(
        found,
        key=lambda each: (each.key is None, each.key or 0),
        reverse=dimension == Dimension.YEAR,
    )


def _number(**conditions) -> Count:
    return Count("pk", filter=Q(**conditions))


def _policies(condition: Q) -> Count:
    return Count("policy_id", filter=condition, distinct=True)


def _figures(
    key, policies: dict, interpretations: dict, targets: Targets, year: int | None
) -> Figures:
    documents = policies.get("policies", 0)
    explained = interpretations.get("interpretations", 0)
    undecided = interpretations.get("undecided", 0)

    def share(name: str, measure: Measure) -> Share:
        return Share(interpretations.get(name, 0), explained, targets.of(measure, year))

    def by_policy(name: str) -> Share:
        return Share(policies.get(name, 0), documents)

    return Figures(
        key=key,
        policies=documents,
        # What the site promises is no target that an office might change.
        covered=Share(policies.get("covered", 0), documents, 100),
        fresh=Share(
            policies.get("fresh", 0), documents, targets.of(Measure.FRESH, year)
        ),
        interpretations=explained,
        diversified=share("diversified", Measure.DIVERSIFIED),
        other_channels=share("released", Measure.OTHER_CHANNELS),
        timely=Share(
            interpretations.get("timely", 0),
            explained - undecided,
            targets.of(Measure.TIMELY, year),
        ),
        undecided=undecided,
        full=Share(interpretations.get("full", 0), explained),
        elements=Share(interpretations.get("elements", 0), explained * len(ELEMENTS)),
        diversified_by_policy=by_policy("diversified"),
        other_channels_by_policy=by_policy("released"),
        timely_by_policy=by_policy("timely"),
    )


def _tally(kind: Kind, year: int | None, until: int) -> dict[str, tuple[int, int]]:
    explained = _of_year(public_interpretations().order_by(), year)
    if until < 12:
        explained = explained.filter(public_on__lt=datetime.date(year, until + 1, 1))
    if kind == Kind.FORM:
        rows = explained.values_list("form").annotate(
            Count("pk"), Count("policy_id", distinct=True)
        )
        order = InterpretationForm.values
    else:
        rows = (
            ChannelRelease.objects.order_by()
            .filter(interpretation__in=explained)
            .values_list("channel")
            .annotate(
                Count("interpretation_id", distinct=True),
                Count("interpretation__policy_id", distinct=True),
            )
        )
        order = Channel.values
    counted = {key: tuple(numbers) for key, *numbers in rows}
    return {key: counted[key] for key in order if key in counted}
