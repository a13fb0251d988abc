"""Is the site well? One list of findings, for machines (`/health/`) and for people."""

import datetime
import enum
from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, connection
from django.http import JsonResponse
from django.urls import reverse
from django.views import View
from django.views.generic import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from cms.vitals import Duty, Vital
from interpretations.schedules import overdue_count
from policies.draft_readers import READS_EVERY_DRAFT
from search.engines import IndexingEngine, OutsideEngine, indexing_engine
from search.outbox import Behind, behind

# How old the last run of a duty may be before somebody must look.
PATIENCE = {
    Duty.WORK: datetime.timedelta(minutes=5),
    Duty.PUBLICATION_CHECK: datetime.timedelta(hours=25),
}
# How long the search index may be behind.
UNHEARD = datetime.timedelta(minutes=5)
HOW_TO_RUN = {
    Duty.WORK: "请启动后台进程：manage.py work。",
    Duty.PUBLICATION_CHECK: "请运行：manage.py check_publication。",
}


class State(enum.StrEnum):
    """From well to broken; `ATTENTION` does not keep anybody from reading."""

    OK = "ok"
    ATTENTION = "attention"
    FAILING = "failing"


STATE_IN_WORDS = {State.OK: "正常", State.ATTENTION: "需要关注", State.FAILING: "异常"}


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at: its name, its state and what to do, in words."""

    key: str
    name: str
    state: State
    words: str

    @property
    def state_in_words(self) -> str:
        """Return the state in Chinese."""
        return STATE_IN_WORDS[self.state]


def findings() -> list[Finding]:
    """Return what was found; only reads, raises nothing if the database is away."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        vitals = {vital.duty: vital for vital in Vital.objects.all()}
        overdue = overdue_count()
        unheard = behind()
    except DatabaseError:
        return [Finding("database", "数据库", State.FAILING, "数据库没有响应。")]
    return [
        Finding("database", "数据库", State.OK, "数据库响应正常。"),
        _duty(Duty.PUBLICATION_CHECK, vitals),
        _duty(Duty.WORK, vitals),
        _overdue(overdue),
        _search(unheard),
    ]


def _duty(duty: Duty, vitals: dict[str, Vital]) -> Finding:
    vital = vitals.get(duty)
    if vital is None:
        words = f"还没有运行过。{HOW_TO_RUN[duty]}"
        return Finding(duty.value, duty.label, State.ATTENTION, words)
    if not vital.is_well:
        return Finding(duty.value, duty.label, State.FAILING, vital.words)
    if vital.age > PATIENCE[duty]:
        words = f"上次运行已经过去 {_in_words(vital.age)}。{HOW_TO_RUN[duty]}"
        return Finding(duty.value, duty.label, State.ATTENTION, words)
    words = f"{_in_words(vital.age)}前运行。{vital.words}"
    return Finding(duty.value, duty.label, State.OK, words)


def _overdue(count: int) -> Finding:
    if count:
        words = f"有 {count} 项定时发布已经过时，还没有执行。{HOW_TO_RUN[Duty.WORK]}"
        return Finding("schedules", "定时发布", State.ATTENTION, words)
    return Finding("schedules", "定时发布", State.OK, "没有过时未执行的定时发布。")


def _search(unheard: Behind) -> Finding:
    key, name = "search", "检索"
    index = indexing_engine()
    if index is None:
        return Finding(key, name, State.OK, "按标题和文号检索。")
    waiting = (
        f"有 {unheard.count} 份文件等待写入检索索引，"
        f"最早的已等待 {_in_words(unheard.age)}。"
        if unheard.count
        else ""
    )
    if trouble := _trouble(index):
        words = f"全文检索暂时无法使用，公众只能按标题和文号检索：{trouble}。{waiting}"
        return Finding(key, name, State.ATTENTION, words)
    if unheard.age > UNHEARD:
        words = f"{waiting}{HOW_TO_RUN[Duty.WORK]}"
        return Finding(key, name, State.ATTENTION, words)
    return Finding(key, name, State.OK, waiting or "检索索引与数据库同步。")


def _trouble(index: IndexingEngine) -> str:
    if isinstance(index, OutsideEngine):
        return index.trouble()
    return "" if index.is_usable() else "检索索引缺失或者损坏，请运行 rebuild_search"


def _in_words(age: datetime.timedelta) -> str:
    minutes = int(age.total_seconds()) // 60
    if minutes < 60:
        return f"{minutes} 分钟"
    return f"{minutes // 60} 小时" if minutes < 48 * 60 else f"{minutes // 1440} 天"


def overall(found: list[Finding]) -> State:
    """Return the worst state among the findings."""
    order = list(State)
    return max((finding.state for finding in found), key=order.index)


class HealthView(View):
    """`/health/`: 200 while the site can be read in truth, 503 when it is failing."""

    def get(self, request) -> JsonResponse:
        found = findings()
        state = overall(found)
        response = JsonResponse(
            {
                "status": state,
                "checks": {finding.key: finding.state for finding in found},
            },
            status=503 if state is State.FAILING else 200,
        )
        response["Cache-Control"] = "no-store"
        return response


class SystemStatusView(WagtailAdminTemplateMixin, TemplateView):
    """系统状态, for those who read the reports."""

    template_name = "cms/admin/system_status.html"
    page_title = "系统状态"
    header_icon = "cog"

    def dispatch(self, request, *args, **kwargs):
        if not request.user.has_perm(READS_EVERY_DRAFT):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_breadcrumbs_items(self):
        return [
            *self.breadcrumbs_items,
            {"url": reverse("system_status"), "label": self.page_title},
        ]

    def get_context_data(self, **kwargs):
        return super().get_context_data(findings=findings(), **kwargs)
