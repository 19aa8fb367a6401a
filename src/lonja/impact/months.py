"""Days that lie so many months after another."""

import calendar
from datetime import date


def months_after(day, months):
    """The same day so many months later; the last of the month where it has fewer days.

    >>> months_after(date(2026, 1, 31), 1)
    datetime.date(2026, 2, 28)
    """
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    last = calendar.monthrange(year, month + 1)[1]
    return date(year, month + 1, min(day.day, last))
