"""System checks: says what this installation's search cannot do."""

from django.core.checks import Warning as Caution

from search.engines import engine
from search.engines.titles import TitlesEngine


def full_text(app_configs, **kwargs) -> list[Caution]:
    """Warn where only titles and numbers can be found."""
    if not isinstance(engine(), TitlesEngine):
        return []
    return [
        Caution(
            "当前数据库没有全文检索引擎，公众只能按标题和文号检索，检索不到正文和解读。",
            hint="使用 SQLite 数据库可以全文检索。",
            id="search.W001",
        )
    ]
