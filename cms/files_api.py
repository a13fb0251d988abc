"""The admin API's lists of files, cut to what each person may choose or change."""

from wagtail.documents.api.admin.views import DocumentsAdminAPIViewSet
from wagtail.images.api.admin.views import ImagesAdminAPIViewSet
from wagtail.permissions import policy_registry


class OfMine:
    """Lists files of the collections that this person may use."""

    def get_queryset(self):
        own = policy_registry.get_by_type(
            self.model
        ).instances_user_has_any_permission_for(self.request.user, ["choose", "change"])
        return super().get_queryset().filter(pk__in=own.values("pk"))


class DocumentsOfMine(OfMine, DocumentsAdminAPIViewSet):
    """Documents that this person may choose or change."""


class ImagesOfMine(OfMine, ImagesAdminAPIViewSet):
    """Pictures that this person may choose or change."""
