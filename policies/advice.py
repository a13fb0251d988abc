"""What an editor might want to know: proposals and warnings that block nothing."""

import datetime

from policies.calendar_months import months_later
from policies.models import Level, PolicyPage, RelationKind, ValidityTerm
from policies.validity import ONE_DAY


def proposed_valid_until(policy: PolicyPage) -> tuple[datetime.date, int] | None:
    """Return the usual 有效期至 and its years, or None where none is to be proposed.

    Only for 行政规范性文件 that have a 施行日期 and no 有效期至 yet. A proposal: the
    document's own words decide.
    """
    if policy.level != Level.NORMATIVE or policy.valid_until or not policy.effective_on:
        return None
    # Rows with words come before the default: see ValidityTerm.Meta.ordering.
    for term in ValidityTerm.objects.all():
        if term.applies_to(policy.title):
            end = months_later(policy.effective_on, 12 * term.years) - ONE_DAY
            return end, term.years
    return None


def effects_of(policy: PolicyPage) -> list[str]:
    """Return what publishing this policy will do to others, in words, in order.

    What an earlier publication has done already is not done, and not said, again.
    """
    done = set(policy.effects.values_list("policy", "kind")) if policy.pk else set()
    effects = []
    for relation in policy.relations.all():
        if relation.kind not in RelationKind.changing_validity() or not relation.target:
            continue
        if (relation.target_id, relation.event_kind) in done:
            continue
        day = relation.effective_on or policy.effective_on or policy.published_on
        when = f"自 {day:%Y-%m-%d} 起" if day else "自发布之日起"
        what = {
            RelationKind.AMENDS: "标注为“已修改”",
            RelationKind.REPEALS: "失效（废止）",
            RelationKind.REPLACES: "失效（被替代）",
        }[RelationKind(relation.kind)]
        effects.append(f"《{relation.target.title}》{when}{what}。")
    return effects


def advice_for(policy: PolicyPage) -> list[str]:
    """Return what to tell the editor of this policy beside what blocks it."""
    advice = []
    if proposal := proposed_valid_until(policy):
        end, years = proposal
        advice.append(
            f"还没有填写有效期。按照规则，这类文件有效期一般为 {years} 年，"
            f"即至 {end:%Y-%m-%d}；请以文件原文为准。"
        )
    return advice
