"""Editor panels of our own."""

from wagtail.admin.panels import Panel


class ImportDoubtsPanel(Panel):
    """What the import could not read in this document; absent if nothing."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "policies/admin/import_doubts.html"

        def is_shown(self) -> bool:
            return bool(super().is_shown() and self.doubts)

        @property
        def doubts(self) -> list[dict]:
            """Return the doubts of all imports that made this document."""
            if not self.instance.pk:
                return []
            lists = self.instance.import_records.values_list("doubts", flat=True)
            return [doubt for doubts in lists for doubt in doubts]

        def get_context_data(self, parent_context=None):
            context = super().get_context_data(parent_context)
            context["doubts"] = self.doubts
            return context


class DeterminationPanel(Panel):
    """Who determined the disclosure of this document at its source, and when.

    With the reviews that it has had since.
    """

    class BoundPanel(Panel.BoundPanel):
        template_name = "policies/admin/determination.html"

        def get_context_data(self, parent_context=None):
            context = super().get_context_data(parent_context)
            if self.instance.pk:
                reviews = self.instance.disclosure_reviews
                context["reviews"] = reviews.select_related("reviewed_by")
            return context
