"""One talk, and who speaks, as pages show them."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import timedelta

from django.utils import formats
from django.utils.translation import gettext as _

from lonja.base.texts import worded
from lonja.directory import policies as directory
from lonja.directory.places import folded
from lonja.events.lifecycle import EXPECTED
from lonja.events.models import Participation, Speaker
from lonja.events.presenting import offset
from lonja.events.querysets import TOOK_PLACE
from lonja.events.speaking import same

MOST_IN_A_DESCRIPTION = 200
SHOWN_PLANS = ("provisional", "published")


@dataclass(slots=True)
class SpeakerCard:
    """Somebody who speaks: where her profile stands, if its reader may see it, and her talks."""

    name: str
    affiliation: str
    href: str = ""
    talks: list = field(default_factory=list)


def times(session, zone_info):
    """Thursday, 15 November 2018, 10:00–10:30; with its last day where it is another."""
    starts, ends = (moment.astimezone(zone_info) for moment in (session.starts_at, session.ends_at))
    last = "" if starts.date() == ends.date() else f"{_day(ends)}, "
    return f"{_day(starts)}, {starts:%H:%M}–{last}{ends:%H:%M}"


def _day(moment):
    return formats.date_format(moment, _("l, j F Y"))


def own_times(session, zone_info, own):
    """The same by a reader's own clock, with its distance from UTC; nothing where both clocks agree."""
    starts = session.starts_at.astimezone(own)
    if starts.utcoffset() == session.starts_at.astimezone(zone_info).utcoffset():
        return ""
    return f"{times(session, own)} ({offset(starts)})"


def description(session):
    """The first words of what a talk is about, for other sites; else who speaks."""
    words = " ".join(worded(session.abstract).text.replace("*", "").replace("#", "").split())
    if len(words) > MOST_IN_A_DESCRIPTION:
        words = f"{words[:MOST_IN_A_DESCRIPTION].rpartition(' ')[0]} …"
    return words or session.speaker_line


def pages_of(speakers, actor):
    """Address of the profile by participation, where the speaker is shown and the reader may see it."""
    people = Participation.objects.filter(
        pk__in={one.participation_id for one in speakers if one.participation_id},
        is_listed=True,
        state__in=EXPECTED,
        person__in=directory.persons.scope(actor),
    )
    return {one.pk: one.person.get_absolute_url() for one in people.select_related("person")}


def who_speaks(sessions, actor):
    """Everybody who speaks in some talks, by name, each with her talks in their order."""
    pages = pages_of([one for session in sessions for one in session.speakers.all()], actor)
    found = {}
    for session in sessions:
        for one in session.speakers.all():
            who = found.setdefault(same(one.name), SpeakerCard(one.name, one.affiliation))
            who.affiliation = who.affiliation or one.affiliation
            who.href = who.href or pages.get(one.participation_id, "")
            who.talks.append(session)
    return sorted(found.values(), key=lambda who: folded(who.name))


def beside(session, order):
    """The talks before and after one, among (uid, title) in their order; None where there is none."""
    place = next(place for place, (uid, _title) in enumerate(order) if uid == session.uid)
    return (
        order[place - 1] if place else None,
        order[place + 1] if place + 1 < len(order) else None,
    )


def kept_away(edition):
    """Sentences about registered speakers who are not there, or sit at a table, while they speak."""
    speakers = list(
        Speaker.objects.filter(session__edition=edition, participation__state__in=EXPECTED)
        .select_related("session", "participation")
        .order_by("session__starts_at", "session__pk", "position")
    )
    seats = _seats(edition, {one.participation_id for one in speakers}) if speakers else {}
    found = []
    for one in speakers:
        talk, names = one.session, {"speaker": one, "talk": one.session}
        arrives_at, leaves_at = one.participation.arrives_at, one.participation.leaves_at
        if (arrives_at and arrives_at > talk.starts_at) or (leaves_at and leaves_at < talk.ends_at):
            found.append(_("%(speaker)s is not there all the time of “%(talk)s”.") % names)
        for starts_at, minutes in seats.get(one.participation_id, ()):
            if starts_at < talk.ends_at and talk.starts_at < starts_at + timedelta(minutes=minutes):
                names["time"] = f"{starts_at.astimezone(edition.zone_info):%H:%M}"
                found.append(_("%(speaker)s speaks in “%(talk)s” and sits at a table at %(time)s.") % names)
    return found


def _seats(edition, people):
    """(beginning, minutes) of the meetings of some people in the plan that holds, in order of time."""
    rows = edition.plan_runs.filter(
        state__in=SHOWN_PLANS, seats__participation__in=people, seats__meeting__state__in=TOOK_PLACE
    ).order_by("seats__slot__starts_at")
    seats = defaultdict(list)
    for who, *slot in rows.values_list(
        "seats__participation", "seats__slot__starts_at", "seats__slot__minutes"
    ):
        seats[who].append(slot)
    return seats
