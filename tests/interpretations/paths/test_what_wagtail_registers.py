"""A later Wagtail that brings another way to act on a page fails here by its name."""

import pytest
from wagtail.actions import action_registry
from wagtail.admin.api.views import PagesAdminAPIViewSet
from wagtail.admin.views.bulk_action.registry import bulk_action_registry
from wagtail.admin.viewsets.pages import PageViewSet
from wagtail.models import Page

from interpretations.models import InterpretationPage
from policies.models import PolicyPage
from tests.interpretations.paths import test_every_path  # noqa: F401 - fills PATHS
from tests.interpretations.paths.table import PATHS

# Views that only show, search or ask; none of them writes a page.
SHOWS_ONLY = {
    "add_subpage",
    "choose_parent",
    "confirm_workflow_cancellation",
    "content_type_use",
    "content_type_use_results",
    "history",
    "history_results",
    "index",
    "index_results",
    "move",
    "preview_on_add",
    "preview_on_edit",
    "revisions_compare",
    "revisions_view",
    "search",
    "search_results",
    "usage",
    "view_draft",
    "workflow_history",
    "workflow_history_detail",
    "workflow_preview",
}


def driven(kind: str) -> set[str]:
    """Return what the table drives of this kind: `api:publish` gives `publish`."""
    named = {name for path in PATHS for name in path.of}
    return {name.split(":")[1] for name in named if name.startswith(f"{kind}:")}


def bulk_actions() -> set[str]:
    return {
        action.action_type
        for model in (Page, PolicyPage, InterpretationPage)
        for action in bulk_action_registry.get_bulk_actions_for_model(
            model._meta.app_label, model._meta.model_name
        )
    }


def registered_actions() -> set[str]:
    return {
        name
        for model in (PolicyPage, InterpretationPage)
        for name in action_registry.get_actions_for_model(model)
    }


def page_views() -> set[str]:
    return set(PageViewSet("pages").views) - SHOWS_ONLY


@pytest.mark.parametrize(
    ("kind", "registered"),
    [
        ("api", lambda: set(PagesAdminAPIViewSet.actions)),
        ("bulk", bulk_actions),
        ("action", registered_actions),
        ("view", page_views),
    ],
    ids=["admin API", "bulk actions", "wagtail.actions", "page views"],
)
def test_every_registered_way_stands_in_the_table(kind, registered):
    unknown = registered() - driven(kind)
    gone = driven(kind) - registered()

    assert not unknown, (
        f"Wagtail registers {sorted(unknown)}, which no path drives: enter a path with "
        f'of=("{kind}:…",) in tests/interpretations/paths'
    )
    assert not gone, f"Wagtail registers {sorted(gone)} no longer: take the path out"


def test_each_path_has_a_name_of_its_own():
    ids = [path.id for path in PATHS]
    keys = [path.key for path in PATHS]

    assert len(set(ids)) == len(ids)
    assert len(set(keys)) == len(keys)
