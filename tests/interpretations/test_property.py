"""Random people do random things in a row; the promise holds after every one of them.

`HYPOTHESIS_PROFILE=thorough pytest tests/interpretations/test_property.py` takes longer
walks, other ones each time. A walk that fails is printed, shortened, as a program.
"""

import os
from contextlib import contextmanager

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import connection, transaction
from django.db.models import RestrictedError
from django.urls import reverse
from django.utils import timezone
from hypothesis import HealthCheck, Verbosity, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from wagtail.models import Page, PageViewRestriction

from interpretations.models import InterpretationPage
from policies.models import AgencyPage, PolicyPage
from tests import library
from tests.interpretations.paths import starts
from tests.interpretations.paths.public import contradictions
from tests.interpretations.paths.records import all_rows, live_pages
from tests.people import make_people, signed_in

PROFILES = {
    "default": settings(
        max_examples=8, stateful_step_count=12, derandomize=True, database=None
    ),
    "thorough": settings(max_examples=100, stateful_step_count=40, print_blob=True),
}
PROFILE = settings(
    PROFILES[os.environ.get("HYPOTHESIS_PROFILE", "default")],
    deadline=None,
    suppress_health_check=list(HealthCheck),
    verbosity=Verbosity.normal,
)

PEOPLE = st.sampled_from(["admin", "office", "head", "editor"])
# Which of the pages there are; taken round the list, whatever its length.
ANY = st.integers(0, 11)
SOME = st.lists(ANY, min_size=1, max_size=4)
USUALLY = st.sampled_from([True, True, True, False])
DISCLOSURES = st.sampled_from(["proactive", "proactive", "on_request", ""])
NOT_PUBLIC = {
    "disclosure_basis": "《政府信息公开条例》第十六条",
    "disclosure_reason": "属于内部事务信息。",
}


@contextmanager
def may_be_refused():
    """What code tries stands in a transaction; a refusal undoes all of it."""
    try:
        with transaction.atomic():
            yield
    except (ValidationError, RestrictedError):
        pass


class Library(RuleBasedStateMachine):
    """A library of two agencies and all that may happen to it."""

    clients: dict
    seen_public = 0

    def __init__(self) -> None:
        super().__init__()
        self.undone = transaction.atomic()
        self.undone.__enter__()
        self.rows: dict = {}

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.undone.__exit__(None, None, None)

    # --- What there is -------------------------------------------------------

    def policies(self):
        return list(PolicyPage.objects.order_by("pk"))

    def interpretations(self):
        return list(InterpretationPage.objects.order_by("pk"))

    def agencies(self):
        return list(AgencyPage.objects.order_by("pk"))

    def documents(self):
        return [*self.policies(), *self.interpretations()]

    def one(self, pages: list, number: int):
        return pages[number % len(pages)]

    def several(self, numbers: list[int]):
        documents = self.documents()
        return [self.one(documents, number) for number in numbers]

    def post(self, person: str, address: str, data: dict | None = None, **more) -> None:
        response = self.clients[person].post(address, data or {}, **more)
        assert response.status_code < 500, (address, response.status_code)

    def view(self, person: str, name: str, page, *more, query="", **data) -> None:
        address = reverse(f"wagtailadmin_pages:{name}", args=[page.pk, *more])
        self.post(person, address + query, data)

    def api(self, person: str, action: str, page, **data) -> None:
        address = reverse("wagtailadmin_api:pages:action", args=[page.pk, action])
        self.post(person, address, data, content_type="application/json")

    # --- Writing -------------------------------------------------------------

    @initialize()
    def begin(self) -> None:
        """A public pair, a draft pair, a draft without interpretation."""
        first, second = self.agencies()
        library.make_public_pair(first, title="就业补贴的通知")
        library.make_interpretation(library.make_policy(second, title="归档的通知"))
        library.make_policy(first, title="职业技能培训补贴的通知")

    @rule(agency=ANY, disclosure=DISCLOSURES, with_number=USUALLY)
    def write_policy(self, agency, disclosure, with_number) -> None:
        fields = {"title": f"第{PolicyPage.objects.count()}号补贴通知"}
        if not with_number:
            fields["document_number"] = ""
        if disclosure == "on_request":
            fields |= NOT_PUBLIC
        parent = self.one(self.agencies(), agency)
        library.make_policy(parent, disclosure=disclosure, **fields)

    @precondition(lambda self: PolicyPage.objects.exists())
    @rule(policy=ANY, complete=USUALLY)
    def write_interpretation(self, policy, complete) -> None:
        fields = {} if complete else {"main_points": ""}
        with may_be_refused():
            library.make_interpretation(self.one(self.policies(), policy), **fields)

    @precondition(lambda self: PolicyPage.objects.exists())
    @rule(policy=ANY, disclosure=DISCLOSURES, publish=st.booleans())
    def change_disclosure(self, policy, disclosure, publish) -> None:
        page = self.one(self.policies(), policy)
        page.disclosure = disclosure
        for name, words in NOT_PUBLIC.items():
            setattr(page, name, words if disclosure == "on_request" else "")
        with may_be_refused():
            revision = page.save_revision()
            if publish:
                revision.publish()

    @precondition(lambda self: InterpretationPage.objects.exists())
    @rule(interpretation=ANY, complete=st.booleans(), publish=st.booleans())
    def rewrite_interpretation(self, interpretation, complete, publish) -> None:
        page = self.one(self.interpretations(), interpretation)
        page.main_points = "<p>补贴由本人在网上申请。</p>" if complete else ""
        with may_be_refused():
            revision = page.save_revision()
            if publish:
                revision.publish()

    @precondition(lambda self: InterpretationPage.objects.exists())
    @rule(
        interpretation=ANY,
        policy=ANY,
        how=st.sampled_from(["draft", "publish", "save", "field", "schedule"]),
    )
    def repoint(self, interpretation, policy, how) -> None:
        page = self.one(self.interpretations(), interpretation)
        page.policy = self.one(self.policies(), policy)
        with may_be_refused():
            if how == "save":
                page.save()
            elif how == "field":
                page.save(update_fields=["policy"], clean=False)
            elif how == "schedule":
                starts.schedule(page)
            else:
                revision = page.save_revision()
                if how == "publish":
                    revision.publish()

    # --- Becoming public -----------------------------------------------------

    @precondition(lambda self: self.documents())
    @rule(person=PEOPLE, page=ANY)
    def publish(self, person, page) -> None:
        self.api(person, "publish", self.one(self.documents(), page))

    @precondition(lambda self: self.documents())
    @rule(page=ANY, base=st.booleans(), live=st.booleans())
    def save_live(self, page, base, live) -> None:
        page = self.one(self.documents(), page)
        page = Page.objects.get(pk=page.pk) if base else page
        page.live = live
        with may_be_refused():
            page.save(clean=False)

    @precondition(lambda self: self.documents())
    @rule(page=ANY)
    def schedule(self, page) -> None:
        page = self.one(self.documents(), page).get_latest_revision_as_object()
        with may_be_refused():
            starts.schedule(page)

    @rule()
    def time_passes(self) -> None:
        starts.make_due()
        call_command("publish_scheduled")

    @precondition(lambda self: PolicyPage.objects.live().exists())
    @rule(policy=ANY)
    def expire(self, policy) -> None:
        page = self.one(self.policies(), policy)
        Page.objects.filter(pk=page.pk, live=True).update(expire_at=timezone.now())
        call_command("publish_scheduled")

    @precondition(lambda self: self.documents())
    @rule(
        person=PEOPLE,
        action=st.sampled_from(["publish", "unpublish", "delete"]),
        pages=SOME,
    )
    def bulk(self, person, action, pages) -> None:
        address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", action])
        chosen = {page.pk for page in self.several(pages)}
        query = "&".join(f"id={pk}" for pk in sorted(chosen))
        self.post(person, f"{address}?{query}")

    @rule(person=PEOPLE, action=st.sampled_from(["publish", "unpublish"]), section=ANY)
    def bulk_section(self, person, action, section) -> None:
        address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", action])
        page = self.one(self.agencies(), section)
        self.post(person, f"{address}?id={page.pk}", {"include_descendants": "on"})

    # --- 政策同步审签 ----------------------------------------------------------

    @precondition(lambda self: self.documents())
    @rule(page=ANY)
    def submit(self, page) -> None:
        page = self.one(self.documents(), page)
        if page.workflow_in_progress or page.alias_of_id or not page.latest_revision:
            return
        with may_be_refused():
            page.get_workflow().start(page, User.objects.get(username="editor"))

    @precondition(lambda self: self.documents())
    @rule(
        person=PEOPLE,
        page=ANY,
        action=st.sampled_from(["approve", "approve", "approve", "reject"]),
    )
    def answer(self, person, page, action) -> None:
        waiting = [p for p in self.documents() if p.current_workflow_task_state]
        if waiting:
            page = self.one(waiting, page)
            state = page.current_workflow_task_state
            self.view(person, "workflow_action", page, action, state.pk, comment="")

    # --- Ceasing to be public ------------------------------------------------

    @precondition(lambda self: self.documents())
    @rule(person=PEOPLE, page=ANY)
    def unpublish(self, person, page) -> None:
        self.view(person, "unpublish", self.one(self.documents(), page))

    @precondition(lambda self: self.documents())
    @rule(page=ANY)
    def unpublish_base_page(self, page) -> None:
        page = Page.objects.get(pk=self.one(self.documents(), page).pk)
        with may_be_refused():
            page.unpublish()

    @precondition(lambda self: self.documents())
    @rule(person=PEOPLE, page=ANY, through_api=st.booleans())
    def delete(self, person, page, through_api) -> None:
        page = self.one(self.documents(), page)
        act = self.api if through_api else self.view
        act(person, "delete", page)

    # --- Hiding, moving, copying, going back ---------------------------------

    @precondition(lambda self: self.documents())
    @rule(page=ANY, section=st.booleans())
    def restrict(self, page, section) -> None:
        page = self.one(self.agencies() if section else self.documents(), page)
        with may_be_refused():
            starts.restrict(page)

    @rule()
    def lift_restrictions(self) -> None:
        PageViewRestriction.objects.all().delete()

    @precondition(lambda self: self.documents())
    @rule(person=PEOPLE, page=ANY, section=ANY)
    def move(self, person, page, section) -> None:
        target = self.one(self.agencies(), section)
        self.view(person, "move_confirm", self.one(self.documents(), page), target.pk)

    @precondition(lambda self: self.documents())
    @rule(
        person=PEOPLE,
        page=ANY,
        how=st.sampled_from([{}, {"publish_copies": "on"}, {"alias": "on"}]),
    )
    def copy(self, person, page, how) -> None:
        page = self.one(self.documents(), page)
        form = {
            "new_title": "复制的页面",
            "new_slug": f"copy-{Page.objects.count()}",
            "new_parent_page": page.get_parent().pk,
        }
        self.view(person, "copy", page, **form, **how)

    @precondition(
        lambda self: InterpretationPage.objects.exclude(alias_of=None).exists()
    )
    @rule(person=PEOPLE, page=ANY)
    def convert_alias(self, person, page) -> None:
        aliases = InterpretationPage.objects.exclude(alias_of=None).order_by("pk")
        self.view(person, "convert_alias", self.one(list(aliases), page))

    @precondition(lambda self: self.documents())
    @rule(person=PEOPLE, page=ANY, revision=ANY, publish=st.booleans())
    def revert(self, person, page, revision, publish) -> None:
        page = self.one(self.documents(), page)
        revisions = list(page.revisions.order_by("pk"))
        if not revisions:
            return
        revision = self.one(revisions, revision)
        self.api(person, "revert_to_page_revision", page, revision_id=revision.pk)
        if publish:
            self.api(person, "publish", page)

    # --- What must hold ------------------------------------------------------

    @invariant()
    def the_promise_holds(self) -> None:
        """Whatever the public can fetch is whole; the database says the same."""
        connection.check_constraints()
        if (rows := all_rows()) != self.rows:
            self.rows = rows
            Library.seen_public += sum(live_pages().values())
            assert contradictions() == []


def test_whatever_people_do_the_promise_holds(home, admin):
    first = library.make_agency_page()
    library.make_agency_page("澜川市档案局", code="LC0000099")
    people = {"admin": admin, **make_people(first)}
    Library.clients = {name: signed_in(user) for name, user in people.items()}

    run_state_machine_as_test(Library, settings=PROFILE)

    # Not a proof about an empty library.
    assert Library.seen_public > 0
