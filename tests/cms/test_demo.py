"""The sample site: every state is there, and a second run changes nothing."""

import datetime
import io
import socket
from collections import defaultdict

import docx
import openpyxl
import pytest
from bs4 import BeautifulSoup
from django.core.management import CommandError, call_command
from django.db import transaction
from wagtail.models import Page

from cms.management.commands.demo import is_free
from interpretations.audit import breaches
from interpretations.due import DueKind, When, everything_due
from interpretations.models import InterpretationForm, InterpretationPage
from interpretations.originality import copying_warning
from interpretations.schedules import schedule_of, scheduled_revisions
from policies.disclosure import NEEDS_REASON
from policies.models import (
    AgencyPage,
    ArticleKind,
    DisclosureArticlePage,
    DisclosureColumnPage,
    DisclosureReview,
    NoticePage,
    PolicyAttachment,
    PolicyPage,
    StatutoryListPage,
)
from policies.validity import Validity, ValidityEventKind

# The sample tells of the years until this day, whenever somebody looks at it.
WRITTEN_ON = datetime.date(2026, 11, 28)

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.once,
    pytest.mark.xdist_group("demo"),
]


@pytest.fixture(scope="module")
def filled(django_db_setup, django_db_blocker):
    """The sample site, filled once: it takes longer than all that is asked of it."""
    with django_db_blocker.unblock(), transaction.atomic():
        call_command("demo", no_serve=True)
        yield
        transaction.set_rollback(True)


@pytest.fixture
def demo(filled, db):
    """The sample site as it was filled; what a test changes does not last."""


def test_sample_site_shows_every_state_and_breaks_no_rule(demo):
    live = PolicyPage.objects.live()
    drafts = PolicyPage.objects.not_live()

    assert AgencyPage.objects.count() >= 8
    assert live.count() >= 40
    for validity in Validity.values:
        assert live.with_validity(validity, on=WRITTEN_ON).exists(), validity
    for kind in (
        ValidityEventKind.REPEALED,
        ValidityEventKind.AMENDED,
        ValidityEventKind.DECLARED_LAPSED,
        ValidityEventKind.KEPT,
        ValidityEventKind.EXTENDED,
    ):
        assert live.filter(validity_events__kind=kind).exists(), kind
    assert drafts.filter(interpretations=None, disclosure="proactive").exists()
    for disclosure in NEEDS_REASON:
        assert drafts.filter(disclosure=disclosure).exists(), disclosure
    assert all(each.approved_schedule for each in drafts.exclude(go_live_at=None))
    assert NoticePage.objects.live().exists()
    assert list(breaches()) == []
    assert Page.find_problems() == ([], [], [], [], [])


def test_every_form_of_interpretation_is_public(demo):
    forms = InterpretationPage.objects.live().values_list("form", flat=True)

    assert set(forms) == set(InterpretationForm.values)


def test_no_interpretation_copies_its_policy(demo):
    for page in InterpretationPage.objects.select_related("policy"):
        assert copying_warning(page, page.policy) is None, page.title


def test_pictures_and_recordings_have_their_words(demo, client):
    kinds = {"infographic", "picture", "audio", "video"}
    pages = InterpretationPage.objects.live()
    blocks = [
        (page, block)
        for page in pages
        for block in page.content
        if block.block_type in kinds
    ]

    assert {block.block_type for _, block in blocks} == kinds
    for page, block in blocks:
        words = block.value.get("text_alternative") or block.value.get("transcript")
        html = BeautifulSoup(client.get(page.url).content, "lxml")
        shown = html.select("main figure img, main audio, main video")
        assert len(words) > 50, page.title
        assert shown, page.title
        for element in shown:
            assert element.name != "img" or element["alt"]
            assert client.get(element["src"]).status_code == 200


def test_attachments_are_files_that_open(demo, client):
    attachments = PolicyAttachment.objects.filter(policy__live=True)
    opened = set()

    for attachment in attachments.select_related("document"):
        answer = client.get(attachment.document.url)
        data = b"".join(answer.streaming_content)
        kind = attachment.document.file_extension
        if kind == "docx":
            title = docx.Document(io.BytesIO(data)).paragraphs[0].text
        elif kind == "xlsx":
            title = openpyxl.load_workbook(io.BytesIO(data)).active["A1"].value
        else:
            assert data.startswith(b"%PDF-")
            title = attachment.title
        assert title == attachment.title
        opened.add(kind)

    assert opened == {"docx", "pdf", "xlsx"}


def test_lists_of_the_clean_up_say_what_the_library_says(demo):
    decision = PolicyPage.objects.get(document_number="澜政发〔2021〕11号")
    repealed, lapsed, kept = (
        [row[2] for row in block.value["data"][1:]]
        for block in decision.body
        if block.block_type == "table"
    )
    in_force = PolicyPage.objects.in_force(on=decision.published_on)
    in_force = set(in_force.values_list("document_number", flat=True))

    assert in_force.issuperset(kept)
    assert in_force.isdisjoint(repealed + lapsed)


def test_reviewers_find_hits_and_misses(demo):
    diversified = defaultdict(list)
    days = []
    for page in InterpretationPage.objects.live().select_related("policy"):
        diversified[page.published_on.year].append(page.form != "text")
        days.append((page.published_on - page.policy.published_on).days)
    share = {year: sum(told) / len(told) for year, told in diversified.items()}
    stale = [
        policy
        for policy in PolicyPage.objects.live()
        for event in policy.validity_events.filter(kind=ValidityEventKind.AMENDED)
        if event.takes_effect_on
        > max(page.published_on for page in policy.interpretations.live())
    ]

    assert share[2020] >= 0.7
    assert {year for year in range(2021, 2027) if share[year] >= 0.9} == {
        2022,
        2025,
        2026,
    }
    # Three working days pass within five days, a weekend between them included.
    assert 0 < len([late for late in days if late > 5]) < len(days) / 4
    assert 0 < len(stale) < 10


def test_some_agencies_have_been_silent_for_half_a_year(demo):
    newest = {
        page.title: max(
            (each.published_on for each in PolicyPage.objects.live().child_of(page)),
            default=datetime.date.min,
        )
        for page in AgencyPage.objects.live()
    }
    half_a_year_ago = datetime.date(2026, 5, 28)
    silent = [name for name, day in newest.items() if day < half_a_year_ago]

    assert 0 < len(silent) < len(newest)


def test_some_terms_end_within_half_a_year(demo):
    ends = PolicyPage.objects.in_force(on=WRITTEN_ON).filter(
        in_force_until__lte=datetime.date(2027, 5, 28)
    )

    assert ends.count() >= 4


def test_every_kind_of_matter_is_due(demo):
    due = everything_due(WRITTEN_ON)

    assert {each.kind for each in due} == set(DueKind)
    assert {When.of(each.due_on, WRITTEN_ON) for each in due} >= {
        When.OVERDUE,
        When.LATER,
    }
    assert DisclosureReview.objects.filter(outcome="kept").exists()


def test_some_schedules_will_be_refused(demo):
    refusals = [schedule_of(each).refusal for each in scheduled_revisions()]

    assert refusals.count("") == 1
    assert len(refusals) == 3


def test_every_sample_page_can_be_read(demo, client):
    pages = [
        *PolicyPage.objects.live(),
        *InterpretationPage.objects.live(),
        *NoticePage.objects.live(),
        *AgencyPage.objects.live(),
        *DisclosureColumnPage.objects.live(),
        *DisclosureArticlePage.objects.live(),
        *StatutoryListPage.objects.live(),
    ]

    for page in pages:
        html = client.get(page.url).content.decode()
        assert page.title in html
        assert "None" not in html, page.url


def test_every_part_of_the_disclosure_column_is_filled(demo, client):
    html = client.get(DisclosureColumnPage.objects.get().url).content.decode()

    for part in (*ArticleKind.labels, "法定主动公开内容"):
        assert part in html


def test_second_run_fills_nothing_in_twice(demo):
    before = Page.objects.count()

    call_command("demo", no_serve=True)

    assert Page.objects.count() == before


def test_taken_port_is_said_before_anything_is_done(db):
    before = Page.objects.count()

    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]

        assert not is_free(port)
        with pytest.raises(CommandError, match="已被占用"):
            call_command("demo", port=port)

    assert Page.objects.count() == before
