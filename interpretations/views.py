"""The admin's page views where policies and interpretations need words of their own."""

from django.shortcuts import get_object_or_404
from wagtail.admin import messages
from wagtail.admin.ui.components import MediaContainer
from wagtail.admin.views.pages.create import CreateView
from wagtail.admin.views.pages.edit import EditView
from wagtail.admin.views.pages.preview import ViewDraftView
from wagtail.admin.views.pages.workflow import (
    CollectWorkflowActionDataView,
    WorkflowActionView,
)
from wagtail.models import Page

from interpretations import pairing
from interpretations.addresses import (
    edit_url,
    pair_preview_url,
    write_interpretation_url,
)
from interpretations.draft_door import DraftDoorViewSet
from interpretations.models import InterpretationPage
from interpretations.originality import copying_warning
from interpretations.schedules import schedules_of
from interpretations.side_panels import PublicationCheckSidePanel
from policies.advice import effects_of
from policies.draft_readers import READS_EVERY_DRAFT, is_to_sign, readable
from policies.models import NoticePage, PolicyPage
from policies.same_number import same_number


class ReadDraftView(ViewDraftView):
    """A draft as those may see it who read the reports, or are to sign it now."""

    def dispatch(self, request, page_id, *args, **kwargs):
        page = get_object_or_404(Page, pk=page_id).get_latest_revision_as_object()
        user = request.user
        if not user.has_perm(READS_EVERY_DRAFT) and not is_to_sign(user, page):
            return super().dispatch(request, page_id, *args, **kwargs)
        mode = request.GET.get("mode", page.default_preview_mode)
        return page.make_preview_request(request, mode)


class ForecastMixin:
    """An editor that says when what is scheduled would be refused as things stand."""

    def get(self, request, *args, **kwargs):
        for schedule in schedules_of(self.page):
            if schedule.refusal:
                messages.warning(
                    request, f"已安排在 {schedule.moment} 发布，{schedule.forecast}"
                )
        return super().get(request, *args, **kwargs)


class PolicyEditView(ForecastMixin, EditView):
    """The policy's editor; a refusal for want of an interpretation leads to one.

    A number that another policy of the agency bears is pointed out, never refused.
    """

    def get(self, request, *args, **kwargs):
        # A saved draft leads back here; hydration shows no messages.
        if not self.hydrate_create_view:
            self.point_to_same_number()
            self.point_to_effects()
        return super().get(request, *args, **kwargs)

    def form_valid(self, form):
        response = super().form_valid(form)
        if self.action_name != "save":
            self.point_to_same_number()
        return response

    def point_to_same_number(self) -> None:
        """Warn of other policies with this number; lead to those one may edit."""
        others = same_number(self.page)
        if not others:
            return
        user = self.request.user
        buttons = [
            messages.button(
                edit_url(page),
                f"查看《{page.get_admin_display_title()}》",
            )
            for page in others
            if page.permissions_for_user(user).can_edit()
        ]
        words = (
            f"发文机关另有 {len(others)} 件政策文件使用相同的发文字号"
            f"“{self.page.document_number}”，请核对。"
        )
        messages.warning(self.request, words, buttons=buttons)

    def point_to_effects(self) -> None:
        """Say what the publication will do to others, before anybody presses for it."""
        if effects := effects_of(self.page):
            messages.warning(self.request, "发布本文件的同时：" + "".join(effects))

    def get_side_panels(self):
        panels = super().get_side_panels()
        check = PublicationCheckSidePanel(self.page, self.request)
        return MediaContainer(sorted([*panels, check], key=lambda panel: panel.order))

    def form_invalid(self, form):
        response = super().form_invalid(form)
        if not self.expects_json_response and form.leads_to_publication:
            self.point_to_interpretation()
        return response

    def point_to_interpretation(self) -> None:
        """Offer the interpretation to write, or those to complete, as buttons."""
        if not pairing.missing_interpretation(self.page):
            return
        waiting = pairing.drafts(self.page)
        buttons = [
            messages.button(
                edit_url(page),
                f"修改《{page.get_admin_display_title()}》",
            )
            for page, _ in waiting
        ] or [messages.button(write_interpretation_url(self.page), "撰写解读")]
        messages.warning(self.request, "政策文件须与解读同步发布。", buttons=buttons)


class SignPairMixin:
    """The dialogue of a signature; it shows what is signed and what will follow."""

    def get_context_data(self, **kwargs):
        page = self.object.get_latest_revision_as_object()
        effects = effects_of(page) if isinstance(page, PolicyPage) else []
        return super().get_context_data(
            effects=effects, pair_url=pair_preview_url(page), **kwargs
        )


class SignPairView(SignPairMixin, WorkflowActionView):
    """The dialogue that carries the signature out."""


class AskToSignPairView(SignPairMixin, CollectWorkflowActionDataView):
    """The dialogue over an editor that has unsaved changes."""


class PairViewSet(DraftDoorViewSet):
    """The views that both pages of a pair have in common."""

    view_draft_view_class = ReadDraftView
    workflow_action_view_class = SignPairView
    collect_workflow_action_data_view_class = AskToSignPairView


class PolicyViewSet(PairViewSet):
    model = PolicyPage
    edit_view_class = PolicyEditView


class InterpretationCreateView(CreateView):
    """A new interpretation; `?policy=` ties it to its policy and fills in facts."""

    def get(self, request):
        key = request.GET.get("policy", "")
        policies = readable(request.user, PolicyPage.objects.all())
        policy = policies.filter(pk=key if key.isdigit() else None).first()
        if policy is not None:
            latest = policy.get_latest_revision_as_object()
            self.page.policy = policy
            self.page.title = f"《{latest.title}》解读"
            self.page.interpreting_body = latest.lead_agency
            self.page.interpreter = latest.responsible_person
            self.page.contact = latest.contact
        return super().get(request)


class InterpretationEditView(ForecastMixin, EditView):
    """The interpretation's editor; warns of one that mostly copies its policy.

    One that is complete leads on to its policy, which is submitted for both.
    """

    def get(self, request, *args, **kwargs):
        if self.page.policy_id and not self.hydrate_create_view:
            warning = copying_warning(self.page, self.page.policy)
            if warning:
                messages.warning(request, warning)
            self.lead_on_to_policy()
        return super().get(request, *args, **kwargs)

    def lead_on_to_policy(self) -> None:
        """Say that the policy can be submitted now, if this person may do so."""
        policy = self.page.policy
        if self.page.missing or policy.live or policy.workflow_in_progress:
            return
        if policy.permissions_for_user(self.request.user).can_edit():
            messages.success(
                self.request,
                "解读要素已经齐全，随政策文件一并提交审签。",
                buttons=[messages.button(edit_url(policy), "打开政策文件")],
            )


class InterpretationViewSet(PairViewSet):
    model = InterpretationPage
    add_view_class = InterpretationCreateView
    edit_view_class = InterpretationEditView


class NoticeViewSet(DraftDoorViewSet):
    model = NoticePage
    view_draft_view_class = ReadDraftView
