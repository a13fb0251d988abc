"""Public addresses that are not pages of the tree."""

from django.http import Http404
from django.views.generic import RedirectView

from policies.models import NoticePage, PolicyPage


class PermanentAddressView(RedirectView):
    """`/policy/<索引号>/` leads to the document, wherever its page now stands.

    Answers 404 for anything that is not public.
    """

    def get_redirect_url(self, index_number: str) -> str:
        for model in (PolicyPage, NoticePage):
            page = (
                model.objects.live().public().filter(index_number=index_number).first()
            )
            if page is not None:
                return page.get_url(self.request)
        raise Http404("没有这份文件，或者尚未公开。")
