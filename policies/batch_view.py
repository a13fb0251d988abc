"""The form in which one decision about several documents is previewed and confirmed."""

from django import forms
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.generic import FormView
from wagtail.admin import messages
from wagtail.admin.utils import get_valid_next_url_from_request
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.widgets import AdminDateInput
from wagtail.models import Page

from policies.batch_changes import (
    Act,
    Decision,
    carry_out,
    digest_of,
    propose,
)
from policies.draft_readers import readable
from policies.validity import ENDING, PROLONGING

MAY_CHANGE_MANY = "policies.add_validityevent"
MOST = 200


class BatchForm(forms.Form):
    """One decision; which of its parts are wanted depends on the act."""

    act = forms.ChoiceField(
        label="决定",
        choices=[("", "请选择"), *Act.choices],
        error_messages={"required": "请选择要作出的决定。"},
    )
    takes_effect_on = forms.DateField(
        label="生效日期",
        required=False,
        widget=AdminDateInput,
        help_text="废止、失效自这一天起；继续有效、延期自这一天起施行。",
    )
    new_valid_until = forms.DateField(
        label="新的有效期至",
        required=False,
        widget=AdminDateInput,
        help_text="延期必填；清理继续有效的，期限不变时留空。",
    )
    cause_citation = forms.CharField(
        label="依据",
        required=False,
        max_length=255,
        help_text="清理目录、决定的名称和文号，例如：关于公布清理结果的通告（澜政发〔2026〕8号）。",
    )
    note = forms.CharField(
        label="说明或者理由",
        required=False,
        widget=forms.Textarea({"rows": 3}),
        help_text="维持不公开的，写明理由。",
    )

    def clean(self):
        cleaned = super().clean()
        act = cleaned.get("act")
        if not act:
            return cleaned
        if act == Act.KEPT_CLOSED:
            self.want("note", "维持不公开，须写明理由。")
            for name in ("takes_effect_on", "new_valid_until", "cause_citation"):
                cleaned[name] = Decision.__dataclass_fields__[name].default
            return cleaned
        self.want("takes_effect_on", "请填写生效日期。")
        if act == Act.EXTENDED:
            self.want("new_valid_until", "延期须填写新的有效期至。")
        if act in ENDING:
            self.want("cause_citation", "请写明依据的文件或者清理目录。")
        until, day = cleaned.get("new_valid_until"), cleaned.get("takes_effect_on")
        if until and act not in PROLONGING:
            self.add_error("new_valid_until", "只有继续有效和延期可以填写。")
        elif until and day and until < day:
            self.add_error("new_valid_until", "新的有效期至不能早于生效日期。")
        return cleaned

    def want(self, name: str, words: str) -> None:
        """Say what is missing, unless the field has said already what is wrong."""
        if not self.cleaned_data.get(name) and name not in self.errors:
            self.add_error(name, words)

    def decision(self) -> Decision:
        """Return what a valid form decides."""
        return Decision(**self.cleaned_data | {"act": Act(self.cleaned_data["act"])})


class BatchChangeView(WagtailAdminTemplateMixin, FormView):
    """批量变更: the disclosure office's, shown before it is done.

    The confirmation carries the digest of what was shown; were anything else to happen
    by now, it is shown anew instead.
    """

    template_name = "policies/admin/batch.html"
    form_class = BatchForm
    page_title = "批量变更"
    header_icon = "tasks"

    def dispatch(self, request, *args, **kwargs):
        if not request.user.has_perm(MAY_CHANGE_MANY):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_initial(self):
        initial = {"takes_effect_on": timezone.localdate()}
        asked = self.request.GET.get("act")
        return initial | ({"act": asked} if asked in Act.values else {})

    def chosen(self) -> list[Page]:
        """Return the documents that were chosen, in the order of the tree."""
        sent = self.request.POST if self.request.method == "POST" else self.request.GET
        keys = {int(key) for key in sent.getlist("page") if key.isdecimal()}
        pages = Page.objects.filter(pk__in=list(keys)[: MOST + 1]).order_by("path")
        return list(readable(self.request.user, pages).specific())

    def get_breadcrumbs_items(self):
        return [*self.breadcrumbs_items, {"url": "", "label": self.page_title}]

    def get_context_data(self, **kwargs):
        kwargs.setdefault("pages", self.chosen())
        return super().get_context_data(
            next_url=get_valid_next_url_from_request(self.request),
            too_many=len(kwargs["pages"]) > MOST,
            most=MOST,
            **kwargs,
        )

    def form_valid(self, form):
        pages, decision = self.chosen(), form.decision()
        if not pages or len(pages) > MOST:
            return self.render_to_response(self.get_context_data(form=form))
        changes = propose(pages, decision)
        digest = digest_of(changes, decision)
        if "confirm" in self.request.POST:
            if self.request.POST.get("digest") == digest:
                return self.carry_out(changes, decision)
            messages.warning(
                self.request, "填写的内容或者文件的情况有了变化，请核对新的预览。"
            )
        return self.render_to_response(
            self.get_context_data(
                form=form,
                pages=pages,
                changes=changes,
                digest=digest,
                count=sum(not each.obstacle for each in changes),
            )
        )

    def carry_out(self, changes, decision):
        count = carry_out(changes, decision, user=self.request.user)
        words = f"已对 {count} 份文件记载“{decision.act.label}”。"
        if left := len(changes) - count:
            words += f"另有 {left} 份没有变更。"
        messages.success(self.request, words)
        here = reverse("batch_changes")
        return redirect(get_valid_next_url_from_request(self.request) or here)
