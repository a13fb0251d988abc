"""What a new installation needs before the first agency: tree, subjects, audiences."""

from wagtail.models import Collection, Page, Site

from cms.models import HomePage, SiteIdentity
from interpretations.models import InterpretationIndexPage
from policies.models import Audience, ValidityTerm
from policies.subjects import load_subjects
from search.models import PolicyLibraryPage

# The usual terms (Hunan); an administrator edits them for the place.
VALIDITY_TERMS = {"暂行、试行": 2, "": 5}
AUDIENCES = ("企业", "个体工商户", "群众", "高校毕业生", "社会组织", "机关事业单位")


def set_up_site(*, name: str) -> HomePage:
    """Return the home page, with library, column and reference data below it.

    Safe to run again: adds what is missing and changes nothing that is there.
    """
    home = HomePage.objects.first() or _make_home(name)
    _name_roots()
    for model, title, slug in (
        (PolicyLibraryPage, "文件库", "library"),
        (InterpretationIndexPage, "解读专栏", "interpretations"),
    ):
        if not model.objects.exists():
            home.add_child(instance=model(title=title, slug=slug))
    load_subjects()
    for order, audience in enumerate(AUDIENCES):
        Audience.objects.get_or_create(name=audience, defaults={"sort_order": order})
    for words, years in VALIDITY_TERMS.items():
        ValidityTerm.objects.get_or_create(words=words, defaults={"years": years})
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
