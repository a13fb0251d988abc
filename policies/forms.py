"""Editor forms that answer a refused publication where the editor stands."""

import re

from django import forms
from django.apps import apps
from django.utils import timezone
from wagtail.admin.forms import WagtailAdminPageForm
from wagtail.models import Page

from policies.draft_readers import readable
from policies.publication import publication_blockers


class PublishAwareForm(WagtailAdminPageForm):
    """A page form that knows whether this submission leads to publication.

    A page that this person may not read is taken for none chosen: the form would
    answer with the title of another agency's draft.
    """

    # The names under which this form sends pages that its page refers to.
    choosers = re.compile(r"(?!)")

    def __init__(self, data=None, *args, for_user=None, **kwargs):
        if data is not None and for_user is not None:
            present = self.chosen_before(kwargs.get("instance"))
            data = self.without_foreign_drafts(data, for_user, present)
        super().__init__(data, *args, for_user=for_user, **kwargs)

    def chosen_before(self, page) -> set[int]:
        """Return the keys of pages that the page refers to already; they may stay."""
        return set()

    def without_foreign_drafts(self, data, user, present: set[int]):
        """Return what was sent without the keys of pages this person may not read."""
        chosen = {
            name: int(data[name])
            for name in data
            if self.choosers.fullmatch(name) and str(data[name]).isdigit()
        }
        known = readable(user, Page.objects.filter(pk__in=chosen.values()))
        keys = present.union(known.values_list("pk", flat=True))
        if foreign := [name for name, key in chosen.items() if key not in keys]:
            data = data.copy()
            for name in foreign:
                data[name] = ""
        return data

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


def reason_templates():
    # Looked up late: the models' form is this module's.
    return apps.get_model("policies", "ReasonTemplate").objects.all()


class DocumentPageForm(PublishAwareForm):
    """The form of an official document; says what still blocks its publication.

    A usual reason that is chosen fills basis and reason where they are empty, and is
    not kept: the words are the document's own from then on.
    """

    reason_template = forms.ModelChoiceField(
        queryset=None,
        required=False,
        empty_label="不套用",
        label="套用常用理由",
        help_text="选择后保存，空着的“法律依据”和“理由”会自动填好，可以再修改。",
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["reason_template"].queryset = reason_templates()

    def clean(self):
        cleaned = super().clean()
        if template := cleaned.get("reason_template"):
            cleaned["disclosure_basis"] = (
                cleaned.get("disclosure_basis") or template.basis
            )
            cleaned["disclosure_reason"] = (
                cleaned.get("disclosure_reason") or template.reason
            )
        return cleaned

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

    DETERMINATION = frozenset(
        {"disclosure", "disclosure_basis", "disclosure_reason", "reason_template"}
    )

    def save(self, commit=True):
        # 公开属性源头认定 is a step of its own: it has its who and when.
        if self.DETERMINATION & set(self.changed_data):
            self.instance.disclosure_determined_by = self.for_user
            self.instance.disclosure_determined_at = timezone.now()
        return super().save(commit=commit)


class PolicyPageForm(DocumentPageForm):
    """The form of a policy."""

    choosers = re.compile(r"relations-\d+-target")

    def chosen_before(self, page) -> set[int]:
        return {relation.target_id for relation in page.relations.all()}


class NoticePageForm(DocumentPageForm):
    """The form of a notice."""
