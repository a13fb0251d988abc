"""Public addresses that are not pages of the tree."""

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.generic import RedirectView
from taggit.models import Tag

from cms.public_view import PublicView
from policies.browsing import count_subjects, public_tags, tags_beside
from policies.models import NoticePage, PolicyPage, Subject
from policies.parted_list import parted_list, parts_by_validity

SUBJECTS, TAGS = "主题分类", "关键词"
# So many keywords are listed at most, and so many beside one of them.
MOST_TAGS, BESIDE = 300, 12


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


class SubjectListView(PublicView):
    """`/subjects/`: the classes of the subject list with their items."""

    template_name = "policies/subjects.html"
    title = SUBJECTS
    description = "按主题分类查找政策文件。"

    def get_context_data(self, **kwargs) -> dict:
        classes = count_subjects()
        return super().get_context_data(
            filled=[each for each in classes if each.count],
            empty=[each for each in classes if not each.count],
            **kwargs,
        )


class SubjectView(PublicView):
    """`/subjects/<code>/`: what is public of one class or item."""

    template_name = "policies/subject.html"

    def get_context_data(self, code: str, **kwargs) -> dict:
        subject = get_object_or_404(Subject.objects.select_related("parent"), code=code)
        parts = parts_by_validity(PolicyPage.objects.all(), subject=subject.pk)
        top = subject.parent or subject
        above = [(SUBJECTS, reverse("subjects"))]
        if subject.parent:
            above.append((top.name, reverse("subject", args=[top.code])))
        return super().get_context_data(
            title=subject.name,
            description=f"主题分类“{subject}”的政策文件。",
            trail=above,
            subject=subject,
            top=top,
            here=next(each for each in count_subjects() if each.subject == top),
            listing=parted_list(parts, self.request.GET),
            **kwargs,
        )


class TagListView(PublicView):
    """`/tags/`: the keywords of public policies."""

    template_name = "policies/tags.html"
    title = TAGS
    description = "按关键词查找政策文件。"

    def get_context_data(self, **kwargs) -> dict:
        return super().get_context_data(tags=public_tags(MOST_TAGS), **kwargs)


class TagView(PublicView):
    """`/tags/<slug>/`: what is public under one keyword; 404 if there is nothing."""

    template_name = "policies/tag.html"

    def get_context_data(self, slug: str, **kwargs) -> dict:
        tag = get_object_or_404(Tag, slug=slug)
        parts = parts_by_validity(PolicyPage.objects.all(), tag=tag.pk)
        listing = parted_list(parts, self.request.GET)
        if not listing.total:
            raise Http404("没有这个关键词的文件。")
        return super().get_context_data(
            title=tag.name,
            description=f"关键词为“{tag.name}”的政策文件。",
            trail=[(TAGS, reverse("tags"))],
            tag=tag,
            beside=tags_beside(tag)[:BESIDE],
            listing=listing,
            **kwargs,
        )
