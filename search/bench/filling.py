"""Puts bulk papers into the tables: straight rows, with interpretations that cover."""

import json
import uuid
from collections.abc import Callable, Iterable
from datetime import datetime
from html import escape
from itertools import islice

from django.contrib.contenttypes.models import ContentType
from django.db import DEFAULT_DB_ALIAS, connection, models, transaction
from django.db.models.sql import InsertQuery
from django.utils import timezone
from wagtail.models import Locale, Page

from cms.models import HomePage
from interpretations.models import InterpretationPage
from policies.disclosure import Disclosure
from policies.models import Agency, AgencyPage, PolicyIssuer, PolicyPage, Subject
from policies.validity import Period
from search.bench.texts import OFFICES, Paper

BATCH = 500
# SQLite takes only so many values in one statement.
ROWS_AT_ONCE = 20


def fill(papers: Iterable[Paper], home: HomePage, told: Callable[[int], None]) -> None:
    """Store all papers as public policies with an interpretation each.

    Rows go straight into the tables, past signals and index, as a restored backup
    would; `rebuild_search` is to follow. `told` hears how many are done.
    """
    agencies = {name: _agency(home, name, at) for at, name in enumerate(OFFICES)}
    subjects = list(Subject.objects.filter(parent__isnull=False))
    maker = _Maker(agencies, subjects)
    done = 0
    papers = iter(papers)
    while batch := list(islice(papers, BATCH)):
        with transaction.atomic():
            for paper in batch:
                maker.add(paper)
            maker.flush()
        done += len(batch)
        told(done)
    for name, (page, _) in agencies.items():
        Page.objects.filter(pk=page.pk).update(numchild=maker.children[name])


def _agency(home: HomePage, name: str, at: int) -> tuple[AgencyPage, Agency]:
    agency, _ = Agency.objects.get_or_create(
        name=f"澜川市{name}", defaults={"institution_code": f"LC{at:07d}"}
    )
    page = home.add_child(
        instance=AgencyPage(title=agency.name, slug=f"office-{at}", agency=agency)
    )
    return page, agency


class _Maker:
    def __init__(self, agencies: dict, subjects: list[Subject]) -> None:
        self.agencies, self.subjects = agencies, subjects
        self.children = dict.fromkeys(agencies, 0)
        self.next_id = (Page.objects.aggregate(last=models.Max("pk"))["last"] or 0) + 1
        self.kinds = ContentType.objects.get_for_models(PolicyPage, InterpretationPage)
        self.locale = Locale.get_default()
        self.now: datetime = timezone.now()
        self.bases: list[Page] = []
        self.policies: list[PolicyPage] = []
        self.interpretations: list[InterpretationPage] = []
        self.issuers: list[PolicyIssuer] = []

    def add(self, paper: Paper) -> None:
        _, agency = self.agencies[paper.office]
        serial = self.next_id
        page = self._base(PolicyPage, paper.office, paper.title, f"p{serial}")
        valid = Period(paper.issued, paper.valid_until)
        policy = PolicyPage(
            **page,
            index_number=f"{agency.institution_code}/{paper.year}-{serial:06d}",
            document_number=paper.number,
            number_code=paper.code,
            number_year=paper.year,
            number_serial=paper.serial,
            issued_on=paper.issued,
            published_on=paper.issued,
            public_on=paper.issued,
            effective_on=paper.issued,
            valid_until=paper.valid_until,
            genre="notice",
            level="normative" if serial % 3 else "other",
            subject=self.subjects[serial % len(self.subjects)],
            disclosure=Disclosure.PROACTIVE,
            in_force_from=valid.since,
            in_force_until=valid.until,
            validity=valid.validity_on(timezone.localdate()),
            signature=f"{paper.place}市{paper.office}",
        )
        # As the field stores it: a stream value would be made only to be unmade.
        html = "".join(f"<p>{escape(line)}</p>" for line in paper.paragraphs)
        policy.__dict__["body"] = json.dumps(
            [{"type": "text", "value": html, "id": str(uuid.uuid4())}],
            ensure_ascii=False,
        )
        policy.__dict__["enclosed_body"] = "[]"
        self.policies.append(policy)
        self.issuers.append(
            PolicyIssuer(policy_id=policy.pk, agency=agency, sort_order=0)
        )
        title = f"《{paper.title}》解读"[:255]
        matter = paper.thing or paper.title
        page = self._base(InterpretationPage, paper.office, title, f"p{serial}-jd1")
        explained = InterpretationPage(
            **page,
            policy_id=policy.pk,
            published_on=paper.issued,
            public_on=paper.issued,
            background=f"<p>{matter}关系群众切身利益，需要作出规定。</p>",
            main_points=f"<p>明确{matter}的对象、标准和程序。</p>",
            interpreting_body=agency,
            interpreter="政策法规科 林知远",
            contact="0879-6600123",
            is_complete=True,
            element_count=3,
        )
        explained.__dict__["content"] = "[]"
        self.interpretations.append(explained)

    def _base(self, model, office: str, title: str, slug: str) -> dict:
        parent, _ = self.agencies[office]
        self.children[office] += 1
        fields = {
            "path": Page._get_path(
                parent.path, parent.depth + 1, self.children[office]
            ),
            "depth": parent.depth + 1,
            "title": title,
            "draft_title": title,
            "slug": slug,
            "url_path": f"{parent.url_path}{slug}/",
            "live": True,
            "content_type": self.kinds[model],
            "locale": self.locale,
            "first_published_at": self.now,
            "last_published_at": self.now,
        }
        pk, self.next_id = self.next_id, self.next_id + 1
        self.bases.append(Page(pk=pk, **fields))
        return {"pk": pk, "page_ptr_id": pk}

    def flush(self) -> None:
        """Write what was collected: base rows, then what each model adds to them."""
        Page.objects.bulk_create(self.bases)
        for model, rows in (
            (PolicyPage, self.policies),
            (InterpretationPage, self.interpretations),
        ):
            _insert(model, rows)
        PolicyIssuer.objects.bulk_create(self.issuers)
        for rows in (self.bases, self.policies, self.interpretations, self.issuers):
            rows.clear()


def _insert(model: type[models.Model], rows: list) -> None:
    """Insert the model's own columns alone, which `bulk_create` cannot do."""
    with connection.cursor() as cursor:
        for begin in range(0, len(rows), ROWS_AT_ONCE):
            query = InsertQuery(model)
            query.insert_values(
                model._meta.local_concrete_fields, rows[begin : begin + ROWS_AT_ONCE]
            )
            for sql, values in query.get_compiler(DEFAULT_DB_ALIAS).as_sql():
                cursor.execute(sql, values)
