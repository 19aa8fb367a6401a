"""What the events write to people, each in their own language."""

from dataclasses import replace

from django.conf import settings
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import override

from lonja.accounts.models import Role
from lonja.base.outbox import Mail
from lonja.directory.amounts import euros
from lonja.directory.mails.readers import to_account, to_holders, to_operators
from lonja.directory.models import ContactKind
from lonja.events import calendars, presenting, timetables
from lonja.events.lifecycle import ParticipationState
from lonja.events.models import EventGrant, Exemption


def series_waits(event):
    """Ask the operators to look at a new series."""

    def write():
        names = {
            "event": event,
            "organiser": event.organiser,
            "address": f"{settings.SITE_URL}{reverse('events:vetting')}",
        }
        return (
            _("A new series of events waits for you: %(event)s") % names,
            _(
                "%(organiser)s has started the series “%(event)s”. It can go public, and write to people, "
                "after one of you has looked at it: %(address)s\n"
            )
            % names,
        )

    return to_operators(write, purpose="events")


def series_vetted(event):
    """Tell the organisers that their series may go public."""

    def write():
        names = {"event": event, "address": f"{settings.SITE_URL}{event.get_absolute_url()}"}
        return (
            _("%(event)s may go public") % names,
            _("Your series “%(event)s” is vetted: you can publish its editions now. %(address)s\n") % names,
        )

    organisers = EventGrant.objects.in_force().filter(event=event, role=Role.EVENT_ORGANISER, edition=None)
    return to_holders(organisers, write, purpose="events")


def question_received(edition, *, subject, text, sender):
    """Pass a question on to each organiser of an edition; the answer goes straight to who asked."""

    def write():
        names = {"edition": edition, "name": sender.name or sender.email, "subject": subject, "text": text}
        return (
            _("A question about %(edition)s: %(subject)s") % names,
            _(
                "%(name)s asks about %(edition)s:\n\n%(text)s\n\n"
                "Answer this mail and your answer goes to the person who asked. They do not know your "
                "address until then.\n"
            )
            % names,
        )

    here = EventGrant.objects.in_force().filter(Q(edition=None) | Q(edition=edition), event=edition.event_id)
    letters = to_holders(here.filter(role=Role.EVENT_ORGANISER), write, purpose="enquiry")
    once = {mail.to[0]: mail for mail in letters}  # somebody may hold it for the series and for the edition
    return [replace(mail, reply_to=sender.email) for mail in once.values()]


def registration_taken(participation, *, place=None):
    """Tell somebody how her registration stands; with a place come the days for her calendar."""
    letters = _to_participant(participation, lambda: _standing(participation.state), place=place)
    return _with_days(letters, participation)


def _with_days(letters, participation):
    """The same letters with what somebody needs who has a place: when, where, her code, her calendar."""
    if not letters or participation.state != ParticipationState.REGISTERED:
        return letters
    at = max(participation.registered_at, timezone.now())
    file = ("event.ics", calendars.days(participation, at=at), calendars.CONTENT_TYPE)
    return [
        replace(mail, text=f"{mail.text}\n{_for_the_day(participation, mail.language)}", attachments=[file])
        for mail in letters
    ]


def _for_the_day(participation, language):
    edition = participation.edition
    with override(language):
        words = {
            "dates": presenting.dates(edition),
            "place": presenting.place(edition) or "–",
            "zone": presenting.zone_name(edition),
            "code": participation.badge.code,
            "address": address_at(edition, "events:badge"),
        }
        return (
            _(
                "When: %(dates)s. All times of the programme are local time at the venue (%(zone)s).\n"
                "Where: %(place)s\n\n"
                "Your code for the door is %(code)s. The drawing that is read there is on your page; show it "
                "on your telephone or print it: %(address)s\n\n"
                "The attached file brings the days into your calendar.\n"
            )
            % words
        )


def days_changed(participation, *, at):
    """Tell somebody who comes that the days or the place are others; her calendar follows."""
    letters = _to_participant(
        participation,
        lambda: (
            _("%(edition)s has other days or another place"),
            _(
                "The organiser has changed when or where %(edition)s is held. This holds from now on; if you "
                "cannot come then, please give your place back: %(address)s\n"
            ),
        ),
    )
    file = ("event.ics", calendars.days(participation, at=at), calendars.CONTENT_TYPE)
    return [
        replace(mail, text=f"{mail.text}\n{_for_the_day(participation, mail.language)}", attachments=[file])
        for mail in letters
    ]


def registration_cancelled(participation, talks=()):
    """Tell somebody that her place is given back, and take the days and her talks out of her calendar."""
    letters = _to_participant(
        participation,
        lambda: (
            _("Your registration for %(edition)s is cancelled"),
            _(
                "You no longer have a place at %(edition)s. If this is a mistake, you can register again "
                "while registration is open: %(address)s\n\n"
                "The attached file takes the days out of your calendar.\n"
            ),
        ),
    )
    at = timezone.now()
    files = [
        ("cancelled.ics", calendars.days(participation, at=at, is_cancelled=True), calendars.CANCEL_TYPE)
    ]
    if talks and letters:
        with override(letters[0].language):
            content = timetables.talks_taken_out(participation.edition, talks, at=at)
        files.append(("cancelled-talks.ics", content, calendars.CANCEL_TYPE))
    return [replace(mail, attachments=files) for mail in letters]


def _standing(state):
    """Subject and text for each way in which a registration can stand, in the language that is active."""
    return {
        ParticipationState.REGISTERED: (
            _("You are registered for %(edition)s"),
            _("You have a place at %(edition)s. Your registration: %(address)s\n"),
        ),
        ParticipationState.APPLIED: (
            _("Your registration for %(edition)s waits for approval"),
            _("The organiser of %(edition)s looks at each registration. You see yours here: %(address)s\n"),
        ),
        ParticipationState.WAITING: (
            _("You are on the waiting list of %(edition)s"),
            _(
                "All places at %(edition)s are taken. You are number %(place)s on the waiting list. As soon "
                "as a place is free, it goes to whoever has waited longest, and you are told. You see your "
                "place in the line here: %(address)s\n"
            ),
        ),
    }[state]


def place_found(participation):
    """Tell somebody on the waiting list that a place is hers."""
    letters = _to_participant(
        participation,
        lambda: (
            _("There is a place for you at %(edition)s"),
            _(
                "A place at %(edition)s has become free, and it is yours. If you cannot come any more, "
                "please give it back here, so that the next one gets it: %(address)s\n"
            ),
        ),
    )
    return _with_days(letters, participation)


def asked_to_agree(participation, *, link, registrar):
    """Tell somebody that a colleague has registered her, and ask what she agrees to."""
    return _to_participant(
        participation,
        lambda: (
            _("%(registrar)s has registered you for %(edition)s"),
            _(
                "%(registrar)s has registered you for %(edition)s.\n\n"
                "What happens with your data is for you alone to say. Please answer four short questions "
                "here, or say that you do not come: %(link)s\n\n"
                "Until you answer, nobody but the organiser sees that you come.\n"
            ),
        ),
        link=link,
        registrar=registrar,
    )


def exemption_answered(booking):
    """Tell whoever registered people whether the fee is waived."""
    if booking.made_by is None:
        return []
    names = {
        "edition": booking.edition,
        "reason": booking.exemption_reason,
        "address": f"{settings.SITE_URL}{booking.get_absolute_url()}",
    }

    def write():
        if booking.exemption == Exemption.GRANTED:
            text = _(
                "The organiser of %(edition)s agrees that no fee is due (“%(reason)s”). "
                "Your booking: %(address)s\n"
            )
        else:
            text = _(
                "The organiser of %(edition)s cannot waive the fee (“%(reason)s”). You can have your "
                "invoice and pay it here: %(address)s\n"
            )
        return _("The fee for %(edition)s") % names, text % names

    return [to_account(booking.made_by, write, purpose="events")]


def card_payment_received(checkout):
    """Confirm to whoever paid by card that the money came."""
    if checkout.begun_by is None:
        return []
    invoice = checkout.invoice
    edition = invoice.edition
    place = [edition.event.slug, edition.slug, invoice.year, invoice.number]

    def write():
        names = {
            "invoice": invoice,
            "edition": edition,
            "amount": euros(checkout.cents),
            "address": f"{settings.SITE_URL}{reverse('events:invoice', args=place)}",
        }
        return (
            _("Your payment for %(edition)s has come") % names,
            _("We have got %(amount)s for invoice %(invoice)s. The invoice: %(address)s\n") % names,
        )

    return [to_account(checkout.begun_by, write, purpose="events")]


def registration_declined(participation, reason):
    """Tell somebody that she is not admitted, and why."""
    return _to_participant(
        participation,
        lambda: (
            _("Your registration for %(edition)s"),
            _("The organiser of %(edition)s could not admit you. The reason:\n\n%(reason)s\n"),
        ),
        reason=reason,
    )


def session_changed(session, participation, what, *, at):
    """Tell somebody that a talk where she has a place was moved, or taken away; her calendar follows."""
    is_removed = what == "removed"

    def write():
        if is_removed:
            return (
                _("“%(talk)s” does not take place"),
                _(
                    "“%(talk)s” at %(edition)s, where you had a place, does not take place.\n\n"
                    "The attached file takes it out of your calendar.\n"
                ),
            )
        return (
            _("“%(talk)s” has moved"),
            _(
                "“%(talk)s” at %(edition)s, where you have a place, is now on %(moment)s, %(room)s. "
                "If you cannot come then, please give the place back: %(page)s\n\n"
                "The attached file moves it in your calendar too.\n"
            ),
        )

    with override(address_of(participation)[1]):
        words = {
            "talk": str(session),
            "moment": _at_the_venue(session.starts_at, session.edition),
            "room": session.room or "–",
            "page": f"{settings.SITE_URL}{session.get_absolute_url()}",
        }
        content = timetables.talk_file(session, at=at, is_cancelled=is_removed)
    file = (
        ("cancelled.ics", content, calendars.CANCEL_TYPE)
        if is_removed
        else ("talk.ics", content, calendars.CONTENT_TYPE)
    )
    return [replace(mail, attachments=[file]) for mail in _to_participant(participation, write, **words)]


def _at_the_venue(moment, edition):
    told = date_format(moment.astimezone(edition.zone_info), "DATETIME_FORMAT")
    return f"{told} ({presenting.zone_name(edition)})"


def address_of(participation):
    """(e-mail address, language) of a participant: her account's, else the one she is known by."""
    person, language = participation.person, language_of(participation)
    if person.user is not None:
        return (person.user.email if person.user.is_active else ""), language
    known = (contact.value for contact in person.contacts.all() if contact.kind == ContactKind.EMAIL)
    return next(known, ""), language


def language_of(participation):
    """The language that somebody chose for the mails of this edition, else that of her account."""
    account = participation.person.user
    return language_for(participation.language, account and account.language)


def language_for(chosen, account):
    """The first of two languages that Lonja speaks, else the one it speaks to everybody.

    >>> language_for("es", "en"), language_for("", "es"), language_for("xx", None)
    ('es', 'es', 'en')
    """
    spoken = dict(settings.LANGUAGES)
    return next((each for each in (chosen, account) if each in spoken), settings.LANGUAGE_CODE)


def address_at(edition, name):
    """The full address of a page of an edition."""
    return f"{settings.SITE_URL}{reverse(name, args=[edition.event.slug, edition.slug])}"


def _to_participant(participation, write, **words):
    """One mail to a participant, in her language; nobody whose address we do not know."""
    reader, language = address_of(participation)
    if not reader:
        return []
    edition = participation.edition
    with override(language):
        names = {"edition": edition, "address": address_at(edition, "events:registration"), **words}
        subject, text = write()
        return [Mail([reader], subject % names, text % names, "events", language=language)]
