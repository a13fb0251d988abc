"""CalendarDay: which days are worked, as data an administrator corrects."""

from django.db import models


class CalendarDay(models.Model):
    """One day of a year whose holidays are known; a year is here whole or not at all.

    Holidays and make-up days come from the yearly notice of 国务院办公厅, which cannot
    be computed ahead.
    """

    day = models.DateField("日期", unique=True)
    is_working = models.BooleanField("工作日")
    note = models.CharField(
        "说明", max_length=60, blank=True, help_text="节日名称，或者调休上班。"
    )

    class Meta:
        verbose_name = "工作日历"
        verbose_name_plural = "工作日历"
        ordering = ["-day"]

    def __str__(self) -> str:
        return f"{self.day}：{'工作日' if self.is_working else '休息'}"
