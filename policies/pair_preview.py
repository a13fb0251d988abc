"""政策与解读对照: the latest drafts of a pair side by side, before they are public."""

from django.db import models

PAGE = ""
PAIR = "pair"


class PairPreviewMixin(models.Model):
    """A page of a pair; while it waits for a signature both are read together.

    Whoever may see the one sees both: a signature is for the pair.
    """

    preview_modes = [(PAGE, "网页"), (PAIR, "政策与解读对照")]

    class Meta:
        abstract = True

    @property
    def default_preview_mode(self) -> str:
        return PAIR if self.pk and self.workflow_in_progress else PAGE

    def pair_to_preview(self) -> tuple:
        """Return the policy, or None while none is chosen, and its interpretations."""
        raise NotImplementedError

    def get_preview_template(self, request, mode_name):
        if mode_name == PAIR:
            return "interpretations/pair_preview.html"
        return super().get_preview_template(request, mode_name)

    def get_preview_context(self, request, mode_name):
        context = super().get_preview_context(request, mode_name)
        if mode_name == PAIR:
            context["policy"], context["interpretations"] = self.pair_to_preview()
        return context
