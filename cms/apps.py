from django.apps import AppConfig
from django.db.models.signals import m2m_changed, post_delete, post_save


class CmsConfig(AppConfig):
    name = "cms"
    verbose_name = "网站"

    def ready(self) -> None:
        from wagtail.signals import post_page_move

        from cms import changes
        from cms.admin_labels import label_columns_and_fields
        from cms.media_access import note_removed_row

        post_delete.connect(note_removed_row)
        post_save.connect(changes.note_saved)
        post_delete.connect(changes.note_row)
        m2m_changed.connect(changes.note_links)
        post_page_move.connect(changes.note_move)
        # Wagtail's forms need every model to be there.
        label_columns_and_fields()
