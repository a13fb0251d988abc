"""The reviewers' reports: dashboard and breakdowns, cold and warm, and their lists."""

import datetime
from collections.abc import Iterator

from django.db.models import F
from django.test import Client
from django.urls import reverse

from cms.bench.asking import Cost, cost
from cms.changes import note_change
from interpretations.figures import Dimension, years
from interpretations.models import (
    ChannelRelease,
    InterpretationForm,
    InterpretationPage,
)
from interpretations.monthly_form import months
from policies.models import AgencyPage, PolicyPage, ValidityEvent
from policies.working_days import seed_calendar

ROUNDS = 5
# One in so many is late, released elsewhere, of another form, amended.
LATE, RELEASED, DIVERSE, AMENDED = 7, 2, 3, 20
DELAY = datetime.timedelta(days=12)


def prepare() -> None:
    """Give bulk documents, which are all alike, a history; once."""
    if ValidityEvent.objects.exists():
        return
    seed_calendar()

    def every(number: int):
        explained = InterpretationPage.objects.annotate(rest=F("policy_id") % number)
        return explained.filter(rest=0)

    late = list(every(LATE).only("pk", "public_on"))
    for page in late:
        page.public_on += DELAY
    InterpretationPage.objects.bulk_update(late, ["public_on"], batch_size=200)
    every(DIVERSE).update(form=InterpretationForm.CHART)
    ChannelRelease.objects.bulk_create(
        (
            ChannelRelease(
                interpretation_id=key,
                channel="wechat" if key % 3 else "press",
                released_on=day,
            )
            for key, day in every(RELEASED).values_list("pk", "public_on")
        ),
        batch_size=200,
    )
    amended = PolicyPage.objects.annotate(rest=F("pk") % AMENDED).filter(rest=0)
    ValidityEvent.objects.bulk_create(
        (
            ValidityEvent(
                policy_id=key, kind="amended", takes_effect_on=day + DELAY * 5
            )
            for key, day in amended.values_list("pk", "public_on")
        ),
        batch_size=200,
    )
    note_change()


def addresses() -> Iterator[tuple[str, str]]:
    """Yield what reviewers open, of the newest year and the largest agency."""
    year = years()[0]
    page = max(AgencyPage.objects.live(), key=lambda page: page.numchild)
    ledger = reverse("ledger")
    for dimension in (Dimension.UNIT, *(set(Dimension) - {Dimension.UNIT})):
        yield f"ledger by {dimension.value}", f"{ledger}?by={dimension.value}"
    yield "annual figures", reverse("annual")
    yield "disclosure by year", reverse("disclosure")
    yield "coverage by agency", reverse("coverage")
    policies, explained = reverse("coverage_live"), reverse("coverage_interpretations")
    yield "policies", policies
    yield "policies of a year", f"{policies}?year={year}"
    yield "policies not fresh", f"{policies}?lacks=fresh"
    yield "policies, timely", f"{policies}?year={year}&has=timely"
    yield "policies of an agency", f"{policies}?unit={page.pk}&lacks=diversified"
    yield "interpretations", explained
    yield "interpretations, late", f"{explained}?lacks=timely"
    yield "interpretations, released", f"{explained}?channel=wechat&year={year}"
    yield "drafts that wait", reverse("coverage_waiting")
    yield "notices", reverse("coverage_notices")
    figure = f"year={year}&figure=in_force&level=normative"
    yield "annual figures, list", f"{reverse('annual_list')}?{figure}"
    yield (
        "disclosure, list",
        f"{reverse('disclosure_list')}?year={year}&disclosure=proactive",
    )
    for month in months()[:1]:
        asked = f"month={month:%Y-%m}&kind=docx"
        yield "monthly report", f"{reverse('monthly_report')}?{asked}"


def measure(client: Client) -> Iterator[tuple[str, Cost]]:
    """Yield what each costs just after a change, and again."""
    for label, address in addresses():
        for words, before in (("after a change", note_change), ("again", None)):
            yield (
                f"{label}, {words}",
                cost(client, address, rounds=ROUNDS, before=before),
            )
