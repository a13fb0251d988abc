"""Keeps the index true: what changes a public text changes it, in one transaction.

Receivers run after those of `interpretations`, so that they see what the guard let
through, and a refusal takes their work back with all else. They name no sender where
base `Page` instances come by too. Whatever happened, the answer is the same: look at
the policy as the tables now have it.
"""

import logging
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.db import DatabaseError, transaction
from django.db.models import Q
from wagtail.models import Page, PageViewRestriction

from interpretations.guard import is_kind, pages_below
from interpretations.models import InterpretationPage
from interpretations.pairing import interpretations
from policies.models import Agency, AgencyFormerName, PolicyIssuer, PolicyPage
from search.documents import document, documents, public_policies
from search.engines import IndexingEngine, indexing_engine

# So many documents are read at a time.
BATCH = 200

logger = logging.getLogger(__name__)


def refresh(policy_ids: Iterable[int]) -> None:
    """Make the index say of these policies what the database says."""
    index = indexing_engine()
    if index is None:
        return
    for policy_id in policy_ids:
        public = document(policy_id)
        try:
            with transaction.atomic():
                if public:
                    index.put(public)
                else:
                    index.remove(policy_id)
        except DatabaseError:
            # A damaged index keeps nobody from publishing; `check_search` tells of it.
            logger.exception("The search index could not take policy %s.", policy_id)


# --- What changed ----------------------------------------------------------


def before_change(instance, **kwargs) -> None:
    """Remember which policy an interpretation explains, how an agency is known."""
    if is_kind(instance, InterpretationPage):
        instance._explained = _explained(instance)
    elif isinstance(instance, Agency):
        instance._names = _names(instance)


def after_change(instance, **kwargs) -> None:
    """Refresh the policies whose texts this row is part of."""
    if is_kind(instance, PolicyPage):
        refresh([instance.pk])
    elif is_kind(instance, InterpretationPage):
        refresh(instance._explained | _explained(instance))
    elif isinstance(instance, PolicyIssuer):
        refresh([instance.policy_id])
    elif isinstance(instance, AgencyFormerName):
        refresh(_issued_by(instance.agency_id))
    elif isinstance(instance, Agency) and instance._names != _names(instance):
        refresh(_issued_by(instance.pk))


def after_restriction(instance, **kwargs) -> None:
    """Refresh what a view restriction hid or showed."""
    refresh(_texts_below(instance.page_id))


def after_move(instance, **kwargs) -> None:
    """Refresh what moved out of a restricted part of the tree, or into one."""
    if PageViewRestriction.objects.exists():
        refresh(_texts_below(instance.pk))


def prepare(plan=None, **kwargs) -> None:
    """Make the index after `migrate`; empty it after `flush`, which has no plan."""
    index = indexing_engine()
    if index is None:
        return
    if plan is None:
        index.reset()
    elif index.prepare() and (known := _public_ids()):
        logger.warning("检索索引缺失，正在重建，共 %s 份文件。", len(known))
        for _ in index.rebuild(known, processes()):
            pass


def processes() -> int:
    """Return how many processes may analyse at once: one for each core."""
    return os.cpu_count() or 1


def _explained(interpretation) -> set[int]:
    """Return the policy that the stored interpretation explains, as a set."""
    rows = interpretations().filter(pk=interpretation.pk)
    return set(rows.values_list("policy_id", flat=True))


def _names(agency: Agency) -> list[tuple]:
    rows = Agency.objects.filter(pk=agency.pk)
    return list(rows.values_list("name", "short_name", "successor_id"))


def _issued_by(agency_id: int) -> set[int]:
    """Return the policies of an agency, and of those that it took over from."""
    agency = Agency.objects.filter(pk=agency_id).first()
    line = [agency, *agency.predecessors_in_line()] if agency else []
    issued = PolicyIssuer.objects.filter(agency__in=line)
    return set(issued.values_list("policy_id", flat=True))


def _texts_below(page_id: int) -> set[int]:
    """Return the policies that are, or are explained, on this page or below."""
    page = Page.objects.filter(pk=page_id).first()
    if page is None:
        return set()
    pages = pages_below(page)
    policies = PolicyPage.objects.filter(Q(pk__in=pages) | Q(interpretations__in=pages))
    return set(policies.values_list("pk", flat=True))


# --- The whole -------------------------------------------------------------


@dataclass(frozen=True)
class Difference:
    """One policy of which the index says something else than the database."""

    policy_id: int
    words: str

    def __str__(self) -> str:
        return f"[{self.policy_id}] {self.words}"


def differences(index: IndexingEngine) -> Iterator[Difference]:
    """Yield where the index differs from the database; nothing if it is true."""
    stored = index.fingerprints()
    known = _public_ids()
    for begin in range(0, len(known), BATCH):
        # One that is taken down while we read is no longer among them.
        for public in documents(known[begin : begin + BATCH]):
            digest = stored.pop(public.policy_id, None)
            if digest is None:
                words = f"《{public.title}》不在索引中。"
                yield Difference(public.policy_id, words)
            elif digest != index.fingerprint(public):
                words = f"《{public.title}》与索引中的内容不一致。"
                yield Difference(public.policy_id, words)
    for policy_id in stored:
        yield Difference(policy_id, "索引中有这份文件，但它不是公开的文件。")


def rebuild(index: IndexingEngine) -> Iterator[tuple[int, int]]:
    """Build the index anew beside the old one; yield (done, all) after each batch.

    The public can search and editors can publish meanwhile.
    """
    known = _public_ids()
    yield 0, len(known)
    for done in index.rebuild(known, processes()):
        yield done, len(known)


def repair(index: IndexingEngine, found: Iterable[Difference]) -> None:
    """Make the index true where it differs."""
    refresh(difference.policy_id for difference in found)


def _public_ids() -> list[int]:
    return list(public_policies().order_by("pk").values_list("pk", flat=True))
