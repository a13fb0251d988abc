from django.apps import AppConfig


class PoliciesConfig(AppConfig):
    name = "policies"
    verbose_name = "政策文件"

    def ready(self) -> None:
        from wagtail.signals import init_new_page

        from policies.new_pages import fill_in_agency

        init_new_page.connect(fill_in_agency)
