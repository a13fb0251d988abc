"""The doors of the admin: posts what a browser, or a client of the API, would post."""

from django.http import HttpResponse
from django.urls import reverse
from wagtail.models import Page

from tests.admin import filled_in
from tests.interpretations.paths.table import World

PUBLISH = {"action-publish": "1"}
SUBMIT = {"action-submit": "1"}
APPROVE = {"action-workflow-action": "true", "workflow-action-name": "approve"}
REJECT = {
    "action-workflow-action": "true",
    "workflow-action-name": "reject",
    "workflow-action-extra-data": '{"comment": "请补充施行日期。"}',
}
CANCEL_WORKFLOW = {"action-cancel-workflow": "true"}


def somewhere(world: World) -> str:
    """Return the address where a person stood before: a page quick to show."""
    return reverse("wagtailadmin_pages:add_subpage", args=[world.home.pk])


def view(world: World, name: str, page, *more, query: str = "", **data) -> HttpResponse:
    """Post to a page view of the admin and follow where it leads."""
    return world.client.post(
        reverse(f"wagtailadmin_pages:{name}", args=[page.pk, *more]) + query,
        data,
        follow=True,
        headers={"referer": somewhere(world)},
    )


def bulk(world: World, action: str, *pages, **data) -> HttpResponse:
    """Tick these pages in the listing and choose an action."""
    address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", action])
    chosen = "&".join(f"id={page.pk}" for page in pages)
    back = f"&next={somewhere(world)}"
    return world.client.post(f"{address}?{chosen}{back}", data, follow=True)


def api(world: World, action: str, page=None, **data) -> HttpResponse:
    """Ask the admin's own API for an action on a page."""
    page = page or world.page
    address = reverse("wagtailadmin_api:pages:action", args=[page.pk, action])
    return world.client.post(address, data, content_type="application/json")


def copy_view(world: World, page, **data) -> HttpResponse:
    """Fill in the form of 复制."""
    return view(
        world,
        "copy",
        page,
        new_title="复制的页面",
        new_slug="copied",
        new_parent_page=page.get_parent().pk,
        **data,
    )


def move_to(world: World, page: Page, destination: Page) -> HttpResponse:
    """Confirm that the page moves below another."""
    return view(world, "move_confirm", page, destination.pk)


def send_to(world: World, address: str, page, **changes) -> HttpResponse:
    """Open the form at this address, change some fields, send it."""
    return world.client.post(
        address, filled_in(world.client, address, page, **changes), follow=True
    )
