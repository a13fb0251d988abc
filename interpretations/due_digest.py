"""到期提醒: what is overdue or due this week, by mail, to whom it concerns.

Each person is told of what 到期事项 shows that person, so of no page that they may not
read; nobody is told of nothing. The administrator, who is in no group, mends the site
and not the documents.
"""

import datetime
import logging
from itertools import groupby

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.mail import EmailMessage, get_connection
from django.urls import reverse
from django.utils import timezone

from interpretations.due import Due, When, concerning, everything_due
from interpretations.models import SentDigest
from policies.models import AgencyPage

logger = logging.getLogger(__name__)

PRESSING = (When.OVERDUE, When.WEEK)
# What one reads of each group; the list has the rest.
MOST = 20


def send_digests(today: datetime.date | None = None) -> int:
    """Send everybody who has not had it the digest of today; return how many went.

    Raises OSError if the mail server is away: then nothing is taken for sent. A mail
    that fails by itself is logged and not tried again that day, as it may have gone.
    """
    today = today or timezone.localdate()
    agencies = dict(AgencyPage.objects.values_list("path", "title"))
    every = everything_due(today)
    sent = 0
    with get_connection() as connection:
        for user in _recipients(today):
            message = digest(concerning(user, every), today, agencies)
            if message is None or not SentDigest.claim(user, today):
                continue
            message.to, message.connection = [user.email], connection
            try:
                message.send()
            except OSError:
                logger.exception("The digest of %s could not be sent", user.pk)
                connection.close()
                connection.open()
            else:
                sent += 1
    return sent


def _recipients(today: datetime.date):
    people = get_user_model().objects.filter(is_active=True, groups__isnull=False)
    return (
        people.exclude(email="")
        .exclude(sent_digest__sent_on=today)
        .distinct()
        .order_by("pk")
    )


def digest(
    items: list[Due], today: datetime.date, agencies: dict[str, str]
) -> EmailMessage | None:
    """Return the mail about these items, to nobody yet; None if nothing presses.

    `agencies` are the names of agencies by the path of their page.
    """
    groups = {
        when: list(each)
        for when, each in groupby(items, key=lambda each: When.of(each.due_on, today))
    }
    counts = [
        f"{when.label} {len(groups[when])} 项" for when in PRESSING if when in groups
    ]
    if not counts:
        return None
    parts = ["您好：", *(_part(when, groups, agencies) for when in PRESSING)]
    if later := len(groups.get(When.MONTH, ())):
        parts.append(f"本月另有 {later} 项。")
    parts += [
        f"完整清单：{settings.WAGTAILADMIN_BASE_URL}{reverse('due')}",
        "本邮件由系统自动发送，每天最多一封。",
    ]
    return EmailMessage(
        subject=f"到期事项：{'，'.join(counts)}",
        body="\n\n".join(filter(None, parts)) + "\n",
        headers={"Auto-Submitted": "auto-generated"},
    )


def _part(when: When, groups: dict[When, list[Due]], agencies: dict[str, str]) -> str:
    found = groups.get(when, [])
    lines = [_line(each, agencies) for each in found[:MOST]]
    if left := len(found) - len(lines):
        lines.append(f"……另有 {left} 项，见完整清单。")
    return "\n".join([f"【{when.label}】", *lines]) if lines else ""


def _line(item: Due, agencies: dict[str, str]) -> str:
    whose = "，".join(filter(None, (agencies.get(item.unit), item.person)))
    title = f"《{item.title}》（{whose}）" if whose else f"《{item.title}》"
    if item.unit in agencies and agencies[item.unit] == item.title:
        title = item.title
    return f"{item.due_on} {item.kind.label}：{title}{item.words}"
