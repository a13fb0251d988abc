"""The day whose validity a reader asks for: `?on=2019-06-30`, else today."""

import datetime

from django import forms
from django.utils import timezone

PARAMETER = "on"
DAY_FORMATS = ["%Y-%m-%d", "%Y/%m/%d", "%Y.%m.%d", "%Y年%m月%d日", "%Y%m%d"]


class DayForm(forms.Form):
    """Reads the day; one that cannot be read is said, and today is shown."""

    on = forms.DateField(
        label="日期",
        required=False,
        input_formats=DAY_FORMATS,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": "日期无法识别，请按“2024-03-08”的样子填写。"},
    )

    @property
    def day(self) -> datetime.date:
        """Return the day asked for, today if none can be read; never raises."""
        return self.chosen or timezone.localdate()

    @property
    def chosen(self) -> datetime.date | None:
        """Return the day asked for, or None."""
        self.is_valid()
        return self.cleaned_data.get(PARAMETER)
