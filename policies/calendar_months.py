"""Terms in months and years: the same day so much later, or the last of that month."""

import calendar
import datetime


def months_later(day: datetime.date, months: int) -> datetime.date:
    """Return the same day so many months later (or earlier, if negative)."""
    years, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + years, month + 1
    last = calendar.monthrange(year, month)[1]
    return datetime.date(year, month, min(day.day, last))
