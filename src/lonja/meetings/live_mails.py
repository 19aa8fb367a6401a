"""What the day writes to people: that somebody has a moment for them."""

from django.utils.translation import gettext as _
from django.utils.translation import override

from lonja.base.outbox import Mail
from lonja.events.models import Participation
from lonja.meetings import mails
from lonja.meetings.agenda import clock
from lonja.meetings.models import Slot


def proposals(edition, made, people):
    """A mail to each of these people to whom a meeting is proposed."""
    told = {who for one in made for who in (one.sender_id, one.recipient_id)} & set(people)
    both = {who for one in made for who in (one.sender_id, one.recipient_id)}
    rows = Participation.objects.select_related("person__user", "organisation").in_bulk(both)
    known = mails.addresses([rows[who] for who in sorted(told)])
    slots = Slot.objects.in_bulk({one.slot_id for one in made})
    for who in sorted(known):
        mine = [one for one in made if who in (one.sender_id, one.recipient_id)]
        yield _proposal(edition, rows, rows[who], known[who], mine, slots)


def _proposal(edition, rows, reader, address, made, slots):
    language = mails.language_of(reader)
    with override(language):
        lines = []
        for one in made:
            other = rows[one.recipient_id if one.sender_id == reader.pk else one.sender_id]
            words = {"time": clock(slots[one.slot_id].starts_at, edition.zone_info), "person": other}
            words["organisation"] = other.organisation or _("without an organisation")
            lines.append(_("– %(time)s: %(person)s (%(organisation)s)") % words)
        words = {
            "person": reader.person,
            "lines": "\n".join(lines),
            "address": mails.address_of("meetings:now", edition),
        }
        text = _(
            "Hello %(person)s,\n\nyou have a free moment, and so has somebody else:\n\n%(lines)s\n\n"
            "Accept or ignore it here: %(address)s\n"
        )
        return Mail(
            to=[address],
            subject=_("A meeting is proposed to you at %(edition)s") % {"edition": edition},
            text=text % words,
            purpose="meetings",
            language=language,
        )
