from django.apps import AppConfig
from django.core import checks
from django.db.models.signals import (
    m2m_changed,
    post_delete,
    post_migrate,
    post_save,
    pre_delete,
    pre_save,
)


class SearchConfig(AppConfig):
    name = "search"
    verbose_name = "文件库与检索"

    def ready(self) -> None:
        from wagtail.models import PageViewRestriction
        from wagtail.signals import post_page_move

        from policies.finding import answer_by
        from policies.models import PolicyPage
        from search import index
        from search.checks import full_text, index_version, outside_index
        from search.choosing import find_policies

        answer_by(find_policies)
        for coming in (pre_save, pre_delete):
            coming.connect(index.before_change)
        for done in (post_save, post_delete):
            done.connect(index.after_change)
            done.connect(index.after_restriction, sender=PageViewRestriction)
        m2m_changed.connect(index.after_audiences, sender=PolicyPage.audiences.through)
        post_page_move.connect(index.after_move)
        post_migrate.connect(index.prepare, sender=self)
        checks.register(full_text)
        checks.register(outside_index)
        checks.register(index_version, checks.Tags.database)
