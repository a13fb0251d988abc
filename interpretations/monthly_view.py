"""Hands out the monthly report as a file, to those who may read the reports."""

from django.core.exceptions import PermissionDenied
from django.http import FileResponse, HttpResponseBadRequest
from django.views import View

from cms.metadata import SiteIdentity
from interpretations.monthly_docx import as_docx
from interpretations.monthly_form import MonthForm
from interpretations.monthly_report import monthly_report
from interpretations.monthly_xlsx import as_xlsx
from policies.draft_readers import READS_EVERY_DRAFT

WRITERS = {"docx": as_docx, "xlsx": as_xlsx}


class MonthlyReportView(View):
    """The report of one month as a file; drafts of every agency are named in it."""

    def get(self, request):
        if not request.user.has_perm(READS_EVERY_DRAFT):
            raise PermissionDenied
        form = MonthForm(request.GET)
        if not form.is_valid():
            return HttpResponseBadRequest("请选择已经结束的月份和文件格式。")
        report = monthly_report(form.cleaned_data["month"])
        kind = form.cleaned_data["kind"]
        organizer = SiteIdentity.for_request(request).organizer
        content = WRITERS[kind](report, organizer=organizer)
        return FileResponse(
            [content],
            as_attachment=True,
            filename=f"政策解读情况月报-{report.month:%Y-%m}.{kind}",
        )
