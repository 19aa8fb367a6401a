"""Legs of a journey as pages show them: days and hours by the clock of each place."""

from datetime import UTC

from babel.dates import format_date, get_timezone_name
from django.utils.translation import get_language, to_locale

from lonja.base.texts import worded
from lonja.directory.places import country_name


def _locale():
    language = get_language() or "en"
    return "en_GB" if language == "en" else to_locale(language)  # our English is that of Europe


def place(leg):
    """Where a leg takes place."""
    return ", ".join(part for part in (leg.place, country_name(leg.country) if leg.country else "") if part)


def clock(leg):
    """The name of a leg's clock with its distance from UTC: Spain Time (UTC+1)."""
    moment = leg.starts_at.astimezone(leg.zone_info)
    minutes = int(moment.utcoffset().total_seconds() // 60)
    sign, minutes = ("-" if minutes < 0 else "+"), abs(minutes)
    away = f"UTC{sign}{minutes // 60}" + (f":{minutes % 60:02d}" if minutes % 60 else "")
    name = get_timezone_name(moment, locale=_locale())
    return away if leg.zone_info == UTC else f"{name} ({away})"


def stop(leg):
    """One leg as a page shows it."""
    starts, ends = leg.starts_at.astimezone(leg.zone_info), leg.ends_at.astimezone(leg.zone_info)
    same_day = starts.date() == ends.date()
    ends_words = f"{ends:%H:%M}" if same_day else f"{_day(ends)}, {ends:%H:%M}"
    return {
        "row": leg,
        "title": str(leg),
        "day": _day(starts),
        "hours": f"{starts:%H:%M}–{ends_words}" if same_day else f"{starts:%H:%M} – {ends_words}",
        "clock": clock(leg),
        "place": place(leg),
        "host": leg.host,
        "programme": leg.programme,
        "transport": worded(leg.transport),
    }


def _day(moment):
    return format_date(moment.date(), "full", locale=_locale())


def stops(legs):
    """Legs in the order of their times, each with a number."""
    return [{"number": number, **stop(leg)} for number, leg in enumerate(legs, start=1)]
