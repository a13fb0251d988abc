"""目标: what share of interpretations is asked for, from which year on, and by whom."""

from collections import defaultdict

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models


class Measure(models.TextChoices):
    """What a target can be set for; `interpretations.figures` defines each."""

    DIVERSIFIED = "diversified", "多样化解读"
    OTHER_CHANNELS = "other_channels", "其他渠道发布"
    TIMELY = "timely", "按时解读"
    FRESH = "fresh", "随修改更新"


class CoverageTarget(models.Model):
    """One share asked for, from one year on until a later row of the same measure."""

    measure = models.CharField("指标", max_length=16, choices=Measure.choices)
    from_year = models.PositiveSmallIntegerField(
        "自哪一年起", validators=[MinValueValidator(1949), MaxValueValidator(2999)]
    )
    percent = models.PositiveSmallIntegerField(
        "目标（%）", validators=[MinValueValidator(1), MaxValueValidator(100)]
    )
    source = models.CharField("依据", max_length=255, blank=True)

    class Meta:
        verbose_name = "解读目标"
        verbose_name_plural = "解读目标"
        ordering = ["measure", "from_year"]
        constraints = [
            models.UniqueConstraint(
                fields=["measure", "from_year"],
                name="one_target_of_a_measure_from_a_year",
                violation_error_message="这项指标在这一年已有目标。",
            )
        ]

    def __str__(self) -> str:
        return f"{self.from_year}年起{self.get_measure_display()}不低于 {self.percent}%"


class Targets:
    """All targets, read once."""

    def __init__(self) -> None:
        self.rows: dict[str, dict[int, int]] = defaultdict(dict)
        for row in CoverageTarget.objects.all():
            self.rows[row.measure][row.from_year] = row.percent

    def of(self, measure: Measure, year: int | None) -> int | None:
        """Return the share asked for in that year, None before there was a target."""
        rows = self.rows[measure]
        since = max((first for first in rows if year and first <= year), default=None)
        return rows[since] if since else None
