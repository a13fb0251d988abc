"""Admin actions on a single document that Wagtail has no view for."""

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.models import Page

from policies.conversion import turn_into_policy
from policies.models import NoticePage, OfficialDocumentPage
from policies.purging import purge


class ConfirmView(WagtailAdminTemplateMixin, TemplateView):
    """Says on GET what will happen, and does it on POST."""

    template_name = "policies/admin/confirm.html"
    header_icon = "warning"
    confirm_label = ""

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            explanation=self.explanation(),
            confirm_label=self.confirm_label,
            back_url=reverse("wagtailadmin_explore", args=[self.page.get_parent().pk]),
            **kwargs,
        )


class PurgeForm(forms.Form):
    """Where the document was handed over; without it nothing is purged."""

    note = forms.CharField(
        label="移交说明",
        widget=forms.Textarea({"rows": 3}),
        help_text="写明移交的单位、经办人和日期，不要写出文件内容和标题。",
        error_messages={"required": "请写明文件移交到哪里。"},
    )


class PurgeView(ConfirmView):
    """清除: the administrator alone, for classified records that slipped in."""

    page_title = "清除文件"
    confirm_label = "彻底清除"

    def dispatch(self, request, page_id, *args, **kwargs):
        if not request.user.is_superuser:
            raise PermissionDenied
        self.page = get_object_or_404(Page, pk=page_id).specific
        if not isinstance(self.page, OfficialDocumentPage):
            raise Http404
        return super().dispatch(request, *args, **kwargs)

    def get_page_subtitle(self) -> str:
        return self.page.index_number

    def explanation(self) -> list[str]:
        return [
            "这份文件、它的解读、全部历史版本和附件将被彻底删除，不能恢复。",
            "只在涉密文件误录入时使用。清除后只保留索引号、清除人、时间和移交说明。",
        ]

    def get_context_data(self, **kwargs):
        kwargs.setdefault("form", PurgeForm())
        return super().get_context_data(**kwargs)

    def post(self, request, *args, **kwargs):
        form = PurgeForm(request.POST)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form))
        parent = self.page.get_parent()
        purge(self.page, user=request.user, note=form.cleaned_data["note"])
        messages.success(request, "文件已经彻底清除，移交说明已经留存。")
        return redirect("wagtailadmin_explore", parent.pk)


class TurnIntoPolicyView(ConfirmView):
    """转为政策文件: for those who may edit the notice and, if live, unpublish it."""

    page_title = "转为政策文件草稿"
    confirm_label = "转为政策文件草稿"

    def dispatch(self, request, page_id, *args, **kwargs):
        self.page = get_object_or_404(NoticePage, pk=page_id)
        allowed = self.page.permissions_for_user(request.user)
        if not allowed.can_edit() or (self.page.live and not allowed.can_unpublish()):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_page_subtitle(self) -> str:
        return self.page.get_admin_display_title()

    def explanation(self) -> list[str]:
        words = ["将按这份一般公文新建一份政策文件草稿，撰写解读之后同步发布。"]
        if self.page.live:
            words.append("这份一般公文将从网站撤下，内容和历史记录保留在后台。")
        return words

    def post(self, request, *args, **kwargs):
        policy = turn_into_policy(self.page, user=request.user)
        messages.success(request, "已新建政策文件草稿，请核对内容并撰写解读。")
        return redirect("wagtailadmin_pages:edit", policy.pk)
