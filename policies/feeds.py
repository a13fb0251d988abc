"""Atom feeds of policies, and of what becomes of them."""

import datetime

from cms.atom import ENTRIES, LibraryFeed, Subscription, beginning_of, one_line
from policies.models import Agency, PolicyPage
from policies.status_changes import TEXTS, StatusChange, status_changes


def issuers(policy: PolicyPage) -> str:
    """Return the names of the issuing agencies, the lead first."""
    return one_line("、".join(agency.name for agency in policy.issuing_agencies))


class PolicyFeed(LibraryFeed):
    """The newest policies by 发布日期."""

    subject = "政策文件"
    agencies = Agency

    def items(self, feed: Subscription):
        policies = PolicyPage.objects.live().public()
        if feed.agency:
            policies = policies.issued_by(feed.agency)
        return (
            policies.prefetch_related("issuers__agency")
            .defer(*TEXTS)
            .newest_first()[:ENTRIES]
        )

    def item_title(self, policy: PolicyPage) -> str:
        return one_line(policy.title)

    def item_description(self, policy: PolicyPage) -> str:
        facts = [policy.document_number, policy.validity_today.label]
        return "，".join(filter(None, facts))

    def item_link(self, policy: PolicyPage) -> str:
        return policy.permanent_path

    def item_author_name(self, policy: PolicyPage) -> str:
        return issuers(policy)

    def item_pubdate(self, policy: PolicyPage) -> datetime.datetime | None:
        return beginning_of(policy.public_since)

    def item_updateddate(self, policy: PolicyPage) -> datetime.datetime | None:
        return policy.last_published_at or policy.first_published_at


class StatusChangeFeed(LibraryFeed):
    """The newest changes of validity: repealed, amended, begun, lapsed."""

    subject = "文件效力变化"
    agencies = Agency

    def items(self, feed: Subscription) -> list[StatusChange]:
        return status_changes(feed.agency, most=ENTRIES)

    def item_title(self, change: StatusChange) -> str:
        return one_line(f"{change.words}：{change.policy.title}")

    def item_description(self, change: StatusChange) -> str:
        now = f"现为{change.policy.validity_today.label}"
        facts = [change.policy.document_number, change.details, now]
        return one_line("，".join(filter(None, facts)))

    def item_link(self, change: StatusChange) -> str:
        return f"{change.policy.permanent_path}#{change.key}"

    def item_author_name(self, change: StatusChange) -> str:
        return issuers(change.policy)

    def item_pubdate(self, change: StatusChange) -> datetime.datetime:
        return beginning_of(change.since)

    def item_updateddate(self, change: StatusChange) -> datetime.datetime:
        known = beginning_of(change.known_on)
        recorded = change.recorded_at
        return max(known, recorded) if recorded else known
