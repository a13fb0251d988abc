"""Fills an empty site with the sample content; each step may run again harmlessly."""

import datetime
from functools import partial

from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import Group, User
from django.utils import timezone
from wagtail.models import Page, ReferenceIndex
from wagtail.signal_handlers import disable_reference_index_auto_update

from cms.demo.column import fill_column
from cms.demo.contacts import fill_contacts
from cms.demo.documents import (
    SampleDocument,
    interpretation_fields,
    read_agencies,
    read_documents,
    split_enclosed,
)
from cms.demo.media import keep_media, make_attachment
from cms.models import HomePage, SiteIdentity
from cms.one_work import one_work
from cms.roles import (
    DISCLOSURE_OFFICE,
    REVIEWERS,
    editors_of,
    heads_of,
    set_up_roles,
)
from cms.site_setup import set_up_site
from interpretations.models import ChannelRelease, InterpretationPage
from policies.disclosure import NEEDS_REASON
from policies.models import (
    Agency,
    AgencyCode,
    AgencyFormerName,
    AgencyPage,
    Audience,
    DisclosureReview,
    NoticePage,
    PolicyAttachment,
    PolicyIssuer,
    PolicyPage,
    PolicyRelation,
    Subject,
    ValidityEvent,
)

SITE_NAME = "澜川市政策文件库"
# Only ever on a demonstration that listens on this machine alone.
PASSWORD = "lanchuan-2026"  # noqa: S105
POLICY_FACTS = (
    "title",
    "document_number",
    "without_number_reason",
    "registration_number",
    "genre",
    "level",
    "issued_on",
    "published_on",
    "effective_on",
    "valid_until",
    "addressees",
    "signature",
    "notes",
    "disclosure",
    "disclosure_basis",
    "disclosure_reason",
    "drafting_unit",
    "responsible_person",
    "contact",
    "enclosed_title",
)
INTERPRETATION_FACTS = (
    "title",
    "form",
    "phase",
    "published_on",
    "interpreter",
    "contact",
)
NOTICE_FACTS = (
    "title",
    "document_number",
    "issued_on",
    "published_on",
    "addressees",
    "signature",
    "reason",
)


class DemoSite:
    """The sample site being filled; `steps` are run in order, each in a transaction.

    `people` is [(user name, role in words)] for the log-ins to print.
    """

    people = (
        ("editor", "编辑（市人力资源和社会保障局）"),
        ("head", "部门负责人（市人力资源和社会保障局）"),
        ("office", "政务公开机构"),
        ("reviewer", "监督检查"),
        ("admin", "管理员"),
    )

    def __init__(self) -> None:
        self.agencies: dict[str, Agency] = {}
        self.pages: dict[str, AgencyPage] = {}
        self.policies: dict[str, PolicyPage] = {}

    def steps(self):
        """Yield (words, callable) for every step of filling the site.

        Policies come in the order of their days, so that what a policy points at is
        there already, and what it repeals is public.
        """
        policies = sorted(read_documents("policies"), key=first_day)
        interpretations = list(read_documents("interpretations"))
        yield "网站", self.make_site
        yield "信息公开专栏", fill_column
        yield "机关", self.make_agencies
        yield "联系方式", fill_contacts
        yield "用户", self.make_people
        for document in policies:
            own = [each for each in interpretations if explains(each, document)]
            yield document.key, partial(self.publish, document, own)
        for document in policies:
            if "events" in document.facts:
                yield document.key, partial(self.record_events, document)
            if document.facts["disclosure"] in NEEDS_REASON:
                yield document.key, partial(self.record_reviews, document)
        for document in interpretations:
            if "draft_lacks" in document.facts:
                yield document.key, partial(self.leave_unfinished, document)
        for document in read_documents("notices"):
            yield document.key, partial(self.give_notice, document)

    @staticmethod
    def is_filled() -> bool:
        """Tell whether the site has content already, whoever wrote it."""
        return PolicyPage.objects.exists()

    def fill(self, progress) -> None:
        """Run all steps through `progress` (an iterator wrapper); all or nothing."""
        with one_work():
            with disable_reference_index_auto_update():
                for words, step in progress(list(self.steps())):
                    progress.describe(words)
                    step()
            # What a page refers to is read once, when all of it is there.
            for page in Page.objects.specific():
                ReferenceIndex.create_or_update_for_object(page)

    def make_site(self) -> None:
        home = set_up_site(name=SITE_NAME)
        home.title = SITE_NAME
        home.introduction = (
            "<p>市政府和各部门的规章、行政规范性文件和其他政策文件，"
            "都在这里公开，并与政策解读同步发布。</p>"
        )
        home.save_revision().publish()
        SiteIdentity.objects.update_or_create(
            site=home.get_site(),
            defaults={
                "name": SITE_NAME,
                "organizer": "澜川市人民政府办公室",
                "id_code": "0000000000",
                "contact": "0849-6600000",
            },
        )

    def make_agencies(self) -> None:
        home = HomePage.objects.get()
        for entry in read_agencies():
            agency, created = Agency.objects.get_or_create(
                name=entry["name"],
                defaults={
                    "short_name": entry["short_name"],
                    "institution_code": entry["institution_code"],
                    "level": entry["level"],
                },
            )
            if created:
                agency.codes = [AgencyCode(code=code) for code in entry["codes"]]
                agency.former_names = [
                    AgencyFormerName(name=name) for name in entry["former_names"]
                ]
                agency.save()
            self.agencies[entry["key"]] = agency
            if entry["slug"]:
                self.pages[entry["key"]] = AgencyPage.objects.filter(
                    agency=agency
                ).first() or home.add_child(
                    instance=AgencyPage(
                        title=entry["name"],
                        slug=entry["slug"],
                        agency=agency,
                        introduction=f"<p>{entry['introduction']}</p>",
                    )
                )

    def make_people(self) -> None:
        set_up_roles()
        agency_page = self.pages["hrss"]
        groups = {
            "editor": editors_of(agency_page),
            "head": heads_of(agency_page),
            "office": DISCLOSURE_OFFICE,
            "reviewer": REVIEWERS,
        }
        # One hash for all: to make each of them takes a quarter of a second.
        password = make_password(PASSWORD)
        for name, role in self.people:
            user, created = User.objects.get_or_create(
                username=name,
                defaults={
                    "email": f"{name}@lanchuan.example",
                    "last_name": role,
                    "is_superuser": name == "admin",
                    "is_staff": name == "admin",
                },
            )
            if created:
                user.password = password
                user.save()
            if name in groups:
                user.groups.add(Group.objects.get(name=groups[name]))

    def publish(
        self, document: SampleDocument, interpretations: list[SampleDocument]
    ) -> None:
        """Draft a policy and what explains it, and publish them as one."""
        policy = self.draft_policy(document)
        for interpretation in interpretations:
            self.interpret(interpretation, policy)
        if document.facts["state"] != "draft":
            policy.get_latest_revision().publish()

    def draft_policy(self, document: SampleDocument) -> PolicyPage:
        facts = document.facts
        body, enclosed = split_enclosed(document.lines)
        policy = PolicyPage(
            live=False,
            body=body,
            enclosed_body=enclosed,
            subject=Subject.objects.get(code=facts["subject"]),
            **chosen(facts, POLICY_FACTS),
        )
        policy.issuers = [
            PolicyIssuer(agency=self.agencies[key]) for key in facts["agencies"]
        ]
        policy.audiences = Audience.objects.filter(name__in=facts["audiences"])
        policy.tags.add(*facts["tags"])
        policy.relations = [
            self.relation(entry) for entry in facts.get("relations", ())
        ]
        policy.attachments = [
            PolicyAttachment(
                title=entry["title"],
                document=make_attachment(entry["file"], entry["title"]),
            )
            for entry in facts.get("attachments", ())
        ]
        if facts["state"] == "scheduled":
            policy.go_live_at = self.nine_o_clock(facts["published_on"])
        self.page_for(facts["agencies"]).add_child(instance=policy)
        policy.save_revision()
        self.policies[document.key] = policy
        return policy

    def relation(self, entry: dict) -> PolicyRelation:
        target = self.policies[entry["target"]] if "target" in entry else None
        return PolicyRelation(
            kind=entry["kind"],
            target=target,
            cited_number=entry.get("cited_number", ""),
            cited_title=entry.get("cited_title", ""),
            effective_on=entry.get("effective_on"),
        )

    @staticmethod
    def nine_o_clock(day: datetime.date) -> datetime.datetime:
        """Return nine in the morning of that day, or of tomorrow if it has passed."""
        tomorrow = timezone.localdate() + datetime.timedelta(days=1)
        return at(max(day, tomorrow), 9)

    def interpret(self, document: SampleDocument, policy: PolicyPage) -> None:
        facts = document.facts
        page = InterpretationPage(
            live=False,
            policy=policy,
            interpreting_body=self.agencies[facts["interpreting_body"]],
            **chosen(facts, INTERPRETATION_FACTS),
            **interpretation_fields(document.lines, keep=keep_media),
        )
        page.channel_releases = [
            ChannelRelease(**release) for release in facts.get("channels", ())
        ]
        policy.get_parent().add_child(instance=page)
        page.save_revision()

    def record_events(self, document: SampleDocument) -> None:
        """Record what befell a policy otherwise than by a document that repeals it."""
        for entry in document.facts["events"]:
            event = ValidityEvent(
                policy=self.policies[document.key],
                kind=entry["kind"],
                takes_effect_on=entry["takes_effect_on"],
                cause=self.policies[entry["cause"]] if "cause" in entry else None,
                cause_citation=entry.get("cause_citation", ""),
                new_valid_until=entry.get("new_valid_until"),
                note=entry.get("note", ""),
            )
            event.full_clean()
            event.save()

    def record_reviews(self, document: SampleDocument) -> None:
        """Record who kept a document closed, when it was drafted and ever since."""
        policy = self.policies[document.key]
        facts = document.facts
        policy.disclosure_determined_by = User.objects.get(username="office")
        policy.disclosure_determined_at = at(facts["issued_on"], 10)
        policy.save()
        policy.save_revision()
        for entry in facts.get("reviews", ()):
            DisclosureReview.objects.create(
                document=policy,
                disclosure=policy.disclosure,
                outcome=entry["outcome"],
                reason=entry["reason"],
                reviewed_by=User.objects.get(username="reviewer"),
                reviewed_at=at(entry["reviewed_on"], 10),
            )

    def leave_unfinished(self, document: SampleDocument) -> None:
        """Save a draft that lacks something again, after the day was arranged."""
        page = InterpretationPage.objects.get(title=document.facts["title"])
        draft = page.get_latest_revision_as_object()
        for name in document.facts["draft_lacks"]:
            setattr(draft, name, "")
        draft.save_revision()

    def give_notice(self, document: SampleDocument) -> None:
        facts = document.facts
        body, _ = split_enclosed(document.lines)
        notice = NoticePage(
            live=False,
            body=body,
            issuing_agency=self.agencies[facts["agency"]],
            disclosure="proactive",
            **chosen(facts, NOTICE_FACTS),
        )
        self.page_for([facts["agency"]]).add_child(instance=notice)
        notice.save_revision().publish()

    def page_for(self, agency_keys: list[str]) -> AgencyPage:
        """Return the page of the first agency that has one; the lead comes first."""
        return next(self.pages[key] for key in agency_keys if key in self.pages)


def chosen(facts: dict, names: tuple[str, ...]) -> dict:
    """Return those of the named facts that the document states."""
    return {name: facts[name] for name in names if name in facts}


def at(day: datetime.date, hour: int) -> datetime.datetime:
    """Return that hour of that day in local time."""
    return timezone.make_aware(datetime.datetime.combine(day, datetime.time(hour)))


def first_day(document: SampleDocument) -> datetime.date:
    """Return the day to go live in order, so that repeals find what they repeal."""
    return document.facts.get("published_on") or document.facts["issued_on"]


def explains(interpretation: SampleDocument, policy: SampleDocument) -> bool:
    """Tell whether an interpretation names this policy."""
    return interpretation.facts["policy"] == policy.key
