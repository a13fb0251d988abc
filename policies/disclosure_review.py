"""公开属性复核: a document that is not open is looked at again, every year.

Source: 政府信息公开条例 art. 18 (定期评估审查); 长治市城管局 2020: once a year, and
opened when the facts have changed.
"""

from django.db import transaction
from django.utils import timezone
from wagtail.log_actions import log

from policies.disclosure import NEEDS_REASON, Disclosure
from policies.locking import hold
from policies.models import DisclosureReview
from policies.models.disclosure_review import ReviewOutcome

REVIEWED = "policies.disclosure.reviewed"


def closed_documents(model):
    """Return those policies, or notices, whose determination is due for review."""
    return model.objects.not_live().filter(disclosure__in=NEEDS_REASON)


def obstacle_to_review(document) -> str:
    """Return why this document is not to be reviewed, or nothing."""
    if document.live or document.disclosure not in NEEDS_REASON:
        return "只有依申请公开和不予公开的文件需要复核。"
    return ""


def obstacle_to_opening(document) -> str:
    """Return why nobody may write a new draft of it at this moment, or nothing."""
    if document.workflow_in_progress:
        return "文件正在审签，请先完成或者取消审签，再改为主动公开。"
    if document.locked:
        return "文件已经锁定，请先解锁，再改为主动公开。"
    return ""


@transaction.atomic
def record_review(document, *, outcome: str, reason: str, user) -> DisclosureReview:
    """Record a review; one that opens the document leaves a draft that says so.

    The draft is published through the same door as every other: with its
    interpretation, signed, and by those who may. Raises ValueError where an obstacle
    stands in the way; ask for it first.
    """
    hold(document.pk)
    obstacle = obstacle_to_review(document)
    if outcome == ReviewOutcome.OPENED:
        obstacle = obstacle or obstacle_to_opening(document)
    if obstacle:
        raise ValueError(obstacle)
    review = DisclosureReview.objects.create(
        document=document,
        disclosure=document.disclosure,
        outcome=outcome,
        reason=reason,
        reviewed_by=user,
    )
    log(
        instance=document,
        action=REVIEWED,
        user=user,
        data={"words": review.words, "reason": reason},
    )
    if outcome == ReviewOutcome.OPENED:
        _open_draft(document, user)
    return review


def _open_draft(document, user) -> None:
    """Write the new determination where the editor would: into draft and page."""
    draft = document.get_latest_revision_as_object()
    draft.disclosure = Disclosure.PROACTIVE
    draft.disclosure_basis = draft.disclosure_reason = ""
    draft.disclosure_determined_by = user
    draft.disclosure_determined_at = timezone.now()
    draft.save()
    # Not judged as a whole: it is a draft, and may lack what it lacked before.
    draft.save_revision(user=user, log_action=True, clean=False)
