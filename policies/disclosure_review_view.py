"""The form in which a yearly review of a closed document is recorded."""

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.generic import FormView
from wagtail.admin import messages
from wagtail.admin.utils import get_valid_next_url_from_request
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.models import Page

from policies.disclosure_review import (
    obstacle_to_opening,
    obstacle_to_review,
    record_review,
)
from policies.draft_readers import may_read
from policies.models import OfficialDocumentPage
from policies.models.disclosure_review import ReviewOutcome

MAY_REVIEW = "policies.add_disclosurereview"


class DisclosureReviewForm(forms.Form):
    """What a review ends with, and why."""

    outcome = forms.ChoiceField(
        label="复核结果",
        choices=ReviewOutcome.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "请选择复核结果。"},
    )
    reason = forms.CharField(
        label="理由",
        widget=forms.Textarea({"rows": 4}),
        help_text="维持的，写明仍然不能公开的理由；改为主动公开的，写明情况有什么变化。",
        error_messages={"required": "请写明理由。"},
    )

    def __init__(self, *args, document, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.document = document

    def clean_outcome(self):
        outcome = self.cleaned_data["outcome"]
        opens = outcome == ReviewOutcome.OPENED
        if opens and (words := obstacle_to_opening(self.document)):
            raise forms.ValidationError(words)
        return outcome


class DisclosureReviewView(WagtailAdminTemplateMixin, FormView):
    """公开属性复核 of one document, for reviewers and the disclosure office."""

    template_name = "policies/admin/disclosure_review.html"
    form_class = DisclosureReviewForm
    page_title = "公开属性复核"
    header_icon = "lock-open"

    def dispatch(self, request, page_id, *args, **kwargs):
        page = get_object_or_404(Page, pk=page_id)
        if not request.user.has_perm(MAY_REVIEW) or not may_read(request.user, page):
            raise PermissionDenied
        self.document = page.specific
        if not isinstance(self.document, OfficialDocumentPage):
            raise Http404
        return super().dispatch(request, *args, **kwargs)

    def get_page_subtitle(self) -> str:
        return self.document.get_admin_display_title()

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"document": self.document}

    def get_breadcrumbs_items(self):
        return [*self.breadcrumbs_items, {"url": "", "label": self.page_title}]

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            document=self.document,
            obstacle=obstacle_to_review(self.document),
            reviews=self.document.disclosure_reviews.select_related("reviewed_by"),
            next_url=get_valid_next_url_from_request(self.request),
            **kwargs,
        )

    def form_valid(self, form):
        if obstacle_to_review(self.document):
            # Somebody else was faster; the page says what has become of it.
            return self.render_to_response(self.get_context_data(form=form))
        review = record_review(
            self.document, user=self.request.user, **form.cleaned_data
        )
        if review.outcome == ReviewOutcome.OPENED:
            words = "复核已经记录，草稿已改为主动公开，请核对附注，审签后发布。"
            if hasattr(self.document, "interpretations"):
                words = (
                    "复核已经记录，草稿已改为主动公开。请起草部门核对附注、撰写解读，"
                    "审签后同步发布。"
                )
        else:
            words = f"复核已经记录：{review.words}。下次复核在一年以后。"
        messages.success(self.request, words)
        here = reverse("disclosure_review", args=[self.document.pk])
        return redirect(get_valid_next_url_from_request(self.request) or here)
