"""Makes the pages that tests are about: a small library of the fictional 澜川市."""

import datetime

from wagtail.models import Page, Site

from cms.models import HomePage
from interpretations.models import InterpretationIndexPage, InterpretationPage
from policies.disclosure import Disclosure
from policies.models import (
    Agency,
    AgencyPage,
    NoticePage,
    NoticeReason,
    PolicyIssuer,
    PolicyPage,
)
from search.models import PolicyLibraryPage


def paragraphs(*texts: str) -> list[dict]:
    """Return the stored form of a text of these paragraphs."""
    html = "".join(f"<p>{text}</p>" for text in texts)
    return [{"type": "text", "value": html}]


def make_site() -> HomePage:
    """Return the site's home page with library and column, made if need be."""
    if home := HomePage.objects.first():
        return home
    root = Page.get_first_root_node()
    home = root.add_child(instance=HomePage(title="澜川市政策文件库", slug="lanchuan"))
    Site.objects.update_or_create(
        is_default_site=True,
        defaults={"hostname": "testserver", "root_page": home, "site_name": "澜川市"},
    )
    home.add_child(instance=PolicyLibraryPage(title="文件库", slug="library"))
    home.add_child(
        instance=InterpretationIndexPage(title="解读专栏", slug="interpretations")
    )
    return home


def make_agency_page(
    name: str = "澜川市人力资源和社会保障局", *, code: str = "LC0000003", slug: str = ""
) -> AgencyPage:
    """Return a live agency page for an agency of that name, made if need be."""
    agency, _ = Agency.objects.get_or_create(
        name=name, defaults={"institution_code": code}
    )
    if page := AgencyPage.objects.filter(agency=agency).first():
        return page
    return make_site().add_child(
        instance=AgencyPage(title=name, slug=slug or code.lower(), agency=agency)
    )


def build_policy(agency: Agency, **fields) -> PolicyPage:
    """Return an unsaved policy that lacks nothing but its interpretation."""
    defaults = {
        "title": "澜川市人力资源和社会保障局关于做好高校毕业生就业补贴发放工作的通知",
        "document_number": "澜人社发〔2024〕12号",
        "issued_on": datetime.date(2024, 3, 8),
        "published_on": datetime.date(2024, 3, 11),
        "genre": "notice",
        "level": "normative",
        "disclosure": Disclosure.PROACTIVE,
        "body": paragraphs(
            "为促进高校毕业生就业创业，现就就业补贴发放有关事项通知如下。",
            "一、补贴对象为毕业两年以内的高校毕业生。",
        ),
        "live": False,
    }
    policy = PolicyPage(**(defaults | fields))
    policy.issuers = [PolicyIssuer(agency=agency)]
    return policy


def make_policy(parent: AgencyPage | None = None, **fields) -> PolicyPage:
    """Return a stored draft policy that lacks nothing but its interpretation."""
    parent = parent or make_agency_page()
    policy = parent.add_child(instance=build_policy(parent.agency, **fields))
    policy.save_revision()
    return policy


def build_interpretation(policy: PolicyPage, **fields) -> InterpretationPage:
    """Return an unsaved interpretation that is complete."""
    defaults = {
        "title": f"《{policy.title}》解读",
        "policy": policy,
        "background": "<p>近年来高校毕业生人数逐年增加，企业招用意愿有待提高。</p>",
        "main_points": "<p>每名毕业生可领取一次性补贴，由本人在网上申请。</p>",
        "interpreting_body": policy.lead_agency,
        "interpreter": "就业促进科科长 林知远",
        "contact": "0879-6600123",
        "live": False,
    }
    return InterpretationPage(**(defaults | fields))


def make_interpretation(policy: PolicyPage, **fields) -> InterpretationPage:
    """Return a stored, complete draft interpretation of this policy."""
    page = policy.get_parent().add_child(
        instance=build_interpretation(policy, **fields)
    )
    page.save_revision()
    return page


def publish(policy: PolicyPage) -> PolicyPage:
    """Publish the latest draft of a policy, its interpretations with it."""
    policy.get_latest_revision().publish()
    return PolicyPage.objects.get(pk=policy.pk)


def make_public_pair(
    parent: AgencyPage | None = None, **fields
) -> tuple[PolicyPage, InterpretationPage]:
    """Return a policy and its interpretation, both live."""
    policy = make_policy(parent, **fields)
    page = make_interpretation(policy)
    publish(policy)
    page.refresh_from_db()
    policy.refresh_from_db()
    return policy, page


def make_notice(parent: AgencyPage | None = None, **fields) -> NoticePage:
    """Return a stored draft notice that lacks nothing."""
    parent = parent or make_agency_page()
    defaults = {
        "title": "澜川市人力资源和社会保障局关于方青禾等同志任职的通知",
        "document_number": "澜人社任〔2024〕3号",
        "issued_on": datetime.date(2024, 5, 6),
        "disclosure": Disclosure.PROACTIVE,
        "issuing_agency": parent.agency,
        "reason": NoticeReason.PERSONNEL,
        "body": paragraphs("方青禾任就业促进科副科长。"),
        "live": False,
    }
    notice = parent.add_child(instance=NoticePage(**(defaults | fields)))
    notice.save_revision()
    return notice
