"""审签: one step of the workflow, with two rules that Wagtail's own step lacks."""

from django import forms
from django.core.exceptions import PermissionDenied
from wagtail.models import AbstractGroupApprovalTask

from policies.publication import PublicationRefused

APPROVAL = "interpretations/admin/approval.html"
NO_COMMENT = "请写明退回的原因，方便起草人修改。"


class ReturnForm(forms.Form):
    """What is asked when a document goes back to its drafter."""

    comment = forms.CharField(
        label="退回意见",
        widget=forms.Textarea({"rows": 3}),
        error_messages={"required": NO_COMMENT},
    )


class SignOffTask(AbstractGroupApprovalTask):
    """A step that a group signs: nobody their own, nothing goes back unexplained."""

    class Meta:
        verbose_name = "审签"
        verbose_name_plural = "审签"

    @classmethod
    def get_description(cls) -> str:
        return "由指定用户组审签；本人提交的，由其他人审签；退回须写明意见。"

    def get_actions(self, obj, user):
        actions = super().get_actions(obj, user)
        if submitted_by(obj, user):
            return [action for action in actions if action[0] != "approve"]
        return actions

    def get_form_for_action(self, action):
        if action == "reject":
            return ReturnForm
        return super().get_form_for_action(action)

    def get_template_for_action(self, action):
        return APPROVAL if action == "approve" else ""

    def on_action(self, task_state, user, action_name, **kwargs):
        page = task_state.workflow_state.content_object
        if action_name == "approve" and submitted_by(page, user):
            raise PermissionDenied("本人提交的文件，须由其他人审签。")
        if action_name == "reject" and not kwargs.get("comment", "").strip():
            raise PublicationRefused(NO_COMMENT)
        super().on_action(task_state, user, action_name, **kwargs)


def submitted_by(page, user) -> bool:
    """Tell whether this person submitted what now waits for a signature."""
    state = page.current_workflow_state
    return state is not None and user is not None and state.requested_by_id == user.pk
