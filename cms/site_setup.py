"""What a new installation needs before the first agency: tree, subjects, audiences."""

from wagtail.models import Collection, Page, Site

from cms.models import HomePage, SiteIdentity
from interpretations.models import InterpretationIndexPage
from policies.models import (
    Audience,
    DisclosureColumnPage,
    Level,
    ReasonTemplate,
    StatutoryListPage,
    ValidityTerm,
)
from policies.subjects import load_subjects
from policies.widgets import CLOSING_ARTICLES
from search.models import PolicyLibraryPage

# The usual terms (Hunan); an administrator edits them for the place.
VALIDITY_TERMS = {"暂行、试行": 2, "": 5}
# 政府信息公开条例 arts 14-16 in an office's words; an administrator edits them.
REASON_TEMPLATES = {
    "危及安全稳定": (
        CLOSING_ARTICLES[0],
        "公开后可能危及国家安全、公共安全、经济安全、社会稳定。",
    ),
    "商业秘密、个人隐私": (
        CLOSING_ARTICLES[1],
        "含有商业秘密、个人隐私，公开会对第三方合法权益造成损害。",
    ),
    "内部事务": (
        CLOSING_ARTICLES[2],
        "属于人事管理、后勤管理、内部工作流程等内部事务信息，对外不产生约束力。",
    ),
    "过程性信息": (
        CLOSING_ARTICLES[3],
        "属于履行行政管理职能过程中形成的讨论记录、过程稿、磋商信函、请示报告，"
        "尚未定稿。",
    ),
    "行政执法案卷": (CLOSING_ARTICLES[3], "属于行政执法案卷信息。"),
}
# What the disclosure column lists by itself, with the address of each list.
STATUTORY_LISTS = {
    Level.RULE: "rules",
    Level.NORMATIVE: "normative-documents",
}
AUDIENCES = ("企业", "个体工商户", "群众", "高校毕业生", "社会组织", "机关事业单位")


def set_up_site(*, name: str) -> HomePage:
    """Return the home page, with library, columns and reference data below it.

    Safe to run again: adds what is missing and changes nothing that is there.
    """
    home = HomePage.objects.first() or _make_home(name)
    _name_roots()
    for model, title, slug in (
        (PolicyLibraryPage, "文件库", "library"),
        (InterpretationIndexPage, "解读专栏", "interpretations"),
        (DisclosureColumnPage, "政府信息公开", "disclosure"),
    ):
        if not model.objects.exists():
            home.add_child(instance=model(title=title, slug=slug, show_in_menus=True))
    column = DisclosureColumnPage.objects.get()
    for level, slug in STATUTORY_LISTS.items():
        if not StatutoryListPage.objects.filter(level=level).exists():
            column.add_child(
                instance=StatutoryListPage(title=level.label, slug=slug, level=level)
            )
    load_subjects()
    for order, audience in enumerate(AUDIENCES):
        Audience.objects.get_or_create(name=audience, defaults={"sort_order": order})
    for words, years in VALIDITY_TERMS.items():
        ValidityTerm.objects.get_or_create(words=words, defaults={"years": years})
    for order, (name, (basis, reason)) in enumerate(REASON_TEMPLATES.items()):
        ReasonTemplate.objects.get_or_create(
            name=name,
            defaults={"basis": basis, "reason": reason, "sort_order": order},
        )
    return home


def _make_home(name: str) -> HomePage:
    root = Page.get_first_root_node()
    home = root.add_child(instance=HomePage(title=name, slug="home-page"))
    site, _ = Site.objects.update_or_create(
        is_default_site=True,
        defaults={"hostname": "localhost", "root_page": home, "site_name": name},
    )
    SiteIdentity.objects.get_or_create(site=site, defaults={"name": name})
    # Wagtail's welcome page is of no type of ours, so it could be restricted.
    for page in root.get_children().exclude(pk=home.pk):
        page.delete()
    home.refresh_from_db()
    return home


def _name_roots() -> None:
    """Give the roots of pages and collections, which the admin shows, Chinese names."""
    Page.objects.filter(depth=1, title="Root").update(
        title="根目录", draft_title="根目录"
    )
    Collection.objects.filter(depth=1, name="Root").update(name="根文件夹")
