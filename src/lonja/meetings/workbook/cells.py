"""How the cells of an encounter are read: times at the venue, numbers of tables, choices in each language."""

import re
import zoneinfo
from datetime import date, datetime

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from lonja.base import imports
from lonja.base.imports import NotUnderstood
from lonja.events.speaking import MOST_IN_A_NAME, MOST_SPEAKERS, line_of, names_in
from lonja.meetings import remote

MOST_TABLES = 500
HIGHEST_TABLE = 32_000
NUMBER = re.compile(r"#[0-9]{1,15}\b")


def in_all_languages(*texts):
    """The texts in each language of the site."""
    found = {}
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            found.update(dict.fromkeys(str(text) for text in texts))
    return tuple(found)


def options(labels):
    """What people may write for each value: its code, and its label in each language."""
    return {
        written: value
        for value, label in labels
        for written in dict.fromkeys((str(value), *in_all_languages(label)))
    }


def remote_link():
    """The address of remote meetings."""
    return lambda cell: remote.checked(imports.as_text(cell))


def time_zone():
    """A name that the world's list of time zones knows."""

    def parse(cell):
        name = imports.as_text(cell)
        if name not in zoneinfo.available_timezones():
            raise NotUnderstood(
                _("No time zone is called “%(name)s”. Write it like Europe/Madrid.") % {"name": name}
            )
        return name

    return parse


def table_numbers():
    """One table, 7, or many: 1-24."""

    def parse(cell):
        written = imports.as_text(cell)
        many = re.fullmatch(r"(\d{1,5})\s*[-–]\s*(\d{1,5})", written)
        if not many:
            number = imports.whole(most=HIGHEST_TABLE)(cell)
            if number < 1:
                raise NotUnderstood(
                    _("There is no table %(number)s: tables are counted from 1.") % {"number": number}
                )
            return [number]
        first, last = int(many[1]), int(many[2])
        if not 1 <= first <= last <= HIGHEST_TABLE or last - first >= MOST_TABLES:
            raise NotUnderstood(
                _("“%(cell)s” is not a row of tables. Write it like 1-24.") % {"cell": written}
            )
        return list(range(first, last + 1))

    return parse


def moment_at_the_event(zone, days):
    """A day with a time; at an event of one day the time alone will do."""
    whole = imports.moment(zone)

    def parse(cell):
        try:
            at = imports.time_of_day()(cell) if not isinstance(cell, datetime) else None
        except NotUnderstood:
            at = None
        if at is None:
            return whole(cell)
        if len(days) > 1:
            raise NotUnderstood(_("Write the day too, like 31/12/2026 09:30: the event has several days."))
        # Without any day the sheet with the slots has faults of its own, which are told there.
        return whole(datetime.combine(days[0] if days else date(2000, 1, 1), at))

    return parse


def absences(zone, days):
    """Stretches of time: 10:00-11:00; 15/11/2018 12:00-12:30."""
    moment = moment_at_the_event(zone, days)

    def parse_one(written):
        found = re.fullmatch(
            r"(?:(\S+)\s+)?(\d{1,2}[:.hH]\d{2})\s*[-–]\s*(?:(\S+)\s+)?(\d{1,2}[:.hH]\d{2})", written.strip()
        )
        if not found:
            raise NotUnderstood(
                _("“%(cell)s” is not a stretch of time. Write it like 10:00-11:00.") % {"cell": written[:60]}
            )
        day = f"{found[1]} " if found[1] else ""
        last = f"{found[3]} " if found[3] else day
        starts_at, ends_at = moment(day + found[2]), moment(last + found[4])
        if ends_at <= starts_at:
            raise NotUnderstood(_("“%(cell)s” ends before it begins.") % {"cell": written[:60]})
        return starts_at, ends_at

    return imports.listed(parse_one, separators=";|\n")


def number_of_person():
    """Under which number an edition knows somebody: #123."""

    def parse(cell):
        written = imports.as_text(cell)
        if not NUMBER.fullmatch(written):
            raise NotUnderstood(_("“%(cell)s” is not a number of a registration, such as #123.")
                                % {"cell": written[:60]})  # fmt: skip
        return written

    return parse


def person():
    """Somebody by e-mail address, or by the number under which the edition knows her."""
    address = imports.email()

    def parse(cell):
        written = imports.as_text(cell)
        return written if NUMBER.fullmatch(written) else address(cell)

    return parse


def who():
    """One person, several, or an organisation by its name: (addresses or numbers, name)."""
    one = person()

    def parse(cell):
        written = imports.as_text(cell)
        if "@" not in written and not NUMBER.match(written):
            if len(written) > 200:
                raise NotUnderstood(_("A name of an organisation has at most 200 letters."))
            return (), written
        return tuple(imports.listed(one, separators=";,|\n")(cell)), ""

    return parse


def speaker_names():
    """The names of those who speak, as one line."""

    def parse(cell):
        names = names_in(imports.as_text(cell))
        if len(names) > MOST_SPEAKERS:
            raise NotUnderstood(_("A talk has %(most)d speakers at most.") % {"most": MOST_SPEAKERS})
        if any(len(name) > MOST_IN_A_NAME for name in names):
            raise NotUnderstood(
                _("A name has %(most)d letters at most; separate several by commas.")
                % {"most": MOST_IN_A_NAME}
            )
        return line_of(names)

    return parse


def row_numbers():
    """Rows of the sheet: 7, or 7; 9."""
    whole = imports.whole(2, 1_000_000)

    def parse(cell):
        return tuple(imports.listed(whole, separators=";,|\n")(cell))

    return parse


def country_code():
    """Two letters."""

    def parse(cell):
        written = imports.as_text(cell).upper()
        if not re.fullmatch(r"[A-Z]{2}", written):
            raise NotUnderstood(_("“%(cell)s” is not a country code. Write two letters, such as ES.")
                                % {"cell": written[:60]})  # fmt: skip
        return written

    return parse
