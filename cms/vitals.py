"""Signs of life: when each standing duty last ran, and how it ended."""

import datetime

from django.db import models
from django.utils import timezone


class Duty(models.TextChoices):
    """What must go on happening for the site to be well."""

    WORK = "work", "后台进程"
    PUBLICATION_CHECK = "publication_check", "同步发布检查"


class Vital(models.Model):
    """The last run of one duty; `words` say how it ended, for people."""

    duty = models.CharField(max_length=30, choices=Duty.choices, unique=True)
    recorded_at = models.DateTimeField()
    is_well = models.BooleanField()
    words = models.TextField(blank=True)

    class Meta:
        verbose_name = "运行记录"
        verbose_name_plural = "运行记录"

    def __str__(self) -> str:
        return f"{self.get_duty_display()}（{self.recorded_at}）"

    @property
    def age(self) -> datetime.timedelta:
        """Return how long ago the duty ran."""
        return timezone.now() - self.recorded_at


def record(duty: Duty, *, is_well: bool, words: str = "") -> None:
    """Remember that a duty has just run, and how it ended."""
    Vital.objects.update_or_create(
        duty=duty,
        defaults={
            "recorded_at": timezone.now(),
            "is_well": is_well,
            "words": words,
        },
    )
