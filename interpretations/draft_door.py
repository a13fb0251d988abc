"""One door for all views of a page: nobody opens another agency's draft."""

from functools import wraps

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404
from wagtail.admin.viewsets.pages import PageViewSet
from wagtail.models import Page

from policies.draft_readers import may_read

# How Wagtail's addresses name the page that a view is about.
KEYS = ("page_id", "page_to_move_id", "pk")


class DraftDoorViewSet(PageViewSet):
    """Views of a page type, each of which asks first who may read the page.

    Several of Wagtail's own name a page in a message before they ask.
    """

    def construct_view(self, view_class, **kwargs):
        view = super().construct_view(view_class, **kwargs)

        @wraps(view)
        def behind_the_door(request, *args, **kwargs):
            for key in KEYS:
                if key in kwargs:
                    page = get_object_or_404(Page, pk=kwargs[key])
                    if not may_read(request.user, page):
                        raise PermissionDenied
            return view(request, *args, **kwargs)

        return behind_the_door
