"""Who may do what: the groups of the site and the workflow that joins them.

Least privilege: an agency's people work below their own agency's page only, and with
the files of their own agency's collection; the disclosure office publishes everywhere;
reviewers read reports and record reviews, and change no page.
"""

from django.contrib.auth.models import Group, Permission
from django.utils.translation import gettext
from wagtail.models import (
    Collection,
    GroupCollectionPermission,
    GroupPagePermission,
    Page,
    Workflow,
    WorkflowPage,
    WorkflowTask,
)

from cms.models import HomePage
from interpretations.models import SignOffTask
from policies.models import AgencyPage

DISCLOSURE_OFFICE = "政务公开机构"
REVIEWERS = "监督检查"
WORKFLOW = "政策同步审签"
PERMISSION_WORDS = {"add": "新增", "change": "修改", "delete": "删除", "view": "查看"}


def editors_of(agency_page: AgencyPage) -> str:
    """Return the name of the group that drafts for this agency."""
    return f"编辑：{agency_page.title}"


def heads_of(agency_page: AgencyPage) -> str:
    """Return the name of the group that signs for this agency."""
    return f"部门负责人：{agency_page.title}"


def set_up_roles() -> None:
    """Create groups, permissions and workflow as they should be; safe to run again."""
    _drop_ready_made_roles()
    _name_permissions()
    home = HomePage.objects.get()
    office = _group(DISCLOSURE_OFFICE, home, "add", "change", "publish", "lock")
    _allow(office, "add_validityevent", "change_validityevent", "view_validityevent")
    _allow(office, "add_agency", "change_agency", "view_agency")
    # What the public is shown first is the library's business, not one agency's.
    _allow(office, *(f"{verb}_searchpromotion" for verb in ("add", "change", "delete")))
    reviewers = _group(REVIEWERS, None)
    for group in (office, reviewers):
        # The reports name drafts of every agency.
        _allow(group, "view_coverage")
        # 条例 art. 18: what is not open is looked at again, also by who supervises.
        _allow(group, "add_disclosurereview")
    _allow_uploads(office, Collection.get_first_root_node())
    for page in AgencyPage.objects.all():
        editors = _group(editors_of(page), page, "add", "change")
        heads = _group(heads_of(page), page, "add", "change")
        _set_up_workflow(page, heads, office)
        for group in (editors, heads):
            _allow_uploads(group, _collection_of(page))


def _drop_ready_made_roles() -> None:
    """Delete the groups and the workflow that Wagtail brings, unless they are in use.

    They may publish everywhere, which nobody here is meant to by a default.
    """
    ready_made = Group.objects.filter(name__in=("Moderators", "Editors"))
    for workflow in Workflow.objects.filter(name="Moderators approval"):
        if not workflow.workflow_states.exists():
            workflow.tasks.delete()
            workflow.delete()
    ready_made.filter(user__isnull=True, groupapprovaltask__isnull=True).delete()


def _name_permissions() -> None:
    """Put the names of permissions, which the admin shows as stored, into Chinese."""
    permissions = Permission.objects.select_related("content_type")
    for permission in permissions:
        verb = permission.name.removeprefix("Can ").split(" ")[0]
        if permission.codename.startswith(f"{verb}_") and verb in PERMISSION_WORDS:
            kind = permission.content_type.name
            permission.name = PERMISSION_WORDS[verb] + kind
        else:
            permission.name = gettext(permission.name)
    Permission.objects.bulk_update(permissions, ["name"])


def _group(name: str, page: Page | None, *permissions: str) -> Group:
    group, _ = Group.objects.get_or_create(name=name)
    _allow(group, "access_admin")
    for permission in permissions:
        GroupPagePermission.objects.get_or_create(
            group=group,
            page=page,
            permission=Permission.objects.get(
                content_type__app_label="wagtailcore", codename=f"{permission}_page"
            ),
        )
    return group


def _allow(group: Group, *codenames: str) -> None:
    group.permissions.add(*Permission.objects.filter(codename__in=codenames))


def _collection_of(page: AgencyPage) -> Collection:
    """Return the collection of an agency's files, made if need be.

    Whoever may choose a file may also fetch it: were there one collection for all,
    every agency could read the drafts' attachments of every other.
    """
    root = Collection.get_first_root_node()
    name = page.title
    return root.get_children().filter(name=name).first() or root.add_child(name=name)


def _allow_uploads(group: Group, collection: Collection) -> None:
    # Wagtail asks for the permissions of its own models, whichever ones are in use.
    for permission in Permission.objects.filter(
        content_type__app_label__in=("wagtailimages", "wagtaildocs"),
        codename__in=("add_image", "choose_image", "add_document", "choose_document"),
    ):
        GroupCollectionPermission.objects.get_or_create(
            group=group, collection=collection, permission=permission
        )


def _set_up_workflow(page: AgencyPage, heads: Group, office: Group) -> None:
    """政策同步审签: the head of the unit signs, the disclosure office publishes."""
    workflow, created = Workflow.objects.get_or_create(name=f"{WORKFLOW}：{page.title}")
    if created:
        for order, (name, group) in enumerate(
            ((f"部门负责人审签：{page.title}", heads), ("政务公开机构审核发布", office))
        ):
            task, _ = SignOffTask.objects.get_or_create(name=name)
            task.groups.add(group)
            WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=order)
    WorkflowPage.objects.update_or_create(page=page, defaults={"workflow": workflow})
