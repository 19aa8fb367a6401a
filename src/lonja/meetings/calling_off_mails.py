"""What people are told when an edition is called off, and the files that clear their calendars."""

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from lonja.base.outbox import Mail
from lonja.base.texts import worded
from lonja.directory.mails.readers import to_account
from lonja.events import calendars as days
from lonja.events import presenting
from lonja.events.lifecycle import EXPECTED
from lonja.events.mails import address_of
from lonja.meetings import calendars

PURPOSE = "events"


def called_off(participation, run, entries, *, paid, bills=()):
    """Tell somebody who comes, or waits to, that the edition does not take place.

    Args:
        participation: with the edition, which was called off.
        run: the plan that held, or None.
        entries: her meetings and talks that fall away.
        paid: whether something was paid for her, False when the bill is credited, None when there was none.
        bills: the invoices that she pays, as (invoice, whether something was paid); told in its place.
    """
    reader, language = address_of(participation)
    if not reader:
        return []
    edition, has_place = participation.edition, participation.state in EXPECTED
    with override(language):
        subject, text = _letter(edition, _consequences(entries, has_place=has_place, paid=paid, bills=bills))
        return [
            Mail(
                [reader],
                subject,
                text,
                PURPOSE,
                language=language,
                attachments=_files(participation, run, entries) if has_place else [],
            )
        ]


def called_off_to(user, edition, bills=()):
    """Tell somebody who works for the edition, registered others, or pays.

    Args:
        bills: the invoices that she pays, as (invoice, whether something was paid).
    """
    return to_account(user, lambda: _letter(edition, _about_bills(bills)), purpose=PURPOSE)


def _about_bills(bills):
    """What becomes of invoices, each sentence with their numbers."""
    paid = [str(invoice) for invoice, is_paid in bills if is_paid]
    unpaid = [str(invoice) for invoice, is_paid in bills if not is_paid]
    if unpaid:
        yield ngettext(
            "Invoice %(numbers)s is cancelled. Please do not pay it any more.",
            "Invoices %(numbers)s are cancelled. Please do not pay them any more.",
            len(unpaid),
        ) % {"numbers": ", ".join(unpaid)}
    if paid:
        yield ngettext(
            "Something was paid for invoice %(numbers)s. The organiser has a list of what is to be given "
            "back.",
            "Something was paid for invoices %(numbers)s. The organiser has a list of what is to be given "
            "back.",
            len(paid),
        ) % {"numbers": ", ".join(paid)}


def _letter(edition, consequences):
    """Subject and text in the language that is active; each consequence is a paragraph."""
    names = {
        "edition": edition,
        "dates": presenting.dates(edition),
        "place": presenting.place(edition) or "–",
        "reason": worded(edition.called_off_reason).text,
        "address": f"{settings.SITE_URL}{edition.get_absolute_url()}",
    }
    paragraphs = [
        _("%(edition)s does not take place. It was planned for %(dates)s (%(place)s).") % names,
        _("The reason: %(reason)s") % names,
        *consequences,
        _("What the organiser says about it stands here: %(address)s") % names,
    ]
    return _("%(edition)s is called off") % names, "\n\n".join(paragraphs) + "\n"


def _consequences(entries, *, has_place, paid, bills):
    if bills:
        yield from _about_bills(bills)
    elif paid:
        yield _(
            "Something was paid for your registration. The organiser has a list of what is to be given back."
        )
    elif paid is not None:
        yield _("The invoice for your registration is cancelled. Please do not pay it any more.")
    if entries:
        yield ngettext(
            "With it falls away what stood in your agenda: one meeting or talk.",
            "With it falls away what stood in your agenda: %(n)s meetings and talks.",
            len(entries),
        ) % {"n": len(entries)}
    if has_place:
        yield _("You need not do anything: the attached files take everything out of your calendar.")
    else:
        yield _("You need not do anything: your wish to come is closed.")


def _files(participation, run, entries):
    """A file that takes the days out of her calendar, and one for what stood in her agenda."""
    edition = participation.edition
    content = days.days(participation, at=edition.called_off_at, is_cancelled=True)
    files = [("cancelled.ics", content, days.CANCEL_TYPE)]
    if entries:
        facts = calendars.numbered(edition, run) | {"url": "", "cancelled": entries, "method": "CANCEL"}
        off = calendars.calendar_file(calendars.Venue.of_edition(edition), [], **facts)
        files.append(("cancelled-agenda.ics", off, days.CANCEL_TYPE))
    return files
