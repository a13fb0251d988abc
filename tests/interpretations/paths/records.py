"""Every row that a path may write, to see that a refusal leaves nothing half done."""

from wagtail.models import (
    Page,
    PageLogEntry,
    PageViewRestriction,
    Revision,
    TaskState,
    WorkflowState,
)

from interpretations.models import InterpretationPage
from policies.models import PolicyIssuer, PolicyPage, ValidityEvent
from policies.scheduling import REFUSED

RECORDS = (
    Page,
    PolicyPage,
    InterpretationPage,
    PolicyIssuer,
    ValidityEvent,
    Revision,
    PageViewRestriction,
    WorkflowState,
    TaskState,
)


def all_rows() -> dict[str, list]:
    """Return them all, but for the refusals in the log."""
    rows = {
        model.__name__: list(model.objects.order_by("pk").values()) for model in RECORDS
    }
    log = PageLogEntry.objects.exclude(action=REFUSED).order_by("pk")
    return rows | {"log": list(log.values_list("pk", "action", "page_id"))}


def logged_refusals() -> list[str]:
    """Return the reasons of all refusals in the pages' logs."""
    entries = PageLogEntry.objects.filter(action=REFUSED).order_by("pk")
    return [entry.data["reason"] for entry in entries]


def live_pages() -> dict[tuple[str, int], bool]:
    """Return which policies and interpretations are live."""
    return {
        (kind, page_id): live
        for kind, model in (
            ("policy", PolicyPage),
            ("interpretation", InterpretationPage),
        )
        for page_id, live in model.objects.values_list("pk", "live")
    }
