"""SentDigest: on which day somebody was last told by mail of what is due."""

import datetime

from django.conf import settings
from django.db import models


class SentDigest(models.Model):
    """The last digest of one person; written before the mail is sent.

    So nobody gets two on a day, whatever happens to the process that sends them.
    """

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="sent_digest"
    )
    sent_on = models.DateField("发送日期", null=True)

    class Meta:
        verbose_name = "到期提醒"
        verbose_name_plural = "到期提醒"

    def __str__(self) -> str:
        return f"{self.user}（{self.sent_on}）"

    @classmethod
    def claim(cls, user, day: datetime.date) -> bool:
        """Take this person's mail of that day upon oneself; False if it is taken."""
        cls.objects.get_or_create(user=user)
        untaken = cls.objects.filter(user=user).exclude(sent_on=day)
        return bool(untaken.update(sent_on=day))
