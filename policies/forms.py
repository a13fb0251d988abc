"""Editor forms that answer a refused publication where the editor stands."""

from django.utils import timezone
from wagtail.admin.forms import WagtailAdminPageForm

from policies.publication import publication_blockers


class PublishAwareForm(WagtailAdminPageForm):
    """A page form that knows whether this submission leads to publication."""

    @property
    def leads_to_publication(self) -> bool:
        """Tell whether the page goes live, now or later, if this form is valid.

        Drafts, autosaves, cancelled workflows and rejections must stay possible.
        """
        if self.is_deferred_validation or "action-cancel-workflow" in self.data:
            return False
        if "action-workflow-action" in self.data:
            return self.data.get("workflow-action-name") == "approve"
        return True


class DocumentPageForm(PublishAwareForm):
    """The form of an official document; says what still blocks its publication."""

    def _post_clean(self) -> None:
        # Not in clean(): the instance gets the typed values only here, and a document
        # turned 依申请公开 in the same submission would pass.
        super()._post_clean()
        if not self.leads_to_publication:
            return
        for blocker in publication_blockers(self.instance):
            if blocker.field in self.formsets:
                continue  # Typed rows reach the instance later; they have `min_num`.
            field = blocker.field if blocker.field in self.fields else None
            if field not in self.errors:
                self.add_error(field, blocker.message)

    DETERMINATION = frozenset({"disclosure", "disclosure_basis", "disclosure_reason"})

    def save(self, commit=True):
        # 公开属性源头认定 is a step of its own: it has its who and when.
        if self.DETERMINATION & set(self.changed_data):
            self.instance.disclosure_determined_by = self.for_user
            self.instance.disclosure_determined_at = timezone.now()
        return super().save(commit=commit)


class PolicyPageForm(DocumentPageForm):
    """The form of a policy."""


class NoticePageForm(DocumentPageForm):
    """The form of a notice."""
