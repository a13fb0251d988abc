"""同步发布: what ties a policy to its interpretations, asked by everybody.

Invariant: a policy and its interpretations are public together or not at all. Every
live policy is 主动公开, unrestricted and covered by a live interpretation of its own;
every live interpretation belongs to a live policy. This module only reads and says
what is wrong, in the editor's words; `interpretations.guard` enforces it.
Source: 国办发〔2016〕80号; 长治市城管局 2020 on 同步起草、同步审签、同步发布.
"""

from django.apps import apps
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils import timezone

from policies.models import PolicyPage


def interpretations():
    """Return all interpretations; looked up late, since their form asks this module."""
    return apps.get_model("interpretations", "InterpretationPage").objects.all()


def covering(policy_id: int):
    """Return the interpretations that cover a policy; judged by SQL alone.

    Its own (no alias), live, not expired, behind no view restriction, and complete:
    what the public can read, and that says something. The single definition of
    解读覆盖 for form, guard, report and check.
    """
    return every_covering().filter(policy_id=policy_id)


def every_covering():
    """Return all interpretations that can cover a policy, whichever it is."""
    return interpretations().filter(covers(), live=True).public()


def covers() -> Q:
    """Return what makes an interpretation that everybody can read cover its policy."""
    unexpired = Q(expire_at=None) | Q(expire_at__gt=timezone.now())
    return Q(unexpired, alias_of=None, is_complete=True)


def is_public(policy_id: int) -> bool:
    """Tell whether the policy is live."""
    return PolicyPage.objects.filter(pk=policy_id, live=True).exists()


def incomplete(missing: list[str]) -> str:
    """Return the words for an interpretation that lacks required elements."""
    return f"解读还缺少：{'、'.join(missing)}。"


def trouble(interpretation, policy) -> str | None:
    """Return why this draft cannot go public with its policy, or None if it can."""
    draft = interpretation.get_latest_revision_as_object()
    if draft.policy_id != policy.pk:
        return "最新草稿已改为解读另一份文件"
    if interpretation.withdrawn_on_purpose:
        return "此前已单独撤下，如需恢复，请打开修改并保存"
    if draft.go_live_at and draft.go_live_at > timezone.now():
        return "单独设置了定时发布，请取消后随政策文件同步发布"
    if interpretation.get_view_restrictions().exists():
        return "设有访问限制，公众无法阅读"
    if draft.missing:
        return f"还缺少{'、'.join(draft.missing)}"
    try:
        draft.full_clean()
    except ValidationError as error:
        return "内容有误：" + "".join(error.messages)
    return None


def drafts(policy) -> list[tuple]:
    """Return (interpretation, its trouble or None) for all that are not live."""
    waiting = interpretations().filter(policy_id=policy.pk, alias_of=None, live=False)
    return [(page, trouble(page, policy)) for page in waiting.order_by("pk")]


def missing_interpretation(policy) -> str | None:
    """Return the words that keep an uncovered policy from going live, or None.

    One interpretation that is live, or ready to go live with it, is enough.
    """
    if policy.pk is None:
        return "还没有解读。政策文件须与解读同步发布，请先保存草稿，再撰写解读。"
    if covering(policy.pk).exists():
        return None
    waiting = drafts(policy)
    if not waiting:
        return "还没有解读。政策文件须与解读同步发布，请先撰写解读。"
    if any(reason is None for _, reason in waiting):
        return None
    return (
        "还没有可以同步发布的解读："
        + "；".join(
            f"《{page.get_admin_display_title()}》{reason}" for page, reason in waiting
        )
        + "。"
    )


def behind_restriction(policy) -> str | None:
    """Return the words that keep a policy behind a view restriction from going live."""
    if policy.path and policy.get_view_restrictions().exists():
        return "所在栏目设有访问限制，公众无法阅读，请先取消限制。"
    return None


def too_early(policy_id: int) -> str | None:
    """Return the words for an interpretation whose policy is not live, or None."""
    policy = PolicyPage.objects.filter(pk=policy_id, live=False).first()
    if policy is None:
        return None
    return (
        f"《{policy.get_admin_display_title()}》还没有发布。解读须与政策文件同步发布，"
        "请保存草稿，发布政策文件时，这篇解读会一并发布。"
    )


def stranding(policy_id: int, going) -> str | None:
    """Return the words if `going` is all that covers a live policy, or None.

    `going` is a collection, or a query set, of primary keys.
    """
    left = covering(policy_id)
    if not is_public(policy_id) or not left.filter(pk__in=going).exists():
        return None
    return None if left.exclude(pk__in=going).exists() else stranded(policy_id)


def stranded(policy_id: int) -> str:
    """Return the words that refuse to leave this live policy without interpretation."""
    title = PolicyPage.objects.get(pk=policy_id).title
    return (
        f"这是已发布文件《{title}》唯一的解读，不能单独撤下、删除或改为解读其他文件。"
        "如需撤下，请撤下政策文件，解读会随之撤下。"
    )


def stranding_by_repointing(
    interpretation_id: int | None, policy_id: int
) -> str | None:
    """Return the words if naming this policy strands the one it explains now."""
    # The row, not the form's instance: that one is the latest revision.
    for row in (
        interpretations().filter(pk=interpretation_id).exclude(policy_id=policy_id)
    ):
        return stranding(row.policy_id, going=[row.pk])
    return None
