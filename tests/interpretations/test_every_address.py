"""What each person can see and change, at every address of the admin."""

import datetime
import re

import pytest
from django.contrib.auth.models import Group, User
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Collection, Workflow

from cms.models import HomePage
from cms.roles import REVIEWERS
from interpretations.models import InterpretationPage
from policies.models import AgencyPage, PolicyPage, PolicyRelation
from tests import library
from tests.admin import add_url, filled_in, send
from tests.files import make_document, make_image
from tests.interpretations.admin_addresses import addresses
from tests.people import make_people, signed_in
from tests.tables import changes, everything

pytestmark = pytest.mark.django_db

SECRET = "磐石"
# Asked for by another piece of the titles: a screen may repeat what was asked.
ASKED = "西岭"
# Where there is nothing to search: the address names one thing and what to do with it.
ONE_THING = re.compile(r"/\d+/\w")


@pytest.fixture
def people(agency_page):
    return make_people(agency_page)


@pytest.fixture
def foreign(agency_page, people, admin):
    """Another agency's drafts of every kind, worked on, waiting, and scheduled."""
    other = library.make_agency_page("澜川市住房和城乡建设局", code="LC0000005")
    call_command("set_up_site")
    collection = Collection.objects.get(name=other.title)
    document = make_document(f"{ASKED}{SECRET}附图.docx", collection=collection)
    image = make_image(collection=collection)
    image.title = f"{ASKED}{SECRET}示意图"
    image.save()
    policy = library.make_policy(other, title=f"关于{ASKED}{SECRET}项目的通知")
    interpretation = library.make_interpretation(policy, title=f"{ASKED}{SECRET}解读")
    notice = library.make_notice(other, title=f"{ASKED}{SECRET}任职通知")
    scheduled = library.make_policy(other, title=f"{ASKED}{SECRET}定时通知")
    library.make_interpretation(scheduled, title=f"{ASKED}{SECRET}定时解读")
    scheduled.go_live_at = timezone.now() + datetime.timedelta(days=3)
    scheduled.save_revision(user=admin, log_action=True).publish(user=admin)
    send(signed_in(admin), policy, **{"action-submit": "1"})
    signed_in(admin).post(reverse("wagtailadmin_pages:lock", args=[notice.pk]))
    return {
        "pages": [policy, interpretation, notice],
        "agency_page": other,
        "document": document,
        "image": image,
    }


def keys(foreign):
    """Return what to put into an address, so that it leads to another's draft."""
    policy = PolicyPage.objects.get(pk=foreign["pages"][0].pk)
    pages = [page.pk for page in foreign["pages"]]
    sections = [HomePage.objects.get().pk, foreign["agency_page"].pk]
    by_name = {
        "app_label": ["policies"],
        "app_name": ["policies"],
        "content_type_app_name": ["policies"],
        "model_name": ["policypage"],
        "content_type_model_name": ["policypage"],
        "action": ["publish", "move"],
        "action_name": ["copy", "approve"],
        "parent_page_id": sections,
        "destination_id": sections,
        "revision_id": [policy.latest_revision.pk],
        "revision_id_a": ["earliest"],
        "revision_id_b": ["latest"],
        "task_id": [policy.current_workflow_task.pk],
        "task_state_id": [policy.current_workflow_task_state.pk],
        "workflow_state_id": [policy.current_workflow_state.pk],
        "workflow_pk": [Workflow.objects.first().pk],
        "document_id": [foreign["document"].pk],
        "doc_id": [foreign["document"].pk],
        "image_id": [foreign["image"].pk],
        "collection_id": [foreign["document"].collection_id],
        "object_id": pages,
        "filter_spec": ["width-100"],
        "uidb64": ["MQ"],
        "token": ["a-b"],
    }
    by_place = {
        "agency": [foreign["agency_page"].agency_id],
        "documents": [foreign["document"].pk],
        "images": [foreign["image"].pk],
        "collections": [foreign["document"].collection_id],
        "pages": pages,
    }

    def values(route: str, name: str) -> list:
        if name in by_name:
            return by_name[name]
        if name != "pk":
            return pages if name.startswith("page_") else [1]
        return next((by_place[part] for part in by_place if f"/{part}" in route), [1])

    return values


def shows_secret(client, address: str, query: dict | None = None) -> bool:
    content = client.get(address, query).content
    # JSON writes Chinese in escapes.
    return any(
        form in content for form in (SECRET.encode(), ascii(SECRET)[1:-1].encode())
    )


def test_no_address_of_the_admin_shows_another_agencys_draft(people, foreign):
    client = signed_in(people["editor"])
    client.raise_request_exception = False
    every = dict.fromkeys(addresses(keys(foreign)))

    leaks = [
        f"{address} {query}"
        for address in every
        if not re.search(r"logout|jsi18n|sprite|failwhale", address)
        for query in ({}, {"q": ASKED})
        if not (query and ONE_THING.search(address))
        if shows_secret(client, address, query)
    ]

    assert not leaks, "\n" + "\n".join(leaks)
    # What was said with the refusals stands on the next screen.
    assert not shows_secret(client, reverse("wagtailadmin_home"))


def test_foreign_draft_is_not_explained_nor_shown_by_its_key(people, foreign):
    client = signed_in(people["editor"])
    draft = foreign["pages"][0]
    own = AgencyPage.objects.exclude(pk=foreign["agency_page"].pk).get()
    address = add_url(own, "interpretations.interpretationpage")

    assert not shows_secret(client, address, {"policy": draft.pk})
    form = filled_in(client, address, InterpretationPage(), title="解读")
    answer = client.post(address, form | {"policy": str(draft.pk)}, follow=True)

    assert SECRET not in answer.content.decode()
    assert not InterpretationPage.objects.filter(title="解读").exists()


def test_foreign_draft_is_not_cited_by_its_key(policy, people, foreign):
    client = signed_in(people["editor"])
    cited = {
        "relations-TOTAL_FORMS": "1",
        "relations-0-kind": "basis",
        "relations-0-target": str(foreign["pages"][0].pk),
        "relations-0-cited_title": "某某文件",
        "relations-0-ORDER": "1",
    }

    answer = send(client, policy, **cited)

    draft = PolicyPage.objects.get(pk=policy.pk).get_latest_revision_as_object()
    assert [relation.target for relation in draft.relations.all()] == [None]
    assert SECRET not in answer.content.decode()


def test_reference_that_somebody_else_has_set_stays(policy, people, foreign):
    """The disclosure office may cite any draft; the editor's next edit keeps it."""
    target = foreign["pages"][0]
    policy.relations = [PolicyRelation(kind="basis", target=target)]
    policy.save_revision()

    send(signed_in(people["editor"]), policy, signature="署名")

    draft = PolicyPage.objects.get(pk=policy.pk).get_latest_revision_as_object()
    assert [relation.target_id for relation in draft.relations.all()] == [target.pk]


# 监督检查 reads everything and changes nothing.

OWN_ACCOUNT = re.compile(r"login|logout|password_reset|account|dismissibles")
TYPED = {
    "title": "改",
    "name": "改",
    "comment": "改",
    "note": "移交",
    "next": "/admin/",
    "action-publish": "1",
    "include_descendants": "on",
    "restriction_type": "login",
    "new_title": "改",
    "new_slug": "changed",
}


def test_reviewer_changes_nothing_at_any_address_of_the_admin(people, foreign):
    reviewer = User.objects.create_user("reviewer", password="password")
    reviewer.groups.add(Group.objects.get(name=REVIEWERS))
    client = signed_in(reviewer)
    client.raise_request_exception = False
    client.get("/")  # The site's identity is made when it is first asked for.
    before = everything()

    for address in dict.fromkeys(addresses(keys(foreign))):
        if not OWN_ACCOUNT.search(address):
            client.post(address, TYPED)

    assert changes(before) == set()
