"""到期事项: what somebody has to do by a day, each by a rule of the field.

- `ending_soon`: a term is assessed within the six months before its end (山东省司法厅
  规范性文件制定和监督管理 art. 23).
- `_reviews`: what is not open is looked at again (政府信息公开条例 art. 18), each year
  (长治市城管局 2020).
- `_awaiting`: public within twenty working days of being made or changed (条例 art.
  26), explained within three of its publication (郑州 2016, 宣城 2015, 阿尔山 2023).
- `_stale`: explained anew within the same three of an amendment.
- `_refused`: what `schedules` forecasts.
- `_silent`: a column of policies that stands still for six months (国办秘函〔2019〕19
  号).

The number of queries does not grow with what is due; only where something changed is
every scheduled publication judged anew, by the guard's own rules.
"""

import datetime
from collections.abc import Iterator
from typing import NamedTuple

from django.db.models import CharField, Exists, Max, OuterRef, Subquery, TextChoices
from django.db.models.functions import Cast, Coalesce, TruncDate
from django.utils import timezone
from wagtail.models import Page, Revision

from cms.changes import remembered
from interpretations.coverage import (
    PairingState,
    drafts,
    with_pairing_state,
    with_unit,
)
from interpretations.figures import (
    WORKING_DAYS,
    public_interpretations,
    unanswered_amendments,
)
from interpretations.schedules import schedule_of, scheduled_revisions
from policies.calendar_months import months_later
from policies.disclosure import Disclosure
from policies.disclosure_review import closed_documents
from policies.draft_readers import READS_EVERY_DRAFT, changeable_roots
from policies.models import (
    AgencyPage,
    DisclosureReview,
    NoticePage,
    PolicyPage,
    ValidityEvent,
)
from policies.models.disclosure_review import ReviewOutcome
from policies.validity import ENDING, ONE_DAY
from policies.working_days import deadline

DAYS_TO_PUBLISH = 20
MONTHS_TO_ASSESS = 6
MONTHS_OF_SILENCE = 6
MONTHS_BETWEEN_REVIEWS = 12
# Reviews and silence are told so long ahead that something can still be done.
MONTHS_OF_NOTICE = 1


class DueKind(TextChoices):
    """What has to be done."""

    VALIDITY = "validity", "有效期将满"
    REVIEW = "review", "公开属性复核"
    AWAITING = "awaiting", "待同步公开"
    STALE = "stale", "解读待更新"
    REFUSED = "refused", "定时将被拒绝"
    SILENT = "silent", "半年未发文"


class When(TextChoices):
    """How soon it has to be done."""

    OVERDUE = "overdue", "逾期"
    WEEK = "week", "本周"
    MONTH = "month", "本月"
    LATER = "later", "以后"

    @classmethod
    def of(cls, day: datetime.date | None, today: datetime.date) -> "When":
        """Return the first of these that a day falls into; weeks end on Sunday."""
        if day is None:
            return cls.LATER
        if day < today:
            return cls.OVERDUE
        if day <= today + (6 - today.weekday()) * ONE_DAY:
            return cls.WEEK
        if (day.year, day.month) == (today.year, today.month):
            return cls.MONTH
        return cls.LATER


class Due(NamedTuple):
    """One thing to be done about one page.

    `due_on` is the last day in time; None where the working calendar cannot tell.
    `path` is the page's, `unit` that of its agency's page; `person` the one in charge,
    as words.
    """

    kind: DueKind
    due_on: datetime.date | None
    page_id: int
    title: str
    path: str
    unit: str
    person: str
    words: str


def may_read(user) -> bool:
    """Tell whether anything here can concern this person."""
    return user.has_perm(READS_EVERY_DRAFT) or bool(changeable_roots(user))


def due_items(user, today: datetime.date | None = None) -> list[Due]:
    """Return what is due of the pages that concern this person, the soonest first."""
    if not may_read(user):
        return []
    return concerning(user, everything_due(today or timezone.localdate()))


def everything_due(today: datetime.date) -> list[Due]:
    """Return all that is due of all pages, the soonest first."""
    found = [
        each
        for find in (_ending, _reviews, _awaiting, _stale, _refused, _silent)
        for each in find(today)
    ]
    return sorted(
        found, key=lambda each: (each.due_on or datetime.date.max, each.page_id)
    )


def concerning(user, items: list[Due]) -> list[Due]:
    """Return what concerns this person: all of it for those who read the reports,
    for an agency's people what stands below the pages that they may change."""
    if user.has_perm(READS_EVERY_DRAFT):
        return items
    roots = changeable_roots(user)
    return [each for each in items if each.path.startswith(roots)]


def ending_soon(today: datetime.date):
    """Return the public policies whose term ends within six months, the first first.

    Not those of which it is recorded already that they end.
    """
    ending = ValidityEvent.objects.standing().filter(
        policy_id=OuterRef("pk"), kind__in=ENDING
    )
    return (
        PolicyPage.objects.live()
        .ending_between(today, months_later(today, MONTHS_TO_ASSESS))
        .exclude(Exists(ending))
    )


# What is read of each page; its texts would be most of the work.
FACTS = (
    "pk",
    "title",
    "draft_title",
    "live",
    "path",
    "responsible_person",
    "owner__first_name",
    "owner__last_name",
    "owner__username",
)


def _due(
    kind: DueKind, row: dict, day: datetime.date | None, words: str, person: str = ""
) -> Due:
    return Due(
        kind,
        day,
        row["pk"],
        row["title"] if row["live"] else row["draft_title"] or row["title"],
        row["path"],
        row["path"][: -Page.steplen],
        person or row["responsible_person"] or _name(row),
        words,
    )


def _name(row: dict, of: str = "owner") -> str:
    full = f"{row[f'{of}__first_name'] or ''} {row[f'{of}__last_name'] or ''}".strip()
    return full or row[f"{of}__username"] or ""


def _ending(today: datetime.date) -> Iterator[Due]:
    rows = ending_soon(today).order_by().values(*FACTS, "in_force_until")
    for row in rows:
        until = row["in_force_until"]
        words = f"有效期至 {until}，届满前须评估：延期、继续有效或者废止"
        yield _due(DueKind.VALIDITY, row, until, words)


def _reviews(today: datetime.date) -> Iterator[Due]:
    reviewed = DisclosureReview.objects.filter(document_id=OuterRef("pk"))
    by = "disclosure_determined_by"
    horizon = months_later(today, MONTHS_OF_NOTICE)
    for model in (PolicyPage, NoticePage):
        closed = closed_documents(model).order_by()
        for row in closed.annotate(
            reviewed_at=Subquery(reviewed.values("reviewed_at")[:1])
        ).values(
            *FACTS,
            *(f"{by}__{name}" for name in ("first_name", "last_name", "username")),
            "disclosure",
            "disclosure_determined_at",
            "issued_on",
            "latest_revision_created_at",
            "reviewed_at",
        ):
            last, words = _last_decision(row, today)
            day = months_later(last, MONTHS_BETWEEN_REVIEWS)
            if day <= horizon:
                label = Disclosure(row["disclosure"]).label
                person = row["responsible_person"] or _name(row, by)
                yield _due(DueKind.REVIEW, row, day, f"{label}，{words}", person)


def _last_decision(row: dict, today: datetime.date) -> tuple[datetime.date, str]:
    """Return the day on which a closed document was last decided on, and its words.

    A determination after a review counts anew. What came in without who and when was
    determined while it was drafted (国办发〔2016〕80号), that is by its date of issue.
    """
    moments = [
        (timezone.localdate(moment), words)
        for name, words in (
            ("reviewed_at", "上次复核"),
            ("disclosure_determined_at", "认定"),
        )
        if (moment := row[name])
    ]
    if moments:
        day, words = max(moments)
    elif row["issued_on"]:
        day, words = row["issued_on"], "成文"
    elif row["latest_revision_created_at"]:
        day, words = timezone.localdate(row["latest_revision_created_at"]), "录入"
    else:
        return months_later(today, -MONTHS_BETWEEN_REVIEWS), "认定时间不明"
    return day, f"{day} {words}"


def _awaiting(today: datetime.date) -> Iterator[Due]:
    """Yield the drafts that are to be public, with their interpretation, by a day.

    One that has its moment already is left to `_refused`.
    """
    opened = DisclosureReview.objects.filter(
        document_id=OuterRef("pk"), outcome=ReviewOutcome.OPENED
    ).values("reviewed_at")[:1]
    scheduled = scheduled_revisions().filter(
        object_id=Cast(OuterRef("pk"), CharField())
    )
    waiting = (
        with_pairing_state(drafts())
        .exclude(pairing_state=PairingState.CLOSED)
        .exclude(Exists(scheduled))
        .annotate(
            opened_on=TruncDate(Subquery(opened)),
            made_on=Coalesce("opened_on", "issued_on"),
            by_making=deadline("made_on", days=DAYS_TO_PUBLISH),
            by_publication=deadline("published_on", days=WORKING_DAYS),
        )
    )
    for row in waiting.values(
        *FACTS,
        "pairing_state",
        "published_on",
        "opened_on",
        "made_on",
        "by_making",
        "by_publication",
    ):
        if not row["made_on"] and not row["published_on"]:
            continue  # Barely begun: no clock has started.
        since = "改为主动公开" if row["opened_on"] else "成文"
        clocks = [
            (row["by_making"], f"{since}后 {DAYS_TO_PUBLISH} 个工作日内公开"),
        ]
        if not row["opened_on"]:
            # Its day of publication was set when it was not to be public here.
            words = f"发布后 {WORKING_DAYS} 个工作日内解读"
            clocks.append((row["by_publication"], words))
        day, words = min(
            (clock for clock in clocks if clock[0]),
            default=(None, "工作日历没有这一年，无法计算期限"),
        )
        state = PairingState(row["pairing_state"]).label
        yield _due(DueKind.AWAITING, row, day, f"{state}，{words}")


def _stale(today: datetime.date) -> Iterator[Due]:
    amended = (
        unanswered_amendments(until=today)
        .annotate(due_on=deadline("announced_on", days=WORKING_DAYS))
        .values("policy_id", "announced_on", "due_on")
    )
    first: dict[int, dict] = {}
    for event in amended.order_by("announced_on", "pk"):
        first.setdefault(event["policy_id"], event)
    newest = public_interpretations().filter(policy_id=OuterRef("pk"))
    explained = newest.order_by("-public_on", "-pk").values("interpreter")[:1]
    policies = PolicyPage.objects.live().filter(pk__in=list(first)).order_by()
    for row in policies.annotate(interpreter=Subquery(explained)).values(
        *FACTS, "interpreter"
    ):
        event = first[row["pk"]]
        words = f"{event['announced_on']} 修改，修改后还没有新的解读"
        person = row["responsible_person"] or row["interpreter"] or ""
        yield _due(DueKind.STALE, row, event["due_on"], words, person)


def _refused(today: datetime.date) -> list[Due]:
    # The forecast runs the guard's rules, which read drafts: a new one is a revision.
    newest = Revision.objects.aggregate(Max("pk"), Max("created_at"))
    return remembered(f"refusals/{newest}", _refusals)


def _refusals() -> list[Due]:
    """Return all schedules that will be refused as things stand."""
    found = []
    for revision in scheduled_revisions().select_related("user"):
        schedule = schedule_of(revision)
        if schedule.refusal:
            page, user = schedule.page, revision.user
            found.append(
                Due(
                    DueKind.REFUSED,
                    timezone.localdate(schedule.go_live_at),
                    page.pk,
                    page.title,
                    page.path,
                    page.path[: -Page.steplen],
                    (user.get_full_name() or user.username) if user else "",
                    f"定于 {schedule.moment} 发布：{schedule.refusal}",
                )
            )
    return found


def _silent(today: datetime.date) -> Iterator[Due]:
    newest = remembered("newest_policy_of_units", _newest_policies)
    horizon = months_later(today, MONTHS_OF_NOTICE)
    pages = AgencyPage.objects.order_by().select_related("agency")
    for page in pages.defer("introduction"):
        until = page.agency.until
        if not page.live or (until and until < today):
            continue
        last = newest.get(page.path)
        begun = page.first_published_at or page.latest_revision_created_at
        since = last or (timezone.localdate(begun) if begun else None)
        day = months_later(since, MONTHS_OF_SILENCE) if since else today
        if day <= horizon:
            words = f"最近一份政策文件发布于 {last}" if last else "还没有发布过政策文件"
            of_page = (page.pk, page.title, page.path, page.path)
            yield Due(DueKind.SILENT, day, *of_page, "", words)


def _newest_policies() -> dict[str, datetime.date]:
    """Return the newest day of publication below each agency's page."""
    policies = with_unit(PolicyPage.objects.live()).order_by()
    return dict(policies.values_list("unit").annotate(Max("public_on")))
