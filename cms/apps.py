from django.apps import AppConfig
from django.db.models.signals import post_delete


class CmsConfig(AppConfig):
    name = "cms"
    verbose_name = "网站"

    def ready(self) -> None:
        # Wagtail's forms need every model to be there.
        from cms.admin_labels import label_columns_and_fields
        from cms.media_access import note_removed_row

        post_delete.connect(note_removed_row)
        label_columns_and_fields()
