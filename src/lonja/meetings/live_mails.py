"""What the day writes to people: that somebody has a moment for them."""

from django.utils.translation import gettext as _
from django.utils.translation import override

from lonja.base.outbox import Mail
from lonja.events.mails import language_of
from lonja.events.models import Participation
from lonja.events.presenting import zone_name
from lonja.meetings import agenda_words, mails
from lonja.meetings.agenda import own_zone
from lonja.meetings.models import Slot


def proposals(edition, made, people):
    """A mail to each of these people to whom a meeting is proposed."""
    return _to_each(edition, made, people, _proposed)


def proposals_passed(edition, passed, people):
    """A mail to each of these people that what was proposed to her is no longer."""
    return _to_each(edition, passed, people, _passed)


def _to_each(edition, made, people, worded):
    told = {who for one in made for who in (one.sender_id, one.recipient_id)} & set(people)
    both = {who for one in made for who in (one.sender_id, one.recipient_id)}
    rows = Participation.objects.select_related("person__user", "organisation", "own_time").in_bulk(both)
    known = mails.addresses([rows[who] for who in sorted(told)])
    slots = Slot.objects.in_bulk({one.slot_id for one in made})
    for who in sorted(known):
        mine = [one for one in made if who in (one.sender_id, one.recipient_id)]
        yield _mail(edition, rows, rows[who], known[who], mine, slots, worded)


def _mail(edition, rows, reader, address, made, slots, worded):
    language = language_of(reader)
    zones = (edition.zone_info, own_zone(reader, edition))
    with override(language):
        lines = []
        for one in made:
            other = rows[one.recipient_id if one.sender_id == reader.pk else one.sender_id]
            words = {"time": agenda_words.when(slots[one.slot_id].starts_at, zones), "person": other}
            words["organisation"] = other.organisation or _("without an organisation")
            lines.append(_("– %(time)s: %(person)s (%(organisation)s)") % words)
        words = {
            "person": reader.person,
            "lines": "\n".join(lines),
            "zone": zone_name(edition),
            "address": mails.address_of("meetings:now", edition),
        }
        subject, text = worded()
        return Mail(
            to=[address],
            subject=subject % {"edition": edition},
            text=text % words,
            purpose="meetings",
            language=language,
        )


def _proposed():
    return _("A meeting is proposed to you at %(edition)s"), _(
        "Hello %(person)s,\n\nyou have a free moment, and so has somebody else:\n\n%(lines)s\n\n"
        "All times are local time at the venue (%(zone)s).\n\n"
        "Accept or ignore it here: %(address)s\n"
    )


def _passed():
    return _("A proposed meeting at %(edition)s is taken back"), _(
        "Hello %(person)s,\n\nwhoever was missing at your meeting came after all, so this is no longer "
        "proposed to you:\n\n%(lines)s\n\nAll times are local time at the venue (%(zone)s).\n\n"
        "What comes next for you: %(address)s\n"
    )
