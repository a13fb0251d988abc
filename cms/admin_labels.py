"""Chinese labels for what Wagtail's code names in English past any catalogue."""

from django import forms
from wagtail.admin.forms.auth import LoginForm


class LibraryLoginForm(LoginForm):
    """Wagtail's log-in form; its password field has no label of its own."""

    password = forms.CharField(
        label="密码",
        strip=False,
        widget=forms.PasswordInput(
            attrs={"autocomplete": "current-password", "placeholder": "请输入密码"}
        ),
    )


def label_columns_and_fields() -> None:
    """Label the columns and fields whose label Wagtail makes of their names."""
    from wagtail.admin.forms.workflows import WorkflowPageForm
    from wagtail.contrib.search_promotions.forms import SearchPromotionsFormSetBase
    from wagtail.models import Site
    from wagtail.sites.views import IndexView
    from wagtail.users.forms import PagePermissionsForm
    from wagtail.users.views.bulk_actions.assign_role import RoleForm

    for column in IndexView.columns:
        if column.name in ("port", "site_name", "root_page"):
            column.label = Site._meta.get_field(column.name).verbose_name
    RoleForm.base_fields["role"].label = "角色"
    for form in (WorkflowPageForm, PagePermissionsForm):
        form.base_fields["page"].label = "页面"
    promotion = SearchPromotionsFormSetBase.form.base_fields
    promotion["external_link_text"].label = "站外链接文字"
