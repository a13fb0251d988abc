"""政策同步审签: paths through the workflow, each by the person whose turn it is."""

from django.urls import reverse
from wagtail.models import Page

from policies.models import PolicyPage
from tests.admin import send
from tests.interpretations.paths import starts
from tests.interpretations.paths.doors import (
    APPROVE,
    CANCEL_WORKFLOW,
    REJECT,
    SUBMIT,
    somewhere,
    view,
)
from tests.interpretations.paths.records import all_rows
from tests.interpretations.paths.table import Door, Outcome, World, path
from tests.people import make_people, signed_in

REFUSED, TOGETHER, DONE = Outcome.REFUSED, Outcome.TOGETHER, Outcome.DONE
WORKFLOW = Door.WORKFLOW


def fresh(page):
    return Page.objects.get(pk=page.pk).specific


def answer(world: World, page, action: str, **headers):
    """Let the office answer in the workflow's dialogue."""
    client = the_office(world)
    page = fresh(page)
    state = page.current_workflow_task_state
    address = reverse(
        "wagtailadmin_pages:workflow_action", args=[page.pk, action, state.pk]
    )
    headers["referer"] = somewhere(world)
    response = client.post(address, {"comment": ""}, follow=True, headers=headers)
    if response.headers["Content-Type"].startswith("application/json"):
        return client.get(response.json()["redirect"], follow=True)
    return response


def the_office(world: World):
    return signed_in(world.notes["people"]["office"])


def on_the_office_table(world: World, page) -> None:
    """Submit the page and let the head sign it."""
    people = world.notes.get("people") or make_people(world.agency_page)
    world.notes["people"] = people
    page = fresh(page)
    page.get_workflow().start(page, people["editor"])
    state = fresh(page).current_workflow_task_state
    state.task.specific.on_action(state, people["head"], "approve")


def policy_awaits_the_office(world: World) -> None:
    """draft pair, the policy's last approval awaited."""
    starts.drafts(world)
    on_the_office_table(world, world.policy)


def policy_lost_its_interpretation(world: World) -> None:
    """policy's last approval awaited, its interpretation deleted meanwhile."""
    policy_awaits_the_office(world)
    world.interpretation.delete()
    world.interpretation = None


def interpretation_awaits_the_office(world: World) -> None:
    """draft pair, the interpretation's last approval awaited."""
    starts.drafts(world)
    on_the_office_table(world, world.interpretation)


def both_await_the_office(world: World) -> None:
    """draft pair, both last approvals awaited."""
    policy_awaits_the_office(world)
    on_the_office_table(world, world.interpretation)


def second_awaits_the_office(world: World) -> None:
    """public pair, last approval of a further interpretation awaited."""
    starts.public_and_draft(world)
    on_the_office_table(world, world.second)


def scheduled_policy_awaits_the_office(world: World) -> None:
    """draft pair, the policy submitted with a date to go live."""
    starts.drafts(world)
    world.policy.go_live_at = starts.in_an_hour()
    world.policy.save_revision()
    on_the_office_table(world, world.policy)


@path(WORKFLOW, starts.lone_draft, REFUSED, "还没有解读")
@path(WORKFLOW, starts.shell, REFUSED, "还缺少背景依据")
@path(WORKFLOW, starts.on_request, REFUSED, "只有主动公开的文件才能发布")
@path(WORKFLOW, starts.drafts, DONE)
@path(WORKFLOW, starts.drafts, DONE, page="interpretation")
def submit(world):
    """submit"""
    editor = signed_in(make_people(world.agency_page)["editor"])
    world.notes["rows"] = all_rows()
    return send(editor, world.page, **SUBMIT)


def last_approval(drive):
    """Enter a way of giving the last approval from every state that decides."""
    for start, outcome, words, page in (
        (policy_awaits_the_office, TOGETHER, "", "policy"),
        (both_await_the_office, TOGETHER, "", "policy"),
        (policy_lost_its_interpretation, REFUSED, "还没有解读", "policy"),
        (interpretation_awaits_the_office, REFUSED, "还没有发布", "interpretation"),
        (both_await_the_office, REFUSED, "还没有发布", "interpretation"),
        (second_awaits_the_office, DONE, "", "second"),
        (scheduled_policy_awaits_the_office, DONE, "", "policy"),
    ):
        path(WORKFLOW, start, outcome, words, page=page, of=("view:workflow_action",))(
            drive
        )
    return drive


@last_approval
def approve(world):
    """last approval, on a page of its own"""
    response = answer(world, world.page, "approve")
    if fresh(world.policy).live and world.interpretation:
        assert fresh(world.interpretation).current_workflow_state is None
    return response


@last_approval
def approve_in_dialogue(world):
    """last approval, in the dialogue over the editor"""
    headers = {"x-requested-with": "XMLHttpRequest"}
    return answer(world, world.page, "approve", **headers)


@last_approval
def approve_in_editor(world):
    """last approval, by the editor's button"""
    client = the_office(world)
    return send(client, fresh(world.page), **APPROVE)


@path(WORKFLOW, policy_awaits_the_office, DONE)
@path(WORKFLOW, policy_lost_its_interpretation, DONE)
@path(WORKFLOW, interpretation_awaits_the_office, DONE, page="interpretation")
def reject(world):
    """reject"""
    return answer(world, world.page, "reject")


@path(WORKFLOW, policy_lost_its_interpretation, DONE)
def reject_in_editor(world):
    """reject, by the editor's button"""
    return send(the_office(world), fresh(world.page), **REJECT)


@path(WORKFLOW, policy_lost_its_interpretation, DONE)
def cancel_workflow(world):
    """cancel the workflow in the editor"""
    return send(the_office(world), fresh(world.page), **CANCEL_WORKFLOW)


@path(WORKFLOW, policy_awaits_the_office, DONE, of=("view:lock", "view:unlock"))
def lock_and_unlock(world):
    """lock and unlock"""
    world.client = the_office(world)
    view(world, "lock", world.policy)
    return view(world, "unlock", world.policy)


@path(
    WORKFLOW, policy_awaits_the_office, DONE, of=("view:collect_workflow_action_data",)
)
def collect_action_data(world):
    """the dialogue's data before an approval in the editor"""
    client = the_office(world)
    page = PolicyPage.objects.get(pk=world.policy.pk)
    address = reverse(
        "wagtailadmin_pages:collect_workflow_action_data",
        args=[page.pk, "approve", page.current_workflow_task_state.pk],
    )
    return client.post(address, {"comment": "同意"})
