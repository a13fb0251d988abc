"""How the policy library shows itself in the admin."""

from wagtail import hooks
from wagtail.admin.panels import FieldPanel
from wagtail.log_actions import LogFormatter
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup

from policies.models import Agency, Audience, Subject, ValidityEvent
from policies.scheduling import REFUSED


class AgencyViewSet(SnippetViewSet):
    model = Agency
    icon = "home"
    list_display = ["name", "short_name", "level", "institution_code", "until"]
    list_filter = ["level"]


class SubjectViewSet(SnippetViewSet):
    model = Subject
    icon = "folder-open-1"
    list_display = ["code", "name", "parent", "until"]
    panels = [
        FieldPanel("code"),
        FieldPanel("name"),
        FieldPanel("parent"),
        FieldPanel("sort_order"),
        FieldPanel("since"),
        FieldPanel("until"),
    ]


class AudienceViewSet(SnippetViewSet):
    model = Audience
    icon = "group"
    list_display = ["name", "sort_order"]
    panels = [FieldPanel("name"), FieldPanel("sort_order")]


class ValidityEventViewSet(SnippetViewSet):
    model = ValidityEvent
    icon = "history"
    list_display = ["policy", "kind", "takes_effect_on", "cause"]
    list_filter = ["kind"]


class LibraryViewSetGroup(SnippetViewSetGroup):
    menu_label = "文件库数据"
    menu_icon = "list-ul"
    menu_order = 250
    items = (AgencyViewSet, ValidityEventViewSet, SubjectViewSet, AudienceViewSet)


register_snippet(LibraryViewSetGroup)


@hooks.register("register_log_actions")
def register_refusal(actions) -> None:
    @actions.register_action(REFUSED)
    class RefusalFormatter(LogFormatter):
        label = "发布被拒绝"

        def format_message(self, log_entry) -> str:
            return f"操作被拒绝：{log_entry.data.get('reason', '')}"
