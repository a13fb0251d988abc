"""The guard of 同步发布, where every path to publication ends: at the row.

The policy moves first, both ways; its interpretations follow after its save; every
other save is judged by what the tables then say. So nobody needs to know who
publishes whom: while a policy goes live its row is already written when its
interpretations are published, and their own guard finds a live policy. `follow` runs
on policies only and `answer` never writes a page, so they cannot call each other in a
circle. Locks come before the write, the judgement after it, and a refusal rolls back.
No receiver names a sender, because base `Page` instances come by too.
"""

from dataclasses import dataclass

from django.db import transaction
from django.db.models import Q, QuerySet
from wagtail.models import Page

from interpretations import pairing
from interpretations.meanwhile import catch_up
from interpretations.models import InterpretationPage
from interpretations.pairing import covering, interpretations
from policies.locking import hold
from policies.models import NoticePage, PolicyPage
from policies.publication import (
    Blocker,
    PublicationRefused,
    publication_blockers,
    refuse,
)

# A save that touches none of these cannot break the pair; saving a revision must stay
# possible while something is amiss.
DECIDING = {"live", "disclosure", "alias_of", "alias_of_id", "policy", "policy_id"}


@dataclass(frozen=True)
class Before:
    """What an interpretation's row said before it is saved."""

    policy_id: int | None = None
    live: bool = False
    covers: bool = False


def refuse_if(words: str | None) -> None:
    """Raise PublicationRefused with these words, if there are any."""
    if words:
        raise PublicationRefused(words)


def is_kind(instance, model: type) -> bool:
    """Tell whether a page instance, specific or base, is of this type."""
    return isinstance(instance, Page) and issubclass(
        instance.specific_class or type(instance), model
    )


def hold_policy_of(interpretation) -> Before:
    """Lock the policy it has and the one it is getting; return what the row said."""
    getting = interpretation.__dict__.get("policy_id")  # A base Page has none.
    held: set[int] = set()
    while True:
        # Read again: it may have been pointed elsewhere while we waited.
        row = (
            interpretations()
            .filter(pk=interpretation.pk)
            .values("policy_id", "live")
            .first()
        ) or {"policy_id": None, "live": False}
        wanted = {row["policy_id"], getting} - {None}
        if wanted <= held:
            break
        hold(*wanted)
        held |= wanted
    covers = row["policy_id"] is not None and (
        covering(row["policy_id"]).filter(pk=interpretation.pk).exists()
    )
    return Before(row["policy_id"], row["live"], covers)


def before_save(instance, raw, update_fields, **kwargs) -> None:
    """Lock the pair, remember what was, and see what happened in the meantime."""
    if raw:
        return
    if is_kind(instance, PolicyPage):
        if instance.pk:
            hold(instance.pk)
        instance._was_live = Page.objects.filter(pk=instance.pk, live=True).exists()
    elif is_kind(instance, InterpretationPage):
        instance._pair_before = hold_policy_of(instance)
    else:
        return
    if instance.pk:
        catch_up(instance, whole=update_fields is None)


def after_save(instance, raw, update_fields, **kwargs) -> None:
    """Judge what the tables now say; let the interpretations follow their policy."""
    if raw or (update_fields is not None and DECIDING.isdisjoint(update_fields)):
        return
    if is_kind(instance, PolicyPage):
        follow(instance, whole=update_fields is None)
    elif is_kind(instance, InterpretationPage):
        answer(instance.pk, instance._pair_before)
    elif is_kind(instance, NoticePage) and instance.live:
        refuse(publication_blockers(instance.specific))


def follow(instance, *, whole: bool) -> None:
    """Publish or take down a policy's interpretations after the policy itself."""
    policy = PolicyPage.objects.get(pk=instance.pk)
    if policy.alias_of_id:
        # Its original could not be published any more: aliases go live after it.
        refuse_if("政策文件不能建立别名页，以免同一文件出现两个地址。")
    if not policy.live:
        # Aliases first, or they would follow their original once more.
        for page in (
            interpretations()
            .filter(policy_id=policy.pk, live=True)
            .order_by("-alias_of")
        ):
            page.unpublish()
        return
    # The instance holds rows (issuers) that are written only after this signal.
    content_saved = whole and isinstance(instance, PolicyPage)
    refuse(
        publication_blockers(
            instance if content_saved else policy,
            only_always=instance._was_live and not content_saved,
        )
    )
    if not covering(policy.pk).exists():
        for page, reason in pairing.drafts(policy):
            if reason is None:
                (page.get_latest_revision() or page.save_revision()).publish()
    if not covering(policy.pk).exists():
        refuse([Blocker("没有任何解读能够同步发布。")])
    if not content_saved:
        policy.record_effects()


def answer(interpretation_id: int, before: Before) -> None:
    """Refuse a save that shows an interpretation too early or strands a policy."""
    now = (
        interpretations()
        .only("policy_id", "live", "withdrawn_on_purpose")
        .get(pk=interpretation_id)
    )
    if now.live and (now.policy_id != before.policy_id or not before.live):
        refuse_if(pairing.too_early(now.policy_id))
    policy_is_public = before.policy_id and pairing.is_public(before.policy_id)
    if before.covers and policy_is_public and not covering(before.policy_id).exists():
        refuse_if(pairing.stranded(before.policy_id))
    withdrawn = now.withdrawn_on_purpose
    if now.live:
        withdrawn = False
    elif before.live and policy_is_public:
        withdrawn = True
    if withdrawn != now.withdrawn_on_purpose:
        interpretations().filter(pk=interpretation_id).update(
            withdrawn_on_purpose=withdrawn
        )


def before_delete(instance, origin, **kwargs) -> None:
    """Refuse to delete what alone covers a live policy, unless the policy goes too."""
    if not isinstance(instance, InterpretationPage):
        return
    doomed = (
        origin
        if isinstance(origin, QuerySet)
        else type(origin)._default_manager.filter(pk=origin.pk)
    )
    before = hold_policy_of(instance)
    if not doomed.filter(pk=before.policy_id).exists():
        refuse_if(
            pairing.stranding(
                before.policy_id, going=doomed.order_by().values_list("pk", flat=True)
            )
        )


def before_schedule(instance, raw, update_fields, **kwargs) -> None:
    """Refuse a schedule that could not be kept as things stand; note new work."""
    if raw or not instance.base_content_type_id:
        return
    if instance.base_content_type.model_class() is not Page:
        return
    model = instance.content_type.model_class()
    if model is InterpretationPage and instance.pk is None:
        # Somebody works on it again: it may come back with its policy.
        interpretations().filter(
            pk=instance.object_id, withdrawn_on_purpose=True
        ).update(withdrawn_on_purpose=False)
    if not instance.approved_go_live_at or (
        update_fields and "approved_go_live_at" not in update_fields
    ):
        return
    if model in (PolicyPage, NoticePage):
        refuse(publication_blockers(instance.as_object()))
    elif model is InterpretationPage:
        refuse_if(pairing.too_early(instance.as_object().policy_id))


@transaction.atomic
def before_restriction(instance, raw, **kwargs) -> None:
    """Refuse a view restriction on or above a public pair."""
    if not raw:
        hide(pages_below(instance.page))


@transaction.atomic
def before_move(instance, parent_page_after, **kwargs) -> None:
    """Lock what moves, since SQL rewrites the tree; refuse to move it out of sight."""
    pages = pages_below(instance)
    hold_pairs_in(pages)
    if parent_page_after.get_view_restrictions().exists():
        hide(pages)


def pages_below(page) -> QuerySet:
    """Return the primary keys of a page and of all below it, as a query."""
    below = Page.objects.descendant_of(page, inclusive=True)
    return below.order_by().values_list("pk", flat=True)


def hold_pairs_in(pages) -> None:
    """Lock every policy that is, or is explained, among these pages."""
    hold(
        *PolicyPage.objects.filter(
            Q(pk__in=pages) | Q(interpretations__in=pages)
        ).values_list("pk", flat=True)
    )


def hide(pages) -> None:
    """Refuse if a live policy, or all that covers one, is among these pages."""
    hold_pairs_in(pages)
    if policy := PolicyPage.objects.filter(pk__in=pages, live=True).first():
        refuse_if(
            f"《{policy.title}》已发布，政策和解读须让公众读到，不能设置访问限制。"
        )
    explained = PolicyPage.objects.filter(live=True, interpretations__in=pages)
    for policy_id in explained.values_list("pk", flat=True).distinct():
        refuse_if(pairing.stranding(policy_id, going=pages))
