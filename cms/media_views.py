"""The addresses of pictures and files; none tells apart "forbidden" and "absent"."""

from typing import NoReturn

from django.contrib.auth import get_user
from django.db.models.fields.files import FieldFile
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_safe
from wagtail.users.models import UserProfile

from cms.file_response import file_response
from cms.media import LibraryDocument, LibraryImage, LibraryRendition
from cms.media_access import may_fetch


@require_safe
def document(request: HttpRequest, document_id: int, filename: str) -> HttpResponseBase:
    """Give out a document under its number and name, or answer 404."""
    document = (
        LibraryDocument.objects.filter(pk=document_id)
        .select_related("collection")
        .first()
    )
    if (
        document is None
        or document.filename != filename
        or not may_fetch(request.user, document)
    ):
        refuse(request)
    return file_response(request, document.file)


@require_safe
def media(request: HttpRequest, name: str) -> HttpResponseBase:
    """Give out a picture under its name in the storage, or answer 404.

    Nothing else that lies in the storage has an address here: documents have their
    own, and a name is looked up in the database before the storage hears of it.
    """
    # PostgreSQL refuses a NUL instead of not finding it.
    file = None if "\0" in name else picture_at(name, request.user)
    if file is None:
        refuse(request)
    return file_response(request, file)


def picture_at(name: str, user) -> FieldFile | None:
    """Return the picture of this name, if there is one and this person may have it."""
    if rendition := (
        LibraryRendition.objects.filter(file=name)
        .select_related("image__collection")
        .first()
    ):
        return rendition.file if may_fetch(user, rendition.image) else None
    if image := (
        LibraryImage.objects.filter(file=name).select_related("collection").first()
    ):
        return image.file if may_fetch(user, image) else None
    if user.has_perm("wagtailadmin.access_admin"):
        profile = UserProfile.objects.filter(avatar=name).first()
        return profile.avatar if profile else None
    return None


def refuse(request: HttpRequest) -> NoReturn:
    """Raise Http404, having asked who it is even where that did not matter.

    Else the `Vary: Cookie` of the answer would tell that there is something.
    """
    get_user(request)
    raise Http404
