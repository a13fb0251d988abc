"""Who may read a draft: an agency's people their own, and those who read every report.

The choosers, the admin's views of a page and the forms ask here: what one may not read
one can neither open nor choose.
"""

from django.db.models import Q
from wagtail.models import Page
from wagtail.permissions import page_permission_policy

# Reports name drafts of every agency; the permission belongs to a higher app.
READS_EVERY_DRAFT = "interpretations.view_coverage"


def readable(user, pages):
    """Return those of the pages, a query set, that this person may read."""
    if user.has_perm(READS_EVERY_DRAFT):
        return pages
    own = page_permission_policy.instances_user_has_any_permission_for(
        user, ["add", "change", "publish"]
    )
    return pages.filter(Q(live=True) | Q(pk__in=own.values("pk")))


def changeable_roots(user) -> tuple[str, ...]:
    """Return the paths below which this person may change every page."""
    if user.is_superuser:
        return ("",)
    permissions = page_permission_policy.get_cached_permissions_for_user(user)
    return tuple(
        each.page.path
        for each in permissions
        if each.permission.codename == "change_page"
    )


def may_read(user, page: Page) -> bool:
    """Tell whether this person may read the page, also as the one to sign it now."""
    return (
        is_to_sign(user, page)
        or readable(user, Page.objects.filter(pk=page.pk)).exists()
    )


def is_to_sign(user, page: Page) -> bool:
    """Tell whether the page waits for the signature of this person's group."""
    task = page.current_workflow_task
    return task is not None and task.user_can_access_editor(page, user)
