"""Messages to groups: to exactly whom, in which language, once, and news only with consent."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core import mail as sent
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from lonja.base import jobs, outbox
from lonja.base.errors import Refused
from lonja.base.models import AuditEntry, OutboxMail
from lonja.events import message_mails, segments
from lonja.events.models import Consent, Delivery, Message
from lonja.events.services import messages as services
from tests.factories import (
    make_contact,
    make_edition,
    make_event,
    make_organisation,
    make_participation,
    make_person,
    make_request,
    make_user,
)
from tests.lonja.events.test_registrations import signed_in

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 1, 12, tzinfo=UTC)
BOTH = {
    "subject": {"en": "Doors open at nine", "es": "Abrimos a las nueve"},
    "text": {"en": "Dear {name}, see you at {edition}.", "es": "Hola, {name}: hasta pronto en {edition}."},
}


def make_guest(edition, *, name="", language="en", news=False, **fields):
    one = make_participation(edition, user=make_user(language=language, name=name), name=name, **fields)
    if news:
        Consent.objects.create(participation=one, purpose="news", given_at=NOW - timedelta(days=9))
    return one


def make_message(edition, *, actor=None, **fields):
    facts = {"purpose": "service", "groups": {}, **BOTH, **fields}
    return services.draft(edition, facts=facts, actor=actor or make_user(), now=NOW)


def send(message, *, expected=None, now=NOW):
    expected = services.readers(message).count() if expected is None else expected
    message = services.send(message, expected=expected, actor=message.written_by, now=now)
    return jobs.run_now(
        jobs.enqueue("events.send_message", args={"message_id": message.pk}, actor=message.written_by)
    )


def readers():
    return sorted(OutboxMail.objects.filter(key__startswith="event-message").values_list("to", flat=True))


def emails(*guests):
    return sorted(one.person.user.email for one in guests)


def test_all_who_are_expected_get_it_each_in_her_language_and_by_name():
    edition = make_edition()
    ana = make_guest(edition, name="Ana Ruiz", language="es")
    jon = make_guest(edition, name="Jon Etxea")
    make_guest(edition, state="cancelled")
    make_guest(make_edition())

    job = send(make_message(edition))

    assert (job.state, readers()) == ("done", emails(ana, jon))
    spanish = OutboxMail.objects.get(to=ana.person.user.email)
    assert (spanish.subject, spanish.language) == ("Abrimos a las nueve", "es")
    assert spanish.text.startswith(f"Hola, Ana Ruiz: hasta pronto en {edition}.")


def test_who_reads_another_language_is_told_in_hers_that_there_is_only_one():
    edition = make_edition()
    ana = make_guest(edition, language="es")

    send(make_message(edition, subject={"en": "Doors"}, text={"en": "At nine."}))

    text = OutboxMail.objects.get(to=ana.person.user.email).text
    assert text.split("\n\n")[1] == "At nine."
    assert text.split("\n\n")[0] != "At nine."


def guests_of_all_kinds(edition):
    spanish, french = make_organisation(country="ES"), make_organisation(country="FR")
    return {
        "company": make_guest(edition, organisation=spanish),
        "research": make_guest(edition, organisation=french, participant_type="research"),
        "waiting": make_guest(edition, organisation=french, state="waiting"),
        "remote": make_guest(edition, organisation=spanish, remote=True),
    }


@pytest.mark.parametrize(
    ("groups", "who"),
    [
        ({}, ["company", "research", "remote"]),
        ({"state": ["waiting"]}, ["waiting"]),
        ({"type": ["research"]}, ["research"]),
        ({"type": ["research", "company"], "country": ["ES"]}, ["company", "remote"]),
        ({"country": ["FR"]}, ["research"]),
        ({"country": ["FR"], "state": ["waiting", "confirmed"]}, ["research", "waiting"]),
        ({"way": ["remote"]}, ["remote"]),
        ({"way": ["remote", "on_site"]}, ["company", "research", "remote"]),
        ({"gone": ["x"]}, []),
        ({"delegation": ["x"]}, []),
    ],
)
def test_groups_narrow_each_other_and_their_values_widen(groups, who):
    edition = make_edition()
    guests = guests_of_all_kinds(edition)

    found = set(segments.recipients(edition, groups))

    assert found == {guests[name] for name in who}


@pytest.mark.parametrize(
    ("value", "who"),
    [
        ("no_requests", ["alone"]),
        ("no_accepted", ["alone", "asked", "asks"]),
        ("unanswered", ["asked"]),
        ("no_agenda", ["alone", "asked", "asks", "one", "two"]),
    ],
)
def test_meetings_offer_groups_of_their_own(value, who):
    edition = make_edition()
    guests = {name: make_guest(edition) for name in ("alone", "asks", "asked", "one", "two")}
    make_request(guests["asks"], guests["asked"], state="sent")
    make_request(guests["one"], guests["two"], state="accepted")

    found = set(segments.recipients(edition, {"meetings": [value]}))

    assert found == {guests[name] for name in who}


def test_news_reaches_only_those_who_agreed_and_carries_the_way_out():
    edition = make_edition()
    ana = make_guest(edition, news=True)
    make_guest(edition)

    send(make_message(edition, purpose="news"))

    [mail] = OutboxMail.objects.all()
    assert mail.to == ana.person.user.email
    assert mail.unsubscribe_url in mail.text
    headers = outbox.message(mail).message()
    assert headers["List-Unsubscribe"] == f"<{mail.unsubscribe_url}>"
    assert headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


def test_a_service_message_asks_for_no_consent_and_has_no_such_header():
    edition = make_edition()
    make_guest(edition)

    send(make_message(edition))

    assert outbox.message(OutboxMail.objects.get()).message()["List-Unsubscribe"] is None


def test_consent_that_ends_between_the_batch_and_the_sending_stops_the_mail():
    edition = make_edition()
    ana, jon = make_guest(edition, news=True), make_guest(edition, news=True)
    send(make_message(edition, purpose="news"))

    services.end_news(ana, now=NOW)
    outbox.deliver_due()

    assert [mail.to for mail in sent.outbox] == [[jon.person.user.email]]
    assert (Delivery.objects.get(participation=ana).reason, OutboxMail.objects.get(
        to=ana.person.user.email
    ).state) == ("no_consent", "failed")  # fmt: skip


def test_consent_that_ends_before_the_batch_leaves_the_reader_out():
    edition = make_edition()
    ana = make_guest(edition, news=True)
    message = make_message(edition, purpose="news")
    services.send(message, expected=1, actor=message.written_by, now=NOW)
    services.end_news(ana, now=NOW)

    left = services.hand_over(message, now=NOW)

    assert (left, OutboxMail.objects.count()) == (0, 0)
    assert Delivery.objects.get().reason == "no_consent"


def test_opening_the_way_out_changes_nothing_and_one_click_ends_the_news_of_the_whole_series():
    event = make_event()
    first = make_guest(make_edition(event), news=True)
    second = make_participation(make_edition(event), person=first.person)
    Consent.objects.create(participation=second, purpose="news", given_at=NOW)
    address = f"/unsubscribe/{message_mails.token_of(first)}/"
    client = Client(enforce_csrf_checks=True)

    opened = client.get(address)
    before = Consent.objects.filter(withdrawn_at=None).count()
    clicked = client.post(address, {"List-Unsubscribe": "One-Click"})
    again = client.post(address)

    assert (opened.status_code, before, clicked.status_code, again.status_code) == (200, 2, 200, 200)
    assert Consent.objects.filter(withdrawn_at=None).count() == 0
    assert AuditEntry.objects.filter(action="consent.withdrawn").count() == 1
    assert client.get("/unsubscribe/forged/").status_code == 404


def test_nobody_gets_a_message_twice_however_often_the_job_runs():
    edition = make_edition()
    for _number in range(5):
        make_guest(edition)
    message = make_message(edition)
    services.send(message, expected=5, actor=message.written_by, now=NOW)

    left = [services.hand_over(message, now=NOW, most=2) for _round in range(4)]
    Message.objects.update(state="sending")
    services.hand_over(message, now=NOW)

    assert (left, OutboxMail.objects.count()) == ([3, 1, 0, 0], 5)
    with pytest.raises(Refused, match="was sent already"):
        services.send(message, expected=5, actor=message.written_by, now=NOW)


def test_another_number_than_the_organiser_saw_is_refused():
    edition = make_edition()
    make_guest(edition)
    message = make_message(edition)
    make_guest(edition)

    with pytest.raises(Refused, match="Now 2 people would get this message, not 1"):
        services.send(message, expected=1, actor=message.written_by, now=NOW)

    assert Delivery.objects.count() == 0


def test_a_series_that_nobody_vetted_writes_to_nobody():
    edition = make_edition(make_event(vetted_at=None))
    make_guest(edition)

    with pytest.raises(Refused, match="An operator of this site looks at each new series"):
        send(make_message(edition))


def test_a_series_writes_to_so_many_readers_a_day_and_no_more(monkeypatch):
    monkeypatch.setattr(services, "MOST_READERS_A_DAY", 3)
    edition = make_edition()
    for _number in range(2):
        make_guest(edition)
    send(make_message(edition))

    with pytest.raises(Refused, match="to 3 readers at most; 2 were written to already"):
        send(make_message(edition), now=NOW + timedelta(hours=23))

    assert send(make_message(edition), now=NOW + timedelta(hours=25)).state == "done"


def test_who_has_no_account_is_written_to_at_the_address_she_is_known_by_or_left_out():
    edition = make_edition()
    known = make_participation(edition, person=make_person("Known"), language="es")
    make_contact(known.person, "known@example.org")
    unknown = make_participation(edition, person=make_person("Unknown"))

    send(make_message(edition))

    assert (readers(), OutboxMail.objects.get().language) == (["known@example.org"], "es")
    assert Delivery.objects.get(participation=unknown).reason == "no_address"


def test_the_organiser_writes_looks_sends_and_finds_it_in_the_archive():
    organiser = make_user()
    edition = make_edition(make_event(organiser=organiser))
    make_guest(edition, language="es")
    client = signed_in(organiser)
    at = f"/events/{edition.event.slug}/{edition.slug}/messages/"
    typed = {
        "purpose": "service", "to_type": ["company"], "subject_en": "Doors", "text_en": "At nine, {name}.",
    }  # fmt: skip

    faulty = client.post(f"{at}new/", typed | {"text_en": ""})
    preview = client.get(client.post(f"{at}new/", typed)["Location"])
    message = preview.context["message"]
    job = client.post(f"{message.get_absolute_url()}send/", {"readers": preview.context["total"]})
    sent_page = client.get(message.get_absolute_url())

    assert (faulty.status_code, list(faulty.context["form"].errors)) == (422, ["text_en"])
    assert [(letter["code"], letter["n"]) for letter in preview.context["letters"]] == [("en", 0), ("es", 1)]
    assert (job.status_code, sent_page.context["total"]) == (303, 1)
    assert client.get(at).status_code == 200


def test_the_archive_shows_the_newest_message_first():
    organiser = make_user()
    edition = make_edition(make_event(organiser=organiser))
    rows = [make_message(edition, actor=organiser) for _ in range(4)]
    for days, row in zip((2, 9, 0, 5), rows):
        Message.objects.filter(pk=row.pk).update(written_at=NOW - timedelta(days=days))

    answer = signed_in(organiser).get(f"/events/{edition.event.slug}/{edition.slug}/messages/")

    assert [rows.index(one) for one in answer.context["page"]] == [2, 0, 3, 1]


@pytest.mark.parametrize("path", ["", "edit/", "send/", "discard/"])
def test_messages_are_closed_to_everybody_but_the_organiser(path):
    edition = make_edition(make_event(organiser=make_user()))
    other = make_user()
    make_edition(make_event(organiser=other))
    guest = make_guest(edition)
    message = make_message(edition)
    clients = [Client(), signed_in(other), signed_in(guest.person.user)]
    method = "post" if path in ("send/", "discard/") else "get"

    answers = [getattr(client, method)(f"{message.get_absolute_url()}{path}") for client in clients]

    assert [answer.status_code for answer in answers] == [404] * 3
    assert Message.objects.count() == 1


def test_the_pages_ask_as_often_for_one_reader_as_for_thirty():
    organiser = make_user()
    edition = make_edition(make_event(organiser=organiser))
    client = signed_in(organiser)

    def asked(number):
        for _ in range(number):
            make_guest(edition, organisation=make_organisation())
        draft, done = make_message(edition), make_message(edition)
        send(done)
        counts = []
        for message in (draft, done):
            with CaptureQueriesContext(connection) as captured:
                client.get(message.get_absolute_url())
            counts.append(len(captured))
        return counts

    few, many = asked(1), asked(29)

    assert (few == many, max(many) <= 12) == (True, True)
