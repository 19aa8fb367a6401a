"""The programme as pages show it, and what in it stands in its own way. Pure over rows that are read."""

from dataclasses import dataclass
from datetime import date
from itertools import groupby

from django.utils.translation import gettext as _

from lonja.base.texts import worded
from lonja.events.speaking import same


@dataclass(frozen=True, slots=True)
class Line:
    """One talk or demonstration.

    Attributes:
        day: on which it begins, at the venue.
        left: places left; None where as many come as want to.
        is_mine: whether the reader has a place there.
    """

    session: object
    day: date
    starts: str
    ends: str
    title: object
    left: int | None
    is_mine: bool


def days(sessions, zone_info, *, mine=frozenset()):
    """(day, lines) in order; each session carries `taken`, the places that are taken."""
    lines = (line(session, zone_info, mine) for session in sessions)
    return [(day, list(found)) for day, found in groupby(lines, key=lambda one: one.day)]


def beside(sessions, zone_info, arrangement, *, mine=frozenset()):
    """(name of a room or stream, lines) by name, what has none at the end; each in order of time."""
    found = {}
    for session in sessions:
        found.setdefault(getattr(session, arrangement), []).append(line(session, zone_info, mine))
    return sorted(found.items(), key=lambda pair: (not pair[0], pair[0].casefold()))


def arrangements(sessions):
    """By what else than by day a programme can be read: only where there is more than one of it."""
    return [name for name in ("room", "stream") if len({getattr(one, name) for one in sessions} - {""}) > 1]


def line(session, zone_info, mine=frozenset()):
    """One talk as pages show it, by the clock of the venue."""
    starts, ends = (moment.astimezone(zone_info) for moment in (session.starts_at, session.ends_at))
    taken = getattr(session, "taken", 0)  # counted only where places are shown
    left = None if session.capacity is None else max(session.capacity - taken, 0)
    return Line(
        session, starts.date(), f"{starts:%H:%M}", f"{ends:%H:%M}", worded(session.title), left,
        session.pk in mine,
    )  # fmt: skip


def clashes(sessions):
    """Sentences about two talks at one time in one room, or with one speaker; sessions in order of time."""
    found = []
    for place, one in enumerate(sessions):
        for other in sessions[place + 1 :]:
            if other.starts_at >= one.ends_at:
                break
            names = {"one": one, "other": other}
            if one.room and one.room.casefold() == other.room.casefold():
                found.append(_("“%(one)s” and “%(other)s” need the same room at one time.") % names)
            theirs = {same(who.name) for who in other.speakers.all()}
            if shared := [who for who in one.speakers.all() if same(who.name) in theirs]:
                names["speaker"] = shared[0]
                found.append(_("%(speaker)s speaks in “%(one)s” and “%(other)s” at one time.") % names)
    return found
