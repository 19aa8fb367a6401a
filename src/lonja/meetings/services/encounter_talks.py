"""When people of a workbook are there, and which talks they attend, brought into an edition."""

from django.conf import settings
from django.utils.translation import get_language

from lonja.events.lifecycle import EXPECTED, EditionState
from lonja.events.models import Absence, Session, SessionPlace
from lonja.events.services import speakers
from lonja.events.services.programme import WHEN_AND_WHERE, tell
from lonja.events.speaking import names_in


def bring_stays(people, encounter):
    """Absences become those of the workbook, for the people who stand in it."""
    facts = {people[fact.email].pk: fact for fact in encounter.people}
    wanted = {(pk, *stretch) for pk, fact in facts.items() for stretch in fact.absences}
    gone, have = [], set()  # those that stay keep their reason
    for one in Absence.objects.filter(participation__in=facts).order_by("pk"):
        key = (one.participation_id, one.starts_at, one.ends_at)
        if key in wanted and key not in have:
            have.add(key)
        else:
            gone.append(one.pk)
    Absence.objects.filter(pk__in=gone).delete()
    Absence.objects.bulk_create(
        Absence(participation_id=pk, starts_at=starts_at, ends_at=ends_at)
        for pk, starts_at, ends_at in sorted(wanted - have)
    )


def bring_talks(edition, encounter, people, brought, *, now):
    """Talks by their codes, and who of the workbook attends which.

    Whoever had a place in a talk that moves is told.
    """
    talks = Session.objects.filter(edition=edition).prefetch_related("speakers")
    present, speaking, moved = {session.code: session for session in talks}, {}, []
    for fact in encounter.talks:
        session = present.get(fact.code) or Session(edition=edition, code=fact.code)
        is_new, before = session.pk is None, session.printed()
        lines = [] if is_new else speakers.lines_of(session)
        session.starts_at, session.ends_at, session.room = fact.starts_at, fact.ends_at, fact.room
        if fact.title not in session.title.values():
            session.title = {get_language() or settings.LANGUAGE_CODE: fact.title}
        wanted = speakers.renamed(lines, names_in(fact.speaker))
        is_changed = before != session.printed() or lines != wanted
        if is_changed and not is_new:
            session.revise(now)
        if is_changed or is_new:
            session.save()
        if lines != wanted:
            speaking[session] = wanted
        is_known = not is_new and edition.state != EditionState.DRAFT
        if is_known and before[:WHEN_AND_WHERE] != session.printed()[:WHEN_AND_WHERE]:
            moved.append(session)
        brought.count("new" if is_new else "changed" if is_changed else "same")
        present[fact.code] = session
    speakers.write(speaking)
    had = set(SessionPlace.objects.filter(session__in=moved).values_list("pk", flat=True))
    _places(encounter, people, present)
    for session in moved:
        session.edition = edition
        tell(session, "moved", now=now, places=session.places.filter(pk__in=had))


def _places(encounter, people, sessions):
    """Who of the workbook attends which of its talks."""
    wanted = {
        (people[email].pk, sessions[code].pk)
        for email, code in encounter.registrations
        if people[email].state in EXPECTED  # whoever has stepped back has no place, whatever the list says
    }
    told = [sessions[fact.code].pk for fact in encounter.talks]
    listed = [people[fact.email].pk for fact in encounter.people]
    rows = SessionPlace.objects.filter(session__in=told, participation__in=listed)
    have = {(participation, session): pk for pk, participation, session in
            rows.values_list("pk", "participation", "session")}  # fmt: skip
    SessionPlace.objects.filter(pk__in=[pk for key, pk in have.items() if key not in wanted]).delete()
    SessionPlace.objects.bulk_create(
        SessionPlace(participation_id=participation, session_id=session)
        for participation, session in sorted(wanted - set(have))
    )
