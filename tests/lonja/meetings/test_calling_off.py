"""An edition that does not take place: what ends with it, who is told, and what everybody reads."""

import base64
import json
from datetime import UTC, date, datetime, timedelta

import icalendar
import pytest
import vobject
from django.test import Client
from django.utils import timezone

from lonja.accounts.models import Role
from lonja.base import jobs
from lonja.base.errors import Refused
from lonja.base.models import AuditEntry, Job, OutboxMail
from lonja.events import calendars, journey_calendars
from lonja.events.models import (
    Booking,
    Edition,
    EventGrant,
    FeeUnit,
    Invoice,
    ParticipantType,
    Participation,
    Payment,
    TypeRule,
)
from lonja.events.services import calling_off as money
from lonja.events.services import checkins, editions, invoices, payments, programme, registrations
from lonja.events.services.bills import unbilled
from lonja.impact import rows
from lonja.impact.services import followups, retention
from lonja.meetings.models import Meeting, MeetingRequest, PlanRun, Proposal
from lonja.meetings.services import calling_off, live, plans, requests
from tests.factories import (
    make_cluster,
    make_consent,
    make_contact,
    make_edition,
    make_event,
    make_leg,
    make_organisation,
    make_participation,
    make_person,
    make_plan,
    make_published,
    make_request,
    make_session,
    make_slots,
    make_tables,
    make_user,
)

pytestmark = pytest.mark.django_db
NOW = datetime(2018, 11, 1, 8, 0, tzinfo=UTC)
REASON = {"en": "The hall has burnt down.", "es": "El pabellón se ha quemado."}


@pytest.fixture
def hall():
    """A fair with two who meet, one who waits, requests in every state, and an organiser."""
    organiser = make_user("organiser@example.org")
    edition = make_edition(
        make_event("Fair", slug="fair", organiser=organiser), slug="2018", title={"en": "Fair 2018"},
        city="Tomelloso",
    )  # fmt: skip
    ana = make_participation(edition, user=make_user("ana@example.org", language="es"), name="Ana Ruiz")
    jon = make_participation(edition, name="Jon Gil", language="en")
    make_contact(jon.person, "jon@example.org")
    eva = make_participation(edition, user=make_user("eva@example.org"), name="Eva Mas", state="waiting")
    request = make_request(ana, jon)
    asked = make_request(jon, make_participation(edition), state="sent")
    draft = make_request(ana, asked.recipient, state="draft")
    slot, *_others = make_slots(edition)
    run = make_published((request, slot, make_tables(edition)[0]), edition=edition)
    talk = make_session(edition, attended_by=[ana], starts_at=datetime(2018, 11, 15, 10, 0, tzinfo=UTC))
    return {
        "edition": edition, "organiser": organiser, "ana": ana, "jon": jon, "eva": eva, "request": request,
        "asked": asked, "draft": draft, "run": run, "talk": talk, "slot": slot,
    }  # fmt: skip


def call_off(hall, *, now=NOW):
    edition, _job = calling_off.call_off(hall["edition"], reason=REASON, actor=hall["organiser"], now=now)
    return edition


def tell_everybody():
    for job in Job.objects.filter(kind="meetings.called_off"):
        jobs.run_now(job)


def files_of(address):
    """Names and contents of what is attached to the mail to somebody."""
    mail = OutboxMail.objects.get(to=address)
    return {name: base64.b64decode(content) for name, content, _kind in mail.attachments}


def entries_of(content):
    """What two readers that know nothing of each other find: method, and id, number, state of each entry."""
    ours = icalendar.Calendar.from_ical(content)
    theirs = vobject.readOne(content.decode())
    found = sorted((str(one["uid"]), int(one["sequence"]), str(one["status"])) for one in ours.events)
    assert found == sorted(
        (one.uid.value, int(one.sequence.value), one.status.value) for one in theirs.vevent_list
    )
    assert str(ours["method"]) == theirs.method.value
    return str(ours["method"]), found


def state_of(row):
    return type(row).objects.get(pk=row.pk).state


def test_everything_that_hangs_on_an_edition_ends_with_it(hall):
    queued = make_plan(hall["edition"])
    job = jobs.enqueue("meetings.plan", args={"run_id": queued.pk}, actor=None)
    plans.remember_job(queued, job=job)
    proposal = Proposal.objects.create(
        run=hall["run"], sender=hall["ana"], recipient=hall["eva"], slot=hall["slot"], made_at=NOW
    )

    edition = call_off(hall)

    assert (edition.state, edition.called_off_at, edition.called_off_reason) == ("called_off", NOW, REASON)
    assert [state_of(hall[name]) for name in ("request", "asked", "draft")] == [
        "accepted", "expired", "withdrawn",
    ]  # fmt: skip
    assert [one.state for one in Meeting.ever.all()] == ["cancelled"]
    assert [state_of(queued), state_of(proposal)] == ["cancelled", "passed"]
    assert Job.objects.get(pk=job.pk).state == "cancelled"
    assert [state_of(hall[name]) for name in ("ana", "jon", "eva")] == ["confirmed", "confirmed", "waiting"]
    assert PlanRun.objects.get(pk=hall["run"].pk).version == 2
    assert AuditEntry.objects.filter(action="edition.called_off", actor_id=hall["organiser"].pk).count() == 1


def test_what_was_over_when_it_was_called_off_in_its_middle_was_held(hall):
    later = make_request(hall["ana"], make_participation(hall["edition"]))
    slots = list(hall["edition"].slots.order_by("starts_at"))
    Meeting.objects.create(
        run=hall["run"], request=later, slot=slots[3], table=hall["edition"].tables.first()
    )

    call_off(hall, now=slots[0].ends_at)

    assert [one.state for one in Meeting.ever.order_by("pk")] == ["held", "cancelled"]


def test_it_cannot_be_called_off_twice_as_a_draft_or_when_it_is_over_and_never_comes_back(hall):
    call_off(hall)
    for verb in ("publish", "hide", "close", "reopen"):
        with pytest.raises(Refused):
            editions.move_edition(hall["edition"], verb, actor=hall["organiser"])

    with pytest.raises(Refused):
        call_off(hall)
    for facts, now in (({"state": "draft"}, NOW), ({}, NOW + timedelta(days=30))):
        with pytest.raises(Refused):
            calling_off.call_off(make_edition(**facts), reason=REASON, actor=None, now=now)


def test_everybody_is_told_once_in_their_language_and_their_calendar_is_cleared(hall):
    assert calling_off.reach(hall["edition"], now=NOW).people.unreachable == 1
    call_off(hall)
    tell_everybody()
    job = Job.objects.get(kind="meetings.called_off")
    calling_off.tell_batch(Edition.objects.get(), after=0)

    told = {mail.to: mail for mail in OutboxMail.objects.all()}
    assert set(told) == {"ana@example.org", "jon@example.org", "eva@example.org", "organiser@example.org"}
    assert job.state == "done"
    assert "El pabellón se ha quemado." in told["ana@example.org"].text
    assert "The hall has burnt down." in told["jon@example.org"].text
    assert [len(told[name].attachments) for name in ("ana@example.org", "jon@example.org")] == [2, 2]
    assert told["eva@example.org"].attachments == told["organiser@example.org"].attachments == []


def test_two_readers_of_calendars_find_the_day_the_meeting_and_the_talk_cancelled(hall):
    before = Client().get(f"/calendars/{hall['ana'].feed_token}.ics").content

    call_off(hall)
    tell_everybody()
    files = files_of("ana@example.org")
    after = Client().get(f"/calendars/{hall['ana'].feed_token}.ics").content

    meeting, talk = str(hall["request"].uid), str(hall["talk"].uid)
    off = sorted([(meeting, 3, "CANCELLED"), (talk, 1, "CANCELLED")])
    assert entries_of(before) == ("PUBLISH", sorted([(meeting, 1, "CONFIRMED"), (talk, 0, "CONFIRMED")]))
    assert entries_of(after) == ("PUBLISH", off)
    assert entries_of(files["cancelled-agenda.ics"]) == ("CANCEL", off)
    method, ((uid, _number, status),) = entries_of(files["cancelled.ics"])
    assert (method, uid.split("@")[0], status) == (
        "CANCEL", f"edition-{hall['edition'].pk}-{hall['ana'].pk}", "CANCELLED",
    )  # fmt: skip


def test_an_entry_of_the_day_that_is_called_off_has_a_higher_number_than_any_before(hall):
    now = timezone.now()
    Edition.objects.update(starts_on=now.date(), ends_on=now.date() + timedelta(days=1))
    sent = calendars.days(Participation.objects.get(pk=hall["ana"].pk), at=now)
    public = Client().get("/events/fair/2018/days.ics").content

    edition = call_off(hall, now=now)
    gone = calendars.days(
        Participation.objects.get(pk=hall["ana"].pk), at=edition.called_off_at, is_cancelled=True
    )
    after = Client().get("/events/fair/2018/days.ics").content

    assert entries_of(sent)[1][0][1] < entries_of(gone)[1][0][1]
    ((before_uid, before_number, _),) = entries_of(public)[1]
    assert entries_of(after) == ("PUBLISH", [(before_uid, before_number + 1, "CANCELLED")])


def test_of_an_agenda_called_off_in_its_middle_what_was_held_stays_in_the_calendar(hall):
    leg = make_leg(hall["edition"], starts_at=NOW, ends_at=NOW + timedelta(hours=1))

    edition = call_off(hall, now=hall["slot"].ends_at)
    feed = entries_of(Client().get(f"/calendars/{hall['ana'].feed_token}.ics").content)
    journey = entries_of(journey_calendars.journey(edition, [leg], url="https://example.org"))

    states = {uid: status for uid, _number, status in feed[1]}
    assert states == {str(hall["request"].uid): "CONFIRMED", str(hall["talk"].uid): "CANCELLED"}
    assert [status for _uid, _number, status in journey[1]] == ["CONFIRMED"]
    assert edition.is_off_at(hall["talk"].ends_at) is True


CLOSED_WAYS = {
    "register": lambda hall: registrations.register(
        hall["edition"], persons=[make_person(user=make_user())],
        facts={"organisation": None, "participant_type": "company", "language": "en", "remote": False},
        actor=None, now=NOW,
    ),
    "admit": lambda hall: registrations.admit(hall["eva"], actor=None),
    "step back": lambda hall: registrations.cancel(hall["ana"], actor=None),
    "conditions": lambda hall: registrations.set_conditions(
        hall["edition"], facts={"places": 9}, rules={}, actor=None
    ),
    "ask": lambda hall: requests.send(
        hall["jon"], recipient=make_participation(hall["edition"]), priority=1, actor=None, now=NOW
    ),
    "answer": lambda hall: requests.answer(hall["asked"], "accept", actor=None, now=NOW),
    "check in": lambda hall: checkins.note(hall["ana"], "in", uid="", actor=None, now=NOW),
    "book a talk": lambda hall: programme.book(hall["talk"], participation=hall["jon"], actor=None),
    "plan": lambda hall: plans.request_plan(hall["edition"], seed=1, effort="quick", actor=None, now=NOW),
    "mend": lambda hall: live.change_stay(hall["ana"], leaves_at=NOW, actor=None, now=NOW),
    "bill": lambda hall: invoices.issue(hall["edition"], keys=set(), actor=None, now=NOW),
}  # fmt: skip


@pytest.mark.parametrize("way", CLOSED_WAYS)
def test_nothing_goes_on_in_an_edition_that_was_called_off(hall, way):
    call_off(hall)

    with pytest.raises(Refused):
        CLOSED_WAYS[way](hall)


def test_what_a_device_scanned_before_counts_and_what_it_scanned_after_does_not(hall):
    checkins.ensure_badges(hall["edition"])
    edition = call_off(hall)
    token = hall["ana"].badge.token
    scans = [
        checkins.Sent(uid=f"00000000-0000-0000-0000-00000000000{n}", verb="in", scanned_at=at, token=token)
        for n, at in enumerate((NOW - timedelta(hours=1), NOW + timedelta(hours=1)))
    ]

    outcome = checkins.receive(edition, scans, actor=None, now=NOW + timedelta(hours=2))

    assert list(outcome.values()) == ["done", "unknown"]


def make_billed(hall):
    """One invoice that nobody has paid, one that was paid."""
    TypeRule.objects.create(
        edition=hall["edition"], participant_type=ParticipantType.COMPANY, fee_cents=50_00,
        fee_unit=FeeUnit.PERSON,
    )  # fmt: skip
    hall["asked"].recipient.delete()
    keys = {bill.key for bill in unbilled(hall["edition"])}
    unpaid, paid = invoices.issue(hall["edition"], keys=keys, actor=None, now=NOW - timedelta(days=1))
    payment = {"cents": paid.total_cents, "method": "transfer", "reference": "", "on": NOW.date()}
    invoices.record_payment(paid, **payment, actor=None)
    return unpaid, paid


def test_unpaid_bills_are_credited_without_a_gap_and_paid_ones_wait_for_two_people(hall):
    unpaid, paid = make_billed(hall)

    edition = call_off(hall)

    notes = Invoice.objects.exclude(credits=None)
    assert [(note.credits_id, note.number, note.total_cents) for note in notes] == [
        (unpaid.pk, 3, -unpaid.total_cents)
    ]
    assert list(money.to_give_back(edition)) == [paid]
    assert unbilled(edition) == []
    with pytest.raises(Refused):
        payments.begin(paid, actor=None, now=NOW)

    assert money.ask_all_refunds(edition, actor=hall["organiser"], now=NOW) == 1
    refund = Payment.objects.get(cents__lt=0)
    assert (refund.invoice, refund.cents, refund.is_done) == (paid, -paid.total_cents, False)
    assert Invoice.objects.exclude(credits=None).count() == 2
    with pytest.raises(Refused):
        money.ask_all_refunds(edition, actor=hall["organiser"], now=NOW)


def test_nothing_more_is_asked_for_an_invoice_that_was_paid_in_part(hall):
    _unpaid, paid = make_billed(hall)
    Payment.objects.update(cents=10_00)
    client = Client()
    client.force_login(hall["organiser"])
    address = f"/events/fair/2018/invoices/{paid}/"
    before = client.get(address).context["due"]

    edition = call_off(hall)

    assert (before, client.get(address).context["due"]) == ("50.50 euros", "")
    assert [(one.pk, one.received) for one in money.to_give_back(edition)] == [(paid.pk, 10_00)]


def test_each_reads_what_becomes_of_her_bill(hall):
    unpaid, paid = make_billed(hall)
    call_off(hall)
    tell_everybody()

    texts = {mail.to: mail.text for mail in OutboxMail.objects.all()}
    assert (unpaid.payer, paid.payer) == (hall["ana"].person, hall["jon"].person)
    assert "Something was paid for your registration." in texts["jon@example.org"]
    assert "Something was paid" not in texts["ana@example.org"]
    assert "invoice" not in texts["eva@example.org"]


def test_whoever_pays_for_others_reads_what_becomes_of_each_invoice(hall):
    make_billed(hall)
    admin = make_user()
    for _house in range(3):
        make_participation(hall["edition"], organisation=make_organisation(admin=admin))
    keys = {bill.key for bill in unbilled(hall["edition"])}
    bills = invoices.issue(hall["edition"], keys=keys, actor=None, now=NOW - timedelta(days=1))
    eva = hall["eva"].person.user
    make_participation(hall["edition"], organisation=make_organisation(admin=eva))
    keys = {bill.key for bill in unbilled(hall["edition"])}
    invoices.issue(hall["edition"], keys=keys, actor=None, now=NOW - timedelta(days=1))
    payment = {"cents": 10_00, "method": "transfer", "reference": "", "on": NOW.date()}
    invoices.record_payment(bills[2], **payment, actor=None)
    call_off(hall)
    tell_everybody()

    texts = {mail.to: mail.text for mail in OutboxMail.objects.filter(to__in=[admin.email, eva.email])}
    text = texts[eva.email]
    assert "Invoice 2018-0006 is cancelled. Please do not pay it any more." in text, "she comes herself"
    assert "2018-0003" not in text
    text = texts[admin.email]
    assert "Invoices 2018-0003, 2018-0004 are cancelled. Please do not pay them any more." in text
    assert "Something was paid for invoice 2018-0005. The organiser has a list" in text
    assert "voice" not in OutboxMail.objects.get(to="organiser@example.org").text


def test_whoever_registered_others_the_staff_and_whoever_pays_are_told_as_well(hall):
    booker, door, gone = (make_user() for _ in range(3))
    Booking.objects.create(edition=hall["edition"], made_by=booker)
    EventGrant.objects.create(user=door, role=Role.CHECK_IN_STAFF, event=hall["edition"].event)
    EventGrant.objects.create(
        user=gone, role=Role.CHECK_IN_STAFF, event=hall["edition"].event,
        edition=make_edition(hall["edition"].event),
    )  # fmt: skip
    payer = make_user()
    Booking.objects.create(edition=hall["edition"], payer=make_organisation(admin=payer))
    call_off(hall)
    tell_everybody()

    told = set(OutboxMail.objects.values_list("to", flat=True))
    assert {booker.email, door.email, payer.email} <= told
    assert gone.email not in told


def test_the_public_pages_say_it_and_do_not_offer_it(hall):
    later = timezone.localdate() + timedelta(days=60)
    Edition.objects.update(starts_on=later, ends_on=later)

    call_off(hall, now=timezone.now())
    client = Client()
    page = client.get("/events/fair/2018/").content.decode()

    facts = json.loads(
        page.split('<script type="application/ld+json"')[1].split(">", 1)[1].split("</script>")[0]
    )
    assert facts["eventStatus"] == "https://schema.org/EventCancelled"
    assert "The hall has burnt down." in page
    assert "/events/fair/2018/register/" not in page
    assert "Called off" in client.get("/events/").content.decode()
    assert "Fair 2018" not in client.get("/").content.decode()


@pytest.mark.parametrize(
    "address", ["agenda/", "now/", "requests/", "registration/", "participants/", "people/"]
)
def test_every_page_of_the_edition_says_that_it_does_not_take_place(hall, address):
    call_off(hall, now=NOW)
    client = Client()
    client.force_login(hall["ana"].person.user)

    response = client.get(f"/events/fair/2018/{address}")

    assert response.status_code == 200
    assert "burnt down" in response.content.decode()


def test_the_list_of_requests_invites_nobody_to_ask_in_an_edition_that_was_called_off(hall):
    client = Client()
    client.force_login(hall["ana"].person.user)

    def invites():
        return "Look who comes</a>" in client.get("/events/fair/2018/requests/").content.decode()

    before = invites()
    call_off(hall, now=NOW)

    assert (before, invites()) == (True, False)


def test_nobody_is_asked_what_came_of_a_meeting_that_never_was(hall):
    make_consent(hall["ana"]), make_consent(hall["jon"])
    call_off(hall)

    assert followups.ask_due(now=datetime(2018, 12, 20, tzinfo=UTC)) == 0
    assert rows.met(hall["edition"]).count() == 0


def test_personal_data_end_thirteen_months_after_the_calling_off(hall):
    far = date(2020, 6, 1)
    Edition.objects.update(starts_on=far, ends_on=far)
    call_off(hall)

    due = [len(retention.editions_due(day)) for day in (date(2019, 11, 30), date(2019, 12, 1))]
    assert due == [0, 1]


PRINCIPALS = ("nobody", "stranger", "participant", "staff", "other_organiser", "manager", "organiser")


def test_only_the_organiser_of_the_edition_calls_it_off(hall):
    cluster = make_cluster(manager=(manager := make_user()))
    other, staff = make_user(), make_user()
    make_edition(make_event(organiser=other))
    event = hall["edition"].event
    event.organiser_cluster = cluster
    event.save()
    EventGrant.objects.create(user=staff, role=Role.CHECK_IN_STAFF, event=event)
    users = {
        "nobody": None, "stranger": make_user(), "participant": hall["ana"].person.user, "staff": staff,
        "other_organiser": other, "manager": manager, "organiser": hall["organiser"],
    }  # fmt: skip
    form = {"reason_en": REASON["en"], "reason_es": REASON["es"], "is_sure": "on"}
    Edition.objects.update(starts_on=timezone.localdate(), ends_on=timezone.localdate())

    for principal in PRINCIPALS:
        client = Client()
        if users[principal]:
            client.force_login(users[principal])
        may = principal == "organiser"
        address = "/events/fair/2018/call-off/"
        assert client.get(address).status_code == (200 if may else 403), principal
        assert client.post(address, form).status_code == (303 if may else 403), principal
        assert client.post(f"{address}refunds/").status_code == (409 if may else 403), principal
        assert client.post(f"{address}reason/", form).status_code == (303 if may else 403), principal
    assert Edition.objects.get(pk=hall["edition"].pk).state == "called_off"


def test_the_page_says_in_numbers_what_will_happen_and_wants_both_languages(hall):
    make_billed(hall)
    Edition.objects.update(starts_on=timezone.localdate(), ends_on=timezone.localdate())
    client = Client()
    client.force_login(hall["organiser"])

    page = client.get("/events/fair/2018/call-off/").content.decode()
    refused = client.post("/events/fair/2018/call-off/", {"reason_en": "x", "is_sure": "on"})

    assert "Cannot be told" not in page
    assert "2 people who come, 1 who waits for a place" in page
    assert "1 (60.50 euros)" in page
    assert "Call it off and tell 3 people" in page
    assert refused.status_code == 422
    assert state_of(hall["edition"]) == "published"


def test_the_refunds_are_asked_for_on_the_page_and_approved_by_another_organiser(hall):
    _unpaid, paid = make_billed(hall)
    other = make_user()
    EventGrant.objects.create(user=other, role=Role.EVENT_ORGANISER, event=hall["edition"].event)
    call_off(hall)
    first, second = Client(), Client()
    first.force_login(hall["organiser"])
    second.force_login(other)

    before = first.get("/events/fair/2018/call-off/").content.decode()
    first.post("/events/fair/2018/call-off/refunds/")
    address = f"/events/fair/2018/refunds/{Payment.objects.get(cents__lt=0).pk}/approve/"
    own, others = (client.post(address).status_code for client in (first, second))

    assert f">{paid}</a>" in before
    assert "Ask for all refunds" in before
    assert "Ask for all refunds" not in first.get("/events/fair/2018/call-off/").content.decode()
    assert (own, others) == (409, 303)
    assert list(money.to_give_back(hall["edition"])) == []


def test_the_reason_can_be_mended_and_nobody_gets_another_mail(hall):
    call_off(hall)
    client = Client()
    client.force_login(hall["organiser"])

    mended = {"reason_en": "The hall burned.", "reason_es": "Ardió."}
    refused = client.post("/events/fair/2018/call-off/reason/", {"reason_en": "", "reason_es": "Ardió."})
    client.post("/events/fair/2018/call-off/reason/", mended)
    client.post("/events/fair/2018/call-off/", {"reason_en": "x", "reason_es": "x", "is_sure": "on"})

    assert refused.status_code == 422
    assert Edition.objects.get().called_off_reason == {"en": "The hall burned.", "es": "Ardió."}
    assert Job.objects.filter(kind="meetings.called_off").count() == 1


def crowd(number):
    """An edition to which that many come, all with meetings, requests and bills."""
    edition = make_edition()
    TypeRule.objects.create(edition=edition, participant_type=ParticipantType.COMPANY, fee_cents=50_00)
    people = [
        make_participation(edition, user=make_user(), organisation=make_organisation())
        for _ in range(number * 2)
    ]
    slots, tables = make_slots(edition), make_tables(edition, number)
    pairs = list(zip(people[::2], people[1::2], strict=True))
    make_published(
        *((make_request(*pair), slots[0], table) for pair, table in zip(pairs, tables, strict=True)),
        edition=edition,
    )
    for one, other in zip(people, people[2:] + people[:2], strict=True):
        make_request(one, other, state="sent")
    make_session(edition, attended_by=people)
    invoices.issue(edition, keys={bill.key for bill in unbilled(edition)}, actor=None, now=NOW)
    return edition


def test_both_pages_read_as_much_for_thirty_as_for_three(django_assert_max_num_queries):
    asked = []
    for number in (3, 30):
        edition, client = crowd(number), Client()
        organiser = make_user()
        EventGrant.objects.create(user=organiser, role=Role.EVENT_ORGANISER, event=edition.event)
        client.force_login(organiser)
        Edition.objects.filter(pk=edition.pk).update(
            starts_on=timezone.localdate(), ends_on=timezone.localdate()
        )
        address = f"{edition.get_absolute_url()}call-off/"
        client.get(address)
        with django_assert_max_num_queries(12) as confirming:
            client.get(address)
        for invoice in Invoice.objects.filter(edition=edition):
            Payment.objects.create(invoice=invoice, cents=invoice.total_cents, on=NOW.date())
        calling_off.call_off(edition, reason=REASON, actor=None, now=timezone.now())
        with django_assert_max_num_queries(12) as left:
            client.get(address)
        asked.append((len(confirming), len(left)))

    assert asked[0] == asked[1]


def test_calling_off_asks_as_much_for_thirty_as_for_three(django_assert_max_num_queries):
    asked = []
    for number in (3, 30):
        edition = crowd(number)
        with django_assert_max_num_queries(60) as seen:
            edition, _job = calling_off.call_off(edition, reason=REASON, actor=None, now=NOW)
        with django_assert_max_num_queries(20) as told:
            calling_off.tell_batch(edition, after=0)
        asked.append((len(seen), len(told)))

    assert asked[0] == asked[1]
    assert OutboxMail.objects.count() == 66
    assert MeetingRequest.objects.filter(state="sent").count() == 0
