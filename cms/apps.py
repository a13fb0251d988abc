from django.apps import AppConfig


class CmsConfig(AppConfig):
    name = "cms"
    verbose_name = "网站"

    def ready(self) -> None:
        # Wagtail's forms need every model to be there.
        from cms.admin_labels import label_columns_and_fields

        label_columns_and_fields()
