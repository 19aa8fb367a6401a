"""Paying by card: the provider's signed word, booked once; refunds with two pairs of eyes."""

import json
import time
from datetime import UTC, date, datetime

import pytest
import stripe
from django.test import Client

from lonja.base import jobs
from lonja.base.errors import Refused
from lonja.base.models import Job, OutboxMail
from lonja.events import providers
from lonja.events.forms.payments import is_iban
from lonja.events.models import Checkout, Payment, PaymentWays, ProviderNotice, SandboxPayment
from lonja.events.providers import sandbox
from lonja.events.services import invoices, refunds
from lonja.events.services import payments as services
from tests.factories import make_organisation, make_participation, make_user
from tests.lonja.events.test_invoices import issue_all, make_paid_edition, signed_in

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 1, 12, tzinfo=UTC)
TODAY = date(2026, 11, 1)
NOTICES = "/payments/sandbox/notices/"


def make_invoice(*, organiser=None, payer=None, takes_card=True):
    edition = make_paid_edition(organiser=organiser)
    PaymentWays.objects.create(event=edition.event, takes_card=takes_card)
    make_participation(edition, organisation=make_organisation(admin=payer))
    [invoice] = issue_all(edition)
    return invoice


def begun(invoice, *, actor=None):
    checkout = services.begin(invoice, actor=actor or make_user(), now=NOW)
    return services.place(checkout, back="http://127.0.0.1/back/")


def told(checkout, **other):
    return {
        "number": "n1", "kind": "paid", "order": str(checkout.uuid), "ref": checkout.ref,
        "cents": checkout.cents, "currency": "EUR", **other,
    }  # fmt: skip


def deliver(words, *, moment=None, mark=None):
    body, signature = sandbox.signed(words, moment=moment)
    return Client().post(
        NOTICES,
        body,
        content_type="application/json",
        headers={"X-Sandbox-Signature": signature if mark is None else mark},
    )


def booked():
    return list(Payment.objects.filter(cents__gt=0).values_list("cents", "method"))


def of(invoice, path=""):
    edition = invoice.edition
    return f"/events/{edition.event.slug}/{edition.slug}/invoices/{invoice}/{path}"


def test_a_paid_notice_is_booked_and_the_payer_told():
    payer = make_user()
    checkout = begun(make_invoice(payer=payer), actor=payer)

    answer = deliver(told(checkout))

    checkout.refresh_from_db()
    assert (answer.status_code, answer.content, checkout.state) == (200, b"booked", "paid")
    assert booked() == [(6050, "card")]
    assert OutboxMail.objects.filter(to=payer.email, subject__startswith="Your payment for").count() == 1


def test_a_repeated_notice_and_a_second_one_of_the_same_payment_book_nothing_more():
    checkout = begun(make_invoice())

    outcomes = [deliver(told(checkout, number=number)).content for number in ("n1", "n1", "n2", "n1")]

    assert outcomes == [b"booked", b"booked", b"repeated", b"booked"]
    assert (booked(), ProviderNotice.objects.count()) == ([(6050, "card")], 2)


def test_a_known_number_with_other_words_is_refused():
    checkout = begun(make_invoice())
    deliver(told(checkout))

    answer = deliver(told(checkout, cents=1))

    assert (answer.status_code, booked()) == (409, [(6050, "card")])


@pytest.mark.parametrize(
    "forgery",
    [
        {"mark": "t=1,v1=00"},
        {"mark": ""},
        {"mark": "é"},
        {"moment": "1"},
    ],
)  # fmt: skip
def test_what_the_provider_did_not_sign_now_is_refused(forgery):
    checkout = begun(make_invoice())

    answer = deliver(told(checkout), **forgery)

    assert (answer.status_code, booked(), ProviderNotice.objects.count()) == (400, [], 0)


def test_a_notice_that_was_changed_on_the_way_is_refused():
    checkout = begun(make_invoice())
    body, signature = sandbox.signed(told(checkout))

    answer = Client().post(
        NOTICES, body.replace(b"6050", b"9999"), content_type="application/json",
        headers={"X-Sandbox-Signature": signature},
    )  # fmt: skip

    assert (answer.status_code, booked()) == (400, [])


@pytest.mark.parametrize("other", [{"cents": 1}, {"currency": "USD"}])
def test_another_amount_or_currency_is_kept_for_the_organiser_and_not_booked(other):
    checkout = begun(make_invoice())

    answer = deliver(told(checkout, **other))

    checkout.refresh_from_db()
    assert (answer.content, checkout.state, booked()) == (b"mismatch", "unclear", [])


@pytest.mark.parametrize(
    ("kinds", "state", "count"),
    [
        (["failed", "paid"], "paid", 1),
        (["paid", "failed"], "paid", 1),
        (["failed"], "failed", 0),
        (["other", "paid", "failed", "paid"], "paid", 1),
    ],
)
def test_the_order_in_which_notices_come_changes_nothing(kinds, state, count):
    checkout = begun(make_invoice())

    for number, kind in enumerate(kinds):
        deliver(told(checkout, kind=kind, number=f"n{number}"))

    checkout.refresh_from_db()
    assert (checkout.state, len(booked())) == (state, count)


def test_a_notice_that_overtakes_our_own_answer_is_found_by_our_number():
    checkout = services.begin(make_invoice(), actor=make_user(), now=NOW)

    answer = deliver(told(checkout, ref="known there only"))

    assert (answer.content, booked()) == (b"booked", [(6050, "card")])


def test_words_about_a_payment_that_is_not_ours_change_nothing():
    checkout = begun(make_invoice())

    answer = deliver(told(checkout, ref="", order="../../etc"))

    assert (answer.content, booked()) == (b"unknown", [])


def test_the_return_page_believes_the_provider_and_not_the_address():
    payer = make_user()
    checkout = begun(make_invoice(payer=payer), actor=payer)
    edition = checkout.invoice.edition
    page = f"/events/{edition.event.slug}/{edition.slug}/payments/{checkout.uuid}/"

    back = signed_in(payer).get(f"{page}?paid=1&state=paid&session_id={checkout.ref}")
    SandboxPayment.objects.update(state="paid")
    signed_in(payer).post(f"{page}look/")

    assert back.context["checkout"].state == "open"
    assert (signed_in(payer).get(page).context["checkout"].state, booked()) == ("paid", [(6050, "card")])


def test_a_page_that_is_open_already_is_used_again_and_a_paid_invoice_asks_for_nothing():
    invoice, payer = make_invoice(), make_user()

    first, second = begun(invoice, actor=payer), begun(invoice, actor=payer)
    deliver(told(first))

    assert first == second
    with pytest.raises(Refused, match="Nothing is to be paid"):
        services.begin(invoice, actor=payer, now=NOW)


def test_money_on_a_page_that_another_amount_replaced_is_booked_all_the_same():
    invoice = make_invoice()
    old = begun(invoice)
    invoices.record_payment(invoice, cents=50, method="cash", reference="", on=TODAY, actor=make_user())
    new = begun(invoice)

    deliver(told(old))

    assert (new.cents, booked()) == (6000, [(50, "cash"), (6050, "card")])


def test_a_series_that_takes_no_cards_says_so():
    with pytest.raises(Refused, match="cannot be paid by card"):
        services.begin(make_invoice(takes_card=False), actor=make_user(), now=NOW)


@pytest.mark.parametrize(("who", "status"), [("stranger", 404), ("organiser", 403), ("payer", 303)])
def test_only_the_payer_begins_to_pay(who, status):
    organiser, payer = make_user(), make_user()
    invoice = make_invoice(organiser=organiser, payer=payer)
    client = {"stranger": Client(), "organiser": signed_in(organiser), "payer": signed_in(payer)}[who]

    assert client.post(of(invoice, "card/")).status_code == status
    assert Checkout.objects.count() == (1 if who == "payer" else 0)


def test_a_refund_to_a_card_needs_the_second_person_and_is_done_when_the_provider_says_so():
    checkout = begun(make_invoice())
    SandboxPayment.objects.update(state="paid")
    deliver(told(checkout))
    invoice, ana, jon = checkout.invoice, make_user(), make_user()
    refund = refunds.ask_refund(invoice, cents=2000, reference="ill", on=TODAY, actor=ana, method="card")

    with pytest.raises(Refused, match="You asked for this refund yourself"):
        refunds.approve_refund(refund, actor=ana)
    services.send_refund(refund)
    before = SandboxPayment.objects.get(ref=checkout.ref).refunded_cents
    approved = refunds.approve_refund(refund, actor=jon)
    for _twice in range(2):
        jobs.run_now(jobs.enqueue("events.refund_card", args={"payment_id": refund.pk}, actor=jon))

    refund.refresh_from_db()
    assert (before, approved.is_done, refund.is_done) == (0, False, True)
    assert SandboxPayment.objects.get(ref=checkout.ref).refunded_cents == 2000
    assert invoices.received_cents(invoice) == 4050


def test_no_more_goes_back_to_a_card_than_came_from_it():
    checkout, actor = begun(make_invoice()), make_user()
    deliver(told(checkout))
    facts = {"reference": "", "on": TODAY, "actor": actor}
    invoices.record_payment(checkout.invoice, cents=9000, method="cash", **facts)
    refunds.ask_refund(checkout.invoice, cents=6000, method="card", **facts)

    with pytest.raises(Refused, match="Not so much was paid by card"):
        refunds.ask_refund(checkout.invoice, cents=51, method="card", **facts)


def test_a_notice_about_a_refund_ends_one_that_the_provider_took_its_time_for():
    checkout = begun(make_invoice())
    deliver(told(checkout))
    refund = refunds.ask_refund(
        checkout.invoice, cents=100, reference="", on=TODAY, actor=make_user(), method="card"
    )
    early = deliver(told(checkout, number="r0", kind="refunded", order=f"refund-{refund.pk}"))
    refunds.approve_refund(refund, actor=make_user())

    late = deliver(told(checkout, number="r1", kind="refunded", order=f"refund-{refund.pk}"))

    refund.refresh_from_db()
    assert (early.content, late.content, refund.is_done) == (b"unknown", b"refunded", True)


def test_approving_at_the_page_asks_the_provider_in_the_background():
    organiser = make_user()
    invoice = make_invoice(organiser=organiser)
    deliver(told(begun(invoice)))
    refund = refunds.ask_refund(invoice, cents=100, reference="", on=TODAY, actor=make_user(), method="card")
    edition = invoice.edition

    signed_in(organiser).post(f"/events/{edition.event.slug}/{edition.slug}/refunds/{refund.pk}/approve/")

    assert Job.objects.get(kind="events.refund_card").args == {"payment_id": refund.pk}


def test_the_sandbox_page_plays_the_provider_and_lies_to_nobody_where_it_is_off(settings):
    checkout = begun(make_invoice())

    opened = Client().get(checkout.href)
    Client().post(checkout.href, {"answer": "pay"})
    settings.CARD_PROVIDER = ""

    assert opened.context["payment"].cents == 6050
    assert SandboxPayment.objects.get().state == "paid"
    assert Client().get(checkout.href).status_code == 404
    assert deliver(told(checkout)).status_code == 404


@pytest.mark.parametrize(
    ("text", "good"),
    [
        ("ES9121000418450200051332", True),
        ("DE89370400440532013000", True),
        ("ES9121000418450200051333", False),
        ("ES91", False),
        ("9121000418450200051332ES", False),
        ("ESXX21000418450200051332", False),
    ],
)
def test_an_account_number_is_checked_digit_by_digit(text, good):
    assert is_iban(text) is good


class TestStripe:
    """What comes from Stripe, read by its own library; nothing leaves this machine."""

    SECRET = "whsec_of_the_test"

    @pytest.fixture(autouse=True)
    def configured(self, settings):
        settings.STRIPE_KEY, settings.STRIPE_NOTICES_SECRET = "sk_test_x", self.SECRET

    def event(self, kind, **row):
        return json.dumps({"id": "evt_1", "object": "event", "type": kind, "data": {"object": row}})

    def read(self, body, *, secret=None, moment=None):
        moment = moment or int(time.time())
        mark = stripe.WebhookSignature._compute_signature(f"{moment}.{body}", secret or self.SECRET)
        return providers.named("stripe").read(body.encode(), f"t={moment},v1={mark}")

    def session(self, **other):
        row = {
            "id": "cs_1", "object": "checkout.session", "client_reference_id": "o1", "amount_total": 6050,
            "currency": "eur", "payment_status": "paid", "status": "complete", **other,
        }  # fmt: skip
        return self.event("checkout.session.completed", **row)

    def test_a_completed_session_is_paid_in_our_words(self):
        assert self.read(self.session()) == providers.Notice(
            "evt_1", providers.Kind.PAID, "o1", "cs_1", 6050, "EUR"
        )

    def test_a_completed_session_whose_money_is_still_on_its_way_is_not_paid(self):
        assert self.read(self.session(payment_status="unpaid")).kind == providers.Kind.OTHER

    def test_a_refund_names_our_own_number(self):
        body = self.event(
            "refund.updated", object="refund", status="succeeded", amount=100, currency="eur",
            metadata={"refund": "refund-7"},
        )  # fmt: skip

        assert self.read(body) == providers.Notice(
            "evt_1", providers.Kind.REFUNDED, "refund-7", "", 100, "EUR"
        )

    @pytest.mark.parametrize("forgery", [{"secret": "whsec_other"}, {"moment": 1}])
    def test_another_secret_or_an_old_signature_is_a_forgery(self, forgery):
        with pytest.raises(providers.Forged):
            self.read(self.session(), **forgery)


def test_the_page_of_an_invoice_asks_as_often_for_one_payment_as_for_thirty(django_assert_num_queries):
    organiser = make_user()
    invoice, client = make_invoice(organiser=organiser), signed_in(organiser)

    for number in (1, 29):
        for _ in range(number):
            facts = {"cents": 10, "method": "cash", "reference": "", "on": TODAY}
            invoices.record_payment(invoice, **facts, actor=organiser, is_another=True)
        with django_assert_num_queries(8):
            client.get(of(invoice))
