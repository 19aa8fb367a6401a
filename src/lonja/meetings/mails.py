"""What the meetings write to people, each in their own language."""

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from lonja.base.files import ICS
from lonja.base.outbox import Mail
from lonja.directory.models import Contact, ContactKind
from lonja.events.calendars import CANCEL_TYPE
from lonja.events.mails import language_of
from lonja.events.models import Participation
from lonja.events.presenting import zone_name
from lonja.meetings import agenda, agenda_words, calendars
from lonja.meetings.lifecycle import RequestState


def addresses(participations):
    """The e-mail address of each participation by its id: of the account unless closed, else the contact."""
    people = {one.person_id for one in participations if not one.person.user}
    by_person = _contacts(people) if people else {}
    known = {
        one.pk: by_person.get(one.person_id) if one.person.user is None else _open_address(one.person.user)
        for one in participations
    }
    return {pk: address for pk, address in known.items() if address}


def _contacts(people):
    rows = Contact.objects.filter(person__in=people, kind=ContactKind.EMAIL).order_by("-position", "-pk")
    return dict(rows.values_list("person_id", "value"))


def _open_address(account):
    return account.email if account.is_active else ""


def address_of(name, edition, *more):
    """A full address of a page of an edition."""
    return f"{settings.SITE_URL}{reverse(name, args=[edition.event.slug, edition.slug, *more])}"


def request_received(request):
    """Tell somebody that another participant would like to meet; the text stays on the page."""
    return _about_request(
        request,
        request.recipient,
        lambda names: _("%(person)s would like to meet you") % names,
        lambda names: (
            _(
                "%(person)s (%(organisation)s) would like to meet you at %(edition)s.\n\nPlease answer "
                "here: %(address)s\n"
            )
            % names
        ),
    )


def request_answered(request):
    """Tell the one who asked how the other has answered."""
    accepted = request.state == RequestState.ACCEPTED

    def subject(names):
        return (
            _("%(person)s would like to meet you too") if accepted else _("%(person)s cannot meet you")
        ) % names

    def text(names):
        if accepted:
            return (
                _("%(person)s (%(organisation)s) has accepted your request. The organiser plans the "
                  "time and the table; "
                  "you will get your agenda for %(edition)s by mail.\n\nYour requests: %(address)s\n") % names
            )  # fmt: skip
        return (
            _("%(person)s (%(organisation)s) has declined your request for a meeting at %(edition)s.\n\n"
              "Reason: %(reason)s\n\nYour requests: %(address)s\n") % (names | {"reason": reason_of(request)})
            if request.decline_reason
            else _("%(person)s (%(organisation)s) has declined your request for a meeting at %(edition)s.\n\n"
              "Your requests: %(address)s\n") % names
        )  # fmt: skip

    return _about_request(request, request.sender, subject, text)


def request_changed(request):
    """Tell the one who is asked that the text of a request has changed; the text stays on the page."""
    return _about_request(
        request,
        request.recipient,
        lambda names: _("%(person)s has changed a request to you") % names,
        lambda names: (
            _("%(person)s (%(organisation)s) has changed what the meeting at %(edition)s would be about."
              "\n\nPlease read and answer here: %(address)s\n") % names
        ),
    )  # fmt: skip


def request_passed(request):
    """Tell the one who asked that a colleague was proposed, who answers now."""
    first = request.passed_by.person
    return _about_request(
        request,
        request.sender,
        lambda names: _("%(first)s proposes a colleague: %(person)s") % (names | {"first": first}),
        lambda names: (
            _("%(first)s proposes that you meet %(person)s (%(organisation)s) at %(edition)s instead. "
              "Your request is with %(person)s now.\n\nYour requests: %(address)s\n")
            % (names | {"first": first})
        ),
    )  # fmt: skip


def request_expired(request):
    """Tell the one who asked that no answer came."""
    return _about_request(
        request,
        request.sender,
        lambda names: _("%(person)s has not answered") % names,
        lambda names: (
            _("%(person)s (%(organisation)s) has not answered your request for a meeting at %(edition)s "
              "in time, so it has expired. You may ask somebody else, or the same person again."
              "\n\nYour requests: %(address)s\n") % names
        ),
    )  # fmt: skip


def pair_arranged(request):
    """Tell two people that the organiser arranged a meeting between them."""
    return [
        mail
        for reader in (request.sender, request.recipient)
        for mail in _about_request(
            request,
            reader,
            lambda names: _("You will meet %(person)s") % names,
            lambda names: (
                _("The organiser of %(edition)s has arranged that you meet %(person)s (%(organisation)s). "
                  "Time and table come with your agenda.\n\nYour requests: %(address)s\n") % names
            ),
        )
    ]  # fmt: skip


def reminders(by_reader):
    """(mail, participation) for each person for whose answer others wait.

    Args:
        by_reader: the requests that wait, by the participation of who is asked.
    """
    known = addresses(list(by_reader))
    return [
        (_reminder(reader, known[reader.pk], rows), reader)
        for reader, rows in by_reader.items()
        if reader.pk in known
    ]


def _reminder(reader, address, rows):
    language = language_of(reader)
    edition = rows[0].edition
    with override(language):
        names = {"count": len(rows), "edition": edition}
        names["people"] = ", ".join(str(row.sender.person) for row in rows[:5])
        names["address"] = address_of("meetings:requests", edition)
        subject = ngettext(
            "One person waits for your answer", "%(count)s people wait for your answer", len(rows)
        )
        text = _(
            "They would like to meet you at %(edition)s: %(people)s. A request without an answer "
            "expires.\n\nPlease answer here: %(address)s\n"
        )
        return Mail(
            to=[address],
            subject=subject % names,
            text=text % names,
            purpose="meetings",
            language=language,
        )


def reason_of(request):
    """Why a request was declined, as the one who asked reads it."""
    told = request.get_decline_reason_display()
    return f"{told}. {request.decline_text}" if request.decline_text else told


def _about_request(request, reader, subject, text):
    address = addresses([reader]).get(reader.pk)
    if not address:
        return []
    other = request.other_than(reader.pk)
    language = language_of(reader)
    with override(language):
        names = {
            "person": other.person,
            "organisation": other.organisation or _("without an organisation"),
            "edition": request.edition,
            "address": address_of("meetings:requests", request.edition),
        }
        return [
            Mail(
                to=[address], subject=subject(names), text=text(names), purpose="meetings", language=language
            )
        ]


def agendas(run, before, *, to_everybody=False):
    """The agenda, as a mail with a calendar file, for everybody for whom it is new or has changed.

    Args:
        run: the plan that holds now.
        before: the plan that held until now, or None.
        to_everybody: also for those for whom it is the same: it is final now.
    """
    new = agenda.entries_of_all(run.edition, run)
    old = agenda.entries_of_all(run.edition, before) if before else {}
    touched = [pk for pk in {**new, **old} if to_everybody or new.get(pk, []) != old.get(pk, [])]
    return _agenda_mails(run, new, old, touched, is_confirmed=to_everybody)


def agendas_of(run, old, touched):
    """The agenda for those whose meetings were moved by hand in the plan that holds.

    Args:
        run: the plan, as it is now.
        old: their agendas as they were, by participation id.
        touched: their participation ids.
    """
    new = agenda.entries_of_all(run.edition, run, only=touched)
    changed = [pk for pk in touched if new.get(pk, []) != old.get(pk, [])]
    return _agenda_mails(run, new, old, changed)


def _agenda_mails(run, new, old, touched, *, is_confirmed=False):
    rows = Participation.objects.filter(pk__in=touched).select_related("person__user", "own_time")
    rows = rows.order_by("pk")
    known = addresses(rows)
    return [
        _agenda_mail(run, one, known[one.pk], new.get(one.pk, []), old.get(one.pk, []), is_confirmed)
        for one in rows
        if one.pk in known
    ]


def _agenda_mail(run, participation, address, entries, old, is_confirmed):
    language = language_of(participation)
    kept = {entry.uid for entry in entries}
    with override(language):
        url = address_of("meetings:agenda", run.edition)
        words = {"edition": run.edition, "address": url, "count": sum(e.kind == "meeting" for e in entries)}
        words |= {"person": participation.person, "zone": zone_name(run.edition)}
        venue = calendars.Venue.of_edition(run.edition)
        facts = calendars.numbered(run.edition, run) | {"url": url}
        gone = [entry for entry in old if entry.uid not in kept]
        file = calendars.calendar_file(
            venue, entries, **facts, cancelled=gone, provisional=run.is_provisional
        )
        files = [("agenda.ics", file, ICS)]
        if gone:  # programs that take meetings out only by a file of its own
            off = calendars.calendar_file(venue, [], **facts, cancelled=gone, method="CANCEL")
            files.append(("cancelled.ics", off, CANCEL_TYPE))
        subject = (
            _("Your provisional agenda for %(edition)s")
            if run.is_provisional
            else _("Your agenda for %(edition)s")
        )
        text = agenda_words.text(
            words, entries, old, is_provisional=run.is_provisional, is_confirmed=is_confirmed,
            zones=(run.edition.zone_info, agenda.own_zone(participation, run.edition)),
        )  # fmt: skip
        return Mail(
            to=[address],
            subject=subject % words,
            text=text,
            purpose="meetings",
            language=language,
            attachments=files,
        )
