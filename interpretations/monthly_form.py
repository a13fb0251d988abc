"""Which month is reported, and as what kind of file."""

import datetime

from django import forms
from django.utils import timezone

from interpretations.figures import years


def months() -> list[datetime.date]:
    """Return the first days of the months that can be reported, the newest first.

    Those that are over, of this year and of the year before, in years with figures.
    """
    today = timezone.localdate()
    return [
        month
        for year in (today.year, today.year - 1)
        if year in years()
        for month in (datetime.date(year, number, 1) for number in range(12, 0, -1))
        if month < today.replace(day=1)
    ]


class MonthForm(forms.Form):
    """The month that is reported, and the kind of file."""

    month = forms.TypedChoiceField(label="月份")
    kind = forms.ChoiceField(
        label="格式", choices=[("docx", "文档 DOCX"), ("xlsx", "电子表格 XLSX")]
    )

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.months = {f"{month:%Y-%m}": month for month in months()}
        self.fields["month"].choices = [
            (key, f"{month.year}年{month.month}月")
            for key, month in self.months.items()
        ]
        self.fields["month"].coerce = self.months.get
