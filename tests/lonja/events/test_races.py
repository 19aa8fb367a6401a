"""Many register at once: exactly as many places are given as there are."""

import threading

import pytest
from django.db import IntegrityError
from django.urls import reverse

from lonja.events.models import Invoice, InvoiceCounter, Participation, Payment
from lonja.events.providers import sandbox
from lonja.events.services import invoices, payments
from lonja.events.services import registrations as services
from lonja.events.services.bills import unbilled
from tests.factories import make_organisation, make_participation, make_person, make_user
from tests.lonja.events.test_invoices import make_paid_edition
from tests.lonja.events.test_payments import begun, booked, make_invoice, told
from tests.lonja.events.test_registrations import NOW, make_open_edition
from tests.races import race

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
ACTORS, PLACES = 24, 5
FACTS = {
    "organisation": None,
    "participant_type": "company",
    "language": "en",
    "remote": False,
    "motivation": "",
}


def registered():
    return Participation.objects.filter(state="registered").count()


def test_a_storm_takes_each_place_once_and_the_rest_wait_in_line():
    edition = make_open_edition(places=PLACES)
    people = [make_person(user=make_user()) for _number in range(ACTORS)]
    reverse("events:list")  # all addresses are read now, and not while somebody holds the lock

    race(
        ACTORS,
        lambda number: services.register(
            edition, persons=[people[number]], facts=FACTS, actor=people[number].user, now=NOW
        ),
    )

    assert (registered(), Participation.objects.filter(state="waiting").count()) == (PLACES, ACTORS - PLACES)


def test_without_the_lock_too_many_places_are_given():
    edition = make_open_edition(places=PLACES)
    people = [make_person(user=make_user()) for _number in range(ACTORS)]

    def naive(number):
        if services.Places(edition).has_room("company"):
            Participation.objects.create(edition=edition, person=people[number], state="registered")

    race(ACTORS, naive)

    assert registered() > PLACES


def test_many_who_write_invoices_at_once_leave_no_gap_and_bill_nothing_twice():
    edition = make_paid_edition()
    for _number in range(12):
        make_participation(edition, organisation=make_organisation())
    keys = [bill.key for bill in unbilled(edition)]

    race(ACTORS, lambda number: invoices.issue(edition, keys={keys[number % 12]}, actor=None, now=NOW))

    assert list(Invoice.objects.order_by("number").values_list("number", flat=True)) == list(range(1, 13))


def test_without_the_lock_two_invoices_want_one_number():
    edition = make_paid_edition()
    InvoiceCounter.objects.create(event=edition.event, year=2026)
    given = []

    def naive(number):
        counter = InvoiceCounter.objects.get(event=edition.event)
        counter.newest += 1
        counter.save()
        given.append(counter.newest)

    race(ACTORS, naive)

    assert len(set(given)) < ACTORS


def test_eight_hands_that_note_one_transfer_at_once_note_it_once():
    invoice = make_invoice()
    facts = {"cents": 6050, "method": "transfer", "reference": "A 17", "on": NOW.date(), "actor": None}

    outcomes = race(8, lambda _number: type(invoices.record_payment(invoice, **facts)))

    assert outcomes.count(Payment) == Payment.objects.count() == 1
    assert [type(one) for one in outcomes].count(invoices.NotedAlready) == 7


def test_one_transfer_noted_on_two_invoices_at_once_counts_once():
    edition = make_paid_edition()
    for _number in range(2):
        make_participation(edition, organisation=make_organisation())
    bills = invoices.issue(edition, keys={bill.key for bill in unbilled(edition)}, actor=None, now=NOW)
    facts = {"cents": 6050, "method": "transfer", "reference": "A 17", "on": NOW.date(), "actor": None}

    outcomes = race(8, lambda number: type(invoices.record_payment(bills[number % 2], **facts)))

    assert outcomes.count(Payment) == Payment.objects.count() == 1


def test_eight_deliveries_of_one_notice_at_once_are_booked_once():
    checkout = begun(make_invoice())
    body, signature = sandbox.signed(told(checkout))

    outcomes = race(
        8,
        lambda _number: payments.take_notice("sandbox", body=body, signature=signature, now=NOW).outcome,
    )

    assert (outcomes, booked()) == (["booked"] * 8, [(6050, "card")])


def test_eight_notices_about_one_payment_at_once_are_booked_once():
    checkout = begun(make_invoice())
    notices = [sandbox.signed(told(checkout, number=f"n{number}")) for number in range(8)]

    def deliver(number):
        body, signature = notices[number]
        return payments.take_notice("sandbox", body=body, signature=signature, now=NOW).outcome

    outcomes = race(8, deliver)

    assert (sorted(outcomes), booked()) == (["booked"] + ["repeated"] * 7, [(6050, "card")])


def test_without_lock_and_constraint_a_notice_is_booked_more_than_once():
    checkout = begun(make_invoice())

    looked = threading.Barrier(8)

    def naive(_number):
        is_new = not Payment.objects.filter(invoice=checkout.invoice, cents__gt=0).exists()
        looked.wait(timeout=60)  # all have looked before anybody writes, as no lock keeps them apart
        if is_new:
            Payment.objects.create(invoice=checkout.invoice, cents=6050, method="card", on=NOW.date())

    race(8, naive)

    assert len(booked()) > 1


def test_without_the_lock_the_constraint_still_keeps_the_second_booking_out():
    checkout = begun(make_invoice())

    def naive(_number):
        Payment.objects.create(
            invoice=checkout.invoice, checkout=checkout, cents=6050, method="card", on=NOW.date()
        )

    outcomes = race(8, naive)

    assert (len(booked()), sum(isinstance(one, IntegrityError) for one in outcomes)) == (1, 7)
