"""无结果检索: the report of what people asked for in vain."""

from django.db.models import Sum
from django.db.models.functions import Coalesce
from wagtail.admin.ui.tables import Column, NumberColumn

from interpretations.reports import CoverageReport
from search.models import SearchWithoutFinds


class SearchesWithoutFinds(CoverageReport):
    """Searches that found nothing when they were last made, the most asked first."""

    page_title = "无结果检索"
    page_subtitle = "公众检索过、但文件库没有找到任何文件的词语"
    header_icon = "search"
    index_url_name = "searches_without_finds"
    index_results_url_name = "searches_without_finds_results"
    model = SearchWithoutFinds
    columns = [
        Column("words", label="检索词", accessor="query.query_string"),
        NumberColumn("times", label="次数"),
        Column("last_on", label="最近检索"),
    ]
    list_export = ["query.query_string", "times", "last_on"]
    export_headings = {
        "query.query_string": "检索词",
        "times": "次数",
        "last_on": "最近检索",
    }

    def get_base_queryset(self):
        """Return the searches with how often each was made."""
        return (
            SearchWithoutFinds.objects.select_related("query")
            .annotate(times=Coalesce(Sum("query__daily_hits__hits"), 0))
            .order_by("-times", "-last_on", "pk")
        )
