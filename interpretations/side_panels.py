"""发布检查: what still blocks this policy, beside the form, live while one types.

Wagtail renders the side panels anew with every autosave, so the list follows the
typing without a script of ours.
"""

from wagtail.admin.ui.side_panels import BaseSidePanel

from interpretations.panels import pair_of
from policies.advice import advice_for, effects_of
from policies.publication import publication_blockers


class PublicationCheckSidePanel(BaseSidePanel):
    """The blockers of a policy, each leading to the field or page that mends it."""

    class SidePanelToggle(BaseSidePanel.SidePanelToggle):
        aria_label = "打开或收起发布检查"
        icon_name = "clipboard-list"
        # The toggle is not rendered anew while one types, the panel is.
        has_counter = False

    name = "publication-check"
    title = "发布检查"
    template_name = "interpretations/admin/publication_check.html"
    order = 150

    def __init__(self, object, request) -> None:
        super().__init__(object, request)
        self.blockers = publication_blockers(object)

    def get_context_data(self, parent_context):
        context = super().get_context_data(parent_context)
        return (
            context
            | pair_of(self.object)
            | {
                "blockers": self.blockers,
                "advice": advice_for(self.object),
                "effects": effects_of(self.object),
            }
        )
