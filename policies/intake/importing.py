"""A file becomes a draft: what the text says is filled in, the rest is flagged."""

import hashlib
from dataclasses import asdict, dataclass, field
from pathlib import Path

from django.core.exceptions import ValidationError
from django.db import transaction

from policies.disclosure import NEEDS_REASON, Disclosure
from policies.document_number import canonical_form
from policies.intake.citations import Citation
from policies.intake.damage import Doubt
from policies.intake.elements import DocumentElements, parse_elements
from policies.intake.readers import UnreadableFileError, read_text_file
from policies.intake.stream import to_stream
from policies.models import (
    AgencyPage,
    Genre,
    ImportRecord,
    PolicyIssuer,
    PolicyPage,
    PolicyRelation,
    RelationKind,
)
from policies.models.document import bears_number
from policies.secrecy import secrecy_refusal

SUFFIXES = frozenset({".txt", ".md", ".markdown"})
TITLE_LENGTH = 255
NUMBER_LENGTH = 200


@dataclass(frozen=True)
class Imported:
    """What became of one file: a new draft, an older one, or a refusal."""

    file_name: str
    policy: PolicyPage | None = None
    is_new: bool = False
    refusal: str = ""
    doubts: list[Doubt] = field(default_factory=list)


def importable_files(path: Path) -> list[Path]:
    """Return the text and Markdown files at this path, sorted by name.

    A file is returned itself, whatever its suffix: its own refusal will say why.
    """
    if path.is_file():
        return [path]
    return sorted(
        file
        for file in path.rglob("*")
        if file.is_file() and file.suffix.lower() in SUFFIXES
    )


def import_file(path: Path, agency_page: AgencyPage) -> Imported:
    """Make a draft below the agency's page from one file; never raises for its content.

    A file with the same bytes makes no second draft for the same agency.
    """
    data = path.read_bytes()
    content_hash = hashlib.sha256(data).hexdigest()
    known = ImportRecord.objects.filter(
        agency=agency_page.agency, content_hash=content_hash
    ).first()
    if known is not None:
        return Imported(path.name, policy=known.policy)
    try:
        elements = parse_elements(read_text_file(data, path.name))
        if elements.secrecy_mark:
            raise ValidationError(secrecy_refusal(elements.secrecy_mark))
        with transaction.atomic():
            policy, doubts = _make_draft(elements, agency_page, path.stem)
            ImportRecord.objects.create(
                agency=agency_page.agency,
                policy=policy,
                file_name=path.name[:255],
                content_hash=content_hash,
                doubts=[asdict(doubt) for doubt in doubts],
            )
    except UnreadableFileError as error:
        return Imported(path.name, refusal=str(error))
    except ValidationError as error:
        return Imported(path.name, refusal="".join(error.messages))
    return Imported(path.name, policy=policy, is_new=True, doubts=doubts)


def _make_draft(
    elements: DocumentElements, agency_page: AgencyPage, stem: str
) -> tuple[PolicyPage, list[Doubt]]:
    doubts = list(elements.doubts)
    title = elements.title or stem
    if not elements.title:
        doubts.append(Doubt(1, "没有读出标题，暂以文件名代替，请改正。", stem))
    if len(title) > TITLE_LENGTH:
        doubts.append(Doubt(1, "标题过长，已截短，请核对。", title))
    disclosure = elements.disclosure
    if disclosure in NEEDS_REASON:
        label = Disclosure(disclosure).label
        doubts.append(
            Doubt(1, f"原文注明“{label}”，请认定公开属性并填写依据和理由。", label)
        )
        disclosure = ""
    policy = PolicyPage(
        title=title[:TITLE_LENGTH],
        genre=genre_of(title),
        live=False,
        document_number=canonical_form(elements.number_text)[:NUMBER_LENGTH],
        issued_on=elements.issued_on,
        effective_on=elements.effective_on,
        valid_until=elements.valid_until,
        addressees=elements.addressees,
        body=to_stream(elements.body),
        enclosed_title=elements.enclosed_title[:TITLE_LENGTH],
        enclosed_body=to_stream(elements.enclosed_body),
        signature=elements.signature,
        notes="\n".join(elements.notes),
        disclosure=disclosure,
    )
    policy.issuers = [PolicyIssuer(agency=agency_page.agency)]
    policy.relations = [
        *(_relation(cited, RelationKind.REPEALS) for cited in elements.repeals),
        *(
            _relation(cited, RelationKind.BASIS)
            for cited in elements.citations
            if cited not in elements.repeals
        ),
    ]
    agency_page.add_child(instance=policy)
    policy.save_revision()
    return policy, doubts


def genre_of(title: str) -> str:
    """Return the 文种 that a title ends with, or "" where it names none."""
    for genre in Genre:
        if title.endswith(genre.label.removesuffix("（令）")):
            return genre.value
    return ""


def _relation(cited: Citation, kind: RelationKind) -> PolicyRelation:
    """Return the relation to what is cited; resolved by exact number or title only."""
    number = str(cited.number) if cited.number else ""
    title = cited.title[:TITLE_LENGTH]
    matches = PolicyPage.objects.none()
    if number and not cited.number.is_partial:
        matches = PolicyPage.objects.filter(bears_number(cited.number))
    elif title:
        matches = PolicyPage.objects.filter(title=title)
    found = list(matches[:2])
    return PolicyRelation(
        kind=kind,
        # Two documents of the same number or title: a person must choose.
        target=found[0] if len(found) == 1 else None,
        cited_number=number[:NUMBER_LENGTH],
        cited_title=title,
        found_in=f"原文第 {cited.line} 行",
    )
