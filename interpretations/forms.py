"""The interpretation's form: a refusal stands at the field that mends it."""

import re

from interpretations import pairing
from policies.forms import PublishAwareForm


class InterpretationPageForm(PublishAwareForm):
    """The form of an interpretation."""

    choosers = re.compile("policy")

    def chosen_before(self, page) -> set[int]:
        return {page.policy_id}

    def clean(self):
        cleaned = super().clean()
        policy = cleaned.get("policy")
        # It may be reviewed before its policy is public, but not go live before it.
        if policy and self.leads_to_publication and "action-submit" not in self.data:
            words = pairing.too_early(policy.pk) or pairing.stranding_by_repointing(
                self.instance.pk, policy.pk
            )
            if words:
                self.add_error("policy", words)
        return cleaned

    def _post_clean(self) -> None:
        super()._post_clean()
        if self.leads_to_publication and self.instance.missing:
            others = pairing.covering(self.instance.policy_id)
            if not others.exclude(pk=self.instance.pk).exists():
                self.add_error(None, pairing.incomplete(self.instance.missing))
