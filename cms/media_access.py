"""Who may fetch a picture or a file: one rule for every address that leads to one.

The public may have what a page shows that it can read now. Wagtail's reference index
says which pages use a file; it describes the published row of a page and never a
draft, so that a draft neither opens a file nor closes one, and whether the page is
public is asked at its row each time. Editors may have what they may choose or change,
and what stands on a page that they may edit.
"""

from django.contrib.contenttypes.models import ContentType
from django.db.models import F, IntegerField, QuerySet
from django.db.models.functions import Cast
from django.db.models.lookups import Exact
from modelcluster.fields import ParentalKey
from wagtail.models import Page, ReferenceIndex
from wagtail.permission_policies.pages import PagePermissionPolicy
from wagtail.permissions import policy_registry
from wagtail.query import PageQuerySet
from wagtail.tasks import update_reference_index_task

from cms.media import LibraryDocument, LibraryImage


def may_fetch(user, file: LibraryDocument | LibraryImage) -> bool:
    """Tell whether this person, or the public if anonymous, may fetch the file."""
    return is_public(file) or may_handle(user, file) or may_edit_page_using(user, file)


def is_public(file: LibraryDocument | LibraryImage) -> bool:
    """Tell whether a page that everybody can read now shows this file.

    A collection that is kept private in the admin is private, whoever uses its files.
    """
    return (
        pages_using(file).live().public().exists()
        and not file.collection.get_view_restrictions().exists()
    )


def may_handle(user, file: LibraryDocument | LibraryImage) -> bool:
    """Tell whether the file's collection lets this person choose or change it."""
    return policy_registry.get_by_type(type(file)).user_has_any_permission_for_instance(
        user, ["choose", "change"], file
    )


def may_edit_page_using(user, file: LibraryDocument | LibraryImage) -> bool:
    """Tell whether this person may edit or publish a page that uses the file."""
    editable = PagePermissionPolicy().instances_user_has_any_permission_for(
        user, {"change", "publish"}
    )
    return editable.filter(pk__in=pages_using(file)).exists()


def pages_using(file: LibraryDocument | LibraryImage) -> PageQuerySet:
    """Return the pages, public or not, whose row refers to this file."""
    # By the sum SQLite finds the few references to the file through their own index;
    # by the bare column it would go through those of all pages.
    references = ReferenceIndex.get_references_to(file).filter(
        Exact(F("base_content_type_id") + 0, ContentType.objects.get_for_model(Page).pk)
    )
    return Page.objects.filter(
        pk__in=references.values_list(Cast("object_id", IntegerField()), flat=True)
    ).order_by()


def note_removed_row(instance, origin, **kwargs) -> None:
    """Bring the reference index up to date after a page has lost a row of its own.

    Wagtail does so when an attachment is added or changed, but not when it is removed:
    the file would stay open after a new version without it.
    """
    deleted = origin.model if isinstance(origin, QuerySet) else type(origin)
    if issubclass(deleted, Page):
        return  # The page goes with its rows, and the index forgets it.
    for field in instance._meta.concrete_fields:
        if isinstance(field, ParentalKey) and issubclass(field.related_model, Page):
            parent = field.related_model._meta
            update_reference_index_task.enqueue(
                parent.app_label,
                parent.model_name,
                str(field.value_from_object(instance)),
            )
