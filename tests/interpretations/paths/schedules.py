"""Paths that let time act: schedules, the batch that keeps them, expiry."""

from django.core.management import call_command
from django.utils import timezone

from tests.admin import send
from tests.interpretations.paths import starts
from tests.interpretations.paths.doors import PUBLISH, view
from tests.interpretations.paths.table import Door, Outcome, path

REFUSED, TOGETHER, DONE = Outcome.REFUSED, Outcome.TOGETHER, Outcome.DONE
CANCELLED = Outcome.CANCELLED


def later() -> str:
    """Return a moment as the form sends it."""
    return f"{timezone.localtime(starts.in_an_hour()):%Y-%m-%d %H:%M}"


@path(Door.EDITOR, starts.lone_draft, REFUSED, "还没有解读")
@path(Door.EDITOR, starts.on_request, REFUSED, "只有主动公开的文件才能发布")
@path(Door.EDITOR, starts.drafts, DONE)
@path(
    Door.EDITOR,
    starts.drafts,
    REFUSED,
    "解读须与政策文件同步发布",
    page="interpretation",
)
@path(Door.EDITOR, starts.public_and_draft, DONE, page="second")
def schedule_in_editor(world):
    """Publish button with a date to go live"""
    return send(world.client, world.page, go_live_at=later(), **PUBLISH)


@path(
    Door.EDITOR, starts.public, REFUSED, "不能单独设置下线时间", page="interpretation"
)
@path(Door.EDITOR, starts.public, DONE)
def expiry_in_editor(world):
    """Publish button with a date to expire"""
    return send(world.client, world.page, expire_at=later(), **PUBLISH)


@path(Door.VIEW, starts.scheduled, DONE, of=("view:revisions_unschedule",))
def unschedule(world):
    """cancel a schedule"""
    revision = world.policy.scheduled_revision
    return view(world, "revisions_unschedule", world.policy, revision.pk)


@path(Door.CODE, starts.lone_draft, REFUSED, "还没有解读")
@path(Door.CODE, starts.on_request, REFUSED, "只有主动公开的文件才能发布")
@path(Door.CODE, starts.hidden, REFUSED, "访问限制")
@path(Door.CODE, starts.drafts, DONE)
@path(
    Door.CODE, starts.drafts, REFUSED, "解读须与政策文件同步发布", page="interpretation"
)
def schedule_in_code(world):
    """a revision with `go_live_at` is published"""
    starts.schedule(world.page)


@path(Door.CODE, starts.lone_draft, REFUSED, "还没有解读")
def approve_schedule_in_code(world):
    """`approved_go_live_at` is written on a revision"""
    revision = world.page.get_latest_revision()
    revision.approved_go_live_at = starts.in_an_hour()
    revision.save(update_fields=["approved_go_live_at"])


@path(Door.COMMAND, starts.due, TOGETHER)
@path(Door.COMMAND, starts.due_interpretation, DONE, page="second")
@path(
    Door.COMMAND,
    starts.due_beside_one_that_lost_its_interpretation,
    CANCELLED,
    "还没有解读",
)
@path(
    Door.COMMAND,
    starts.due_interpretation_of_a_withdrawn_policy,
    CANCELLED,
    "还没有发布",
    page="second",
)
@path(
    Door.COMMAND,
    starts.due_repointing,
    CANCELLED,
    "唯一的解读",
    page="interpretation",
)
@path(Door.COMMAND, starts.due_and_restricted, CANCELLED, "访问限制")
@path(Door.COMMAND, starts.expired, TOGETHER)
@path(Door.COMMAND, starts.interpretation_expired, DONE, page="interpretation")
def publish_scheduled(world):
    """`publish_scheduled`"""
    call_command("publish_scheduled")
    if world.other_policy is not None:
        world.other_policy.refresh_from_db()
        assert world.other_policy.live, "the rest of the batch was stopped"
