"""What the composed site adds to the admin."""

from django.urls import path, reverse
from django.utils.html import format_html_join
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.staticfiles import versioned_static

from cms.files_api import DocumentsOfMine, ImagesOfMine
from cms.guide import GuidePictureView, GuideView, ReviewersGuideView
from cms.health import SystemStatusView
from cms.image_operations import TopOperation
from cms.tag_check import TagCheckView
from interpretations.wagtail_hooks import ReportMenuItem


@hooks.register("register_admin_urls")
def register_system_status_url():
    return [path("status/", SystemStatusView.as_view(), name="system_status")]


@hooks.register("register_reports_menu_item")
def register_system_status_menu_item():
    return ReportMenuItem(
        "系统状态",
        reverse("system_status"),
        name="system-status",
        icon_name="cog",
        order=30,
    )


@hooks.register("register_admin_urls")
def register_tag_check_url():
    return [path("tags-of-a-page/", TagCheckView.as_view(), name="tag_check")]


@hooks.register("register_reports_menu_item")
def register_tag_check_menu_item():
    return MenuItem(
        "网页标签自查",
        reverse("tag_check"),
        name="tag-check",
        icon_name="code",
        order=40,
    )


@hooks.register("insert_editor_js")
def mend_pasting_and_saving() -> str:
    scripts = ("site/paste.js", "site/one-draft.js")
    return format_html_join(
        "",
        '<script src="{}"></script>',
        ((versioned_static(each),) for each in scripts),
    )


@hooks.register("register_admin_urls")
def register_guide_urls():
    return [
        path("guide/", GuideView.as_view(), name="guide"),
        # As the text names them: images/guide/….png
        path("guide/images/guide/<slug:name>.png", GuidePictureView.as_view()),
        path("guide/reviewers/", ReviewersGuideView.as_view(), name="reviewers_guide"),
        path(
            "guide/reviewers/images/guide/<slug:name>.png", GuidePictureView.as_view()
        ),
    ]


@hooks.register("register_help_menu_item")
def register_guide_menu_item():
    return MenuItem(
        "编辑指南", reverse("guide"), name="guide", icon_name="help", order=10
    )


@hooks.register("register_help_menu_item")
def register_reviewers_guide_menu_item():
    return ReportMenuItem(
        "监督检查指南",
        reverse("reviewers_guide"),
        name="reviewers-guide",
        icon_name="help",
        order=11,
    )


@hooks.register("construct_help_menu")
def keep_help_within_reach(request, items) -> None:
    """Leave out what an office network does not reach: guides on the internet."""
    items[:] = [item for item in items if not item.url.startswith("http")]


# After Wagtail's own, which list every agency's files for everybody.
@hooks.register("construct_admin_api", order=100)
def list_only_files_one_may_use(router) -> None:
    router.register_endpoint("documents", DocumentsOfMine)
    router.register_endpoint("images", ImagesOfMine)


@hooks.register("register_image_operations")
def register_image_operations() -> list[tuple]:
    return [("top", TopOperation)]
