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
from itertools import islice

from django.db import DatabaseError, transaction
from django.db.models import Model, Q
from taggit.models import Tag
from wagtail.models import Page, PageViewRestriction

from cms.changes import note_change
from cms.one_work import at_the_end
from interpretations.guard import is_kind, pages_below
from interpretations.models import InterpretationPage
from policies.models import (
    Agency,
    AgencyFormerName,
    Audience,
    PolicyIssuer,
    PolicyPage,
    PolicyTag,
    Subject,
)
from search import outbox
from search.documents import documents, public_ids
from search.engines import (
    IndexingEngine,
    IndexUnavailable,
    OutsideEngine,
    SideProcessEnded,
    indexing_engine,
)

# So many documents are read at a time.
BATCH = 200

logger = logging.getLogger(__name__)


def refresh(policy_ids: Iterable[int]) -> None:
    """Make the index say of these policies what the database says.

    Within one piece of work that is done once, at its end.
    """
    at_the_end(_refresh, policy_ids)


def _refresh(policy_ids: set[int]) -> None:
    index = indexing_engine()
    if index is None:
        return
    if isinstance(index, OutsideEngine):
        outbox.note(policy_ids)
        return
    for some in batched(policy_ids, BATCH):
        public = {each.policy_id: each for each in documents(some)}
        for policy_id in some:
            try:
                with transaction.atomic():
                    if policy_id in public:
                        index.put(public[policy_id])
                    else:
                        index.remove(policy_id)
            except DatabaseError:
                # A damaged index keeps nobody from publishing; `check_search` tells.
                logger.exception("The search index cannot take policy %s.", policy_id)


# --- What changed ----------------------------------------------------------

# By which way a policy leads to a row that it is told by, and which of the row's
# fields tell; where none is named, anything may.
PARTS: dict[type[Model], tuple[str, tuple[str, ...]]] = {
    InterpretationPage: ("interpretations", ()),
    PolicyIssuer: ("issuers", ()),
    PolicyTag: ("tagged_items", ()),
    Agency: ("issuers__agency", ("name", "short_name", "successor")),
    AgencyFormerName: ("issuers__agency__former_names", ()),
    Tag: ("tagged_items__tag", ("name",)),
    Subject: ("subject", ("parent",)),
    Audience: ("audiences", ("pk",)),
}


def before_change(instance, **kwargs) -> None:
    """Remember which policies a row tells of, and what it says."""
    if model := _part(instance):
        instance._told = _told_by(model, instance.pk), _said_by(model, instance.pk)


def after_change(instance, **kwargs) -> None:
    """Refresh the policies that this row told of, or tells of now."""
    if is_kind(instance, PolicyPage):
        refresh([instance.pk])
    elif model := _part(instance):
        policies, said = instance._told
        if not PARTS[model][1] or said != _said_by(model, instance.pk):
            refresh(policies | _told_by(model, instance.pk))


def after_audiences(instance, action, pk_set, reverse, **kwargs) -> None:
    """Refresh the policies whose audiences were chosen or taken away."""
    if reverse and action == "pre_clear":
        instance._told = _told_by(Audience, instance.pk), None
    elif action.startswith("post_"):
        if not reverse:
            refresh([instance.pk])
        else:
            refresh(instance._told[0] if action == "post_clear" else pk_set)


def _part(instance) -> type[Model] | None:
    kinds = (model for model in PARTS if isinstance(instance, model))
    return (
        InterpretationPage
        if is_kind(instance, InterpretationPage)
        else next(kinds, None)
    )


def _told_by(model: type[Model], pk) -> set[int]:
    """Return the policies that the stored row tells of."""
    if pk is None:
        return set()
    if model is AgencyFormerName:
        model, pk = Agency, AgencyFormerName.objects.values("agency").filter(pk=pk)[:1]
    rows = [pk]
    if model is Agency:
        # Whoever took over is named beside those that it took over from.
        agencies = Agency.objects.filter(pk=pk)
        rows = [each for one in agencies for each in (one, *one.predecessors_in_line())]
    policies = PolicyPage.objects.filter(**{f"{PARTS[model][0]}__in": rows})
    return set(policies.values_list("pk", flat=True))


def _said_by(model: type[Model], pk) -> tuple | None:
    fields = PARTS[model][1]
    if not fields:
        return None
    return model.objects.filter(pk=pk).values_list(*fields).first()


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
    try:
        if plan is None:
            index.reset()
        elif index.prepare() and (known := public_ids()):
            logger.warning("检索索引缺失，正在重建，共 %s 份文件。", len(known))
            for _ in index.rebuild(known, processes()):
                pass
    except IndexUnavailable as error:
        logger.warning("检索服务没有响应，恢复后请运行 rebuild_search：%s", error)
    except SideProcessEnded:
        logger.warning("检索索引没有重建完，请运行 rebuild_search。")


def processes() -> int:
    """Return how many processes may analyse at once: one for each core."""
    return os.cpu_count() or 1


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
    key, digest = next(stored, (None, ""))
    for some in batched(public_ids(), BATCH):
        # One that is taken down while we read is no longer among them.
        for public in sorted(documents(some), key=lambda each: each.policy_id):
            while key is not None and key < public.policy_id:
                yield _superfluous(key)
                key, digest = next(stored, (None, ""))
            if key != public.policy_id:
                words = f"《{public.title}》不在索引中。"
                yield Difference(public.policy_id, words)
                continue
            if digest != index.fingerprint(public):
                words = f"《{public.title}》与索引中的内容不一致。"
                yield Difference(public.policy_id, words)
            key, digest = next(stored, (None, ""))
    while key is not None:
        yield _superfluous(key)
        key, digest = next(stored, (None, ""))


def _superfluous(policy_id: int) -> Difference:
    return Difference(policy_id, "索引中有这份文件，但它不是公开的文件。")


def rebuild(index: IndexingEngine) -> Iterator[tuple[int, int]]:
    """Build the index anew beside the old one; yield (done, all) after each batch.

    The public can search and editors can publish meanwhile.
    """
    known = public_ids()
    yield 0, len(known)
    for done in index.rebuild(known, processes()):
        yield done, len(known)
    note_change()  # What a search finds is another now, and no row has told.


def repair(index: IndexingEngine, found: Iterable[Difference]) -> None:
    """Make the index true where it differs."""
    refresh(difference.policy_id for difference in found)
    settle(index)
    note_change()


def settle(index: IndexingEngine) -> bool:
    """Let the index hear of all that was published; True if it has heard."""
    return not isinstance(index, OutsideEngine) or outbox.deliver_all(index)


def batched(values: Iterable[int], size: int) -> Iterator[list[int]]:
    """Yield the values in lists of this size; the last one may be shorter."""
    values = iter(values)
    while some := list(islice(values, size)):
        yield some
