"""System checks: says what this installation's search cannot do."""

from django.core.checks import CheckMessage
from django.core.checks import Warning as Caution
from django.db import DatabaseError, connection

from search.engines import OutsideEngine, engine, indexing_engine
from search.engines.titles import TitlesEngine


def full_text(app_configs, **kwargs) -> list[Caution]:
    """Warn where only titles and numbers can be found."""
    if not isinstance(engine(), TitlesEngine):
        return []
    return [
        Caution(
            "当前数据库没有全文检索引擎，公众只能按标题和文号检索，检索不到正文和解读。",
            hint="全文检索需要 SQLite 数据库，或者由 SEARCH_URL 指定的 Elasticsearch。",
            id="search.W001",
        )
    ]


def index_version(app_configs, databases=None, **kwargs) -> list[CheckMessage]:
    """Demand a rebuild where the index is missing or of another analysis.

    Asked only where the database is (`check --database default`, `migrate`), and not
    before the library's own tables are there.
    """
    index = indexing_engine()
    if not databases or index is None or isinstance(index, OutsideEngine):
        return []
    try:
        if "search_policylibrarypage" not in connection.introspection.table_names():
            return []
    except DatabaseError:
        return []
    if index.is_usable():
        return []
    return [
        Caution(
            "检索索引缺失，或者由另一版本的文本分析生成，目前只能按标题和文号检索。",
            hint="请运行 manage.py rebuild_search 重建检索索引。",
            id="search.W002",
        )
    ]


def outside_index(app_configs, **kwargs) -> list[Caution]:
    """Warn where the index outside the database is away, or not of this form."""
    index = indexing_engine()
    if not isinstance(index, OutsideEngine) or not (trouble := index.trouble()):
        return []
    return [
        Caution(
            f"{trouble}。公众目前只能按标题和文号检索。",
            hint="请检查 SEARCH_URL 指定的服务；如果服务正常，请运行 rebuild_search。",
            id="search.W003",
        )
    ]
