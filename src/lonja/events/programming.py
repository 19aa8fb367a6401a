"""The programme as pages show it, and what in it stands in its own way. Pure over rows that are read."""

from dataclasses import dataclass
from itertools import groupby

from django.utils.translation import gettext as _

from lonja.base.texts import worded


@dataclass(frozen=True, slots=True)
class Line:
    """One talk or demonstration of a day.

    Attributes:
        left: places left; None where as many come as want to.
        is_mine: whether the reader has a place there.
    """

    session: object
    starts: str
    ends: str
    title: object
    left: int | None
    is_mine: bool


def days(sessions, zone_info, *, mine=frozenset()):
    """(day, lines) in order; each session carries `taken`, the places that are taken."""
    lines = [
        (
            session.starts_at.astimezone(zone_info).date(),
            Line(
                session,
                f"{session.starts_at.astimezone(zone_info):%H:%M}",
                f"{session.ends_at.astimezone(zone_info):%H:%M}",
                worded(session.title),
                None if session.capacity is None else max(session.capacity - session.taken, 0),
                session.pk in mine,
            ),
        )
        for session in sessions
    ]
    return [(day, [line for _day, line in found]) for day, found in groupby(lines, key=lambda pair: pair[0])]


def speakers(session):
    """The names in the field of speakers, folded for comparison."""
    return {" ".join(name.split()).casefold() for name in session.speaker.split(",") if name.strip()}


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
            if shared := speakers(one) & speakers(other):
                names["speaker"] = next(
                    name.strip() for name in one.speaker.split(",") if name.strip().casefold() in shared
                )
                found.append(_("%(speaker)s speaks in “%(one)s” and “%(other)s” at one time.") % names)
    return found
