"""Fees: who owes what, numbers without gaps, payments, refunds with two pairs of eyes."""

from datetime import UTC, date, datetime

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from lonja.accounts.models import Role
from lonja.base.errors import Refused
from lonja.events.models import EventGrant, Invoice, InvoiceCounter, Payment
from lonja.events.services import invoices as services
from lonja.events.services import refunds
from lonja.events.services.bills import unbilled, vat_of
from tests.factories import make_edition, make_event, make_organisation, make_participation, make_user

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 1, 12, tzinfo=UTC)
TODAY = date(2026, 11, 1)


def make_paid_edition(*, organiser=None, **rules):
    edition = make_edition(make_event(organiser=organiser))
    for kind, columns in (rules or {"company": {"fee_cents": 5000}}).items():
        edition.type_rules.create(participant_type=kind, **columns)
    return edition


def issue_all(edition, *, actor=None):
    keys = {bill.key for bill in unbilled(edition)}
    return services.issue(edition, keys=keys, actor=actor, now=NOW)


def totals(invoices):
    return sorted(invoice.total_cents for invoice in invoices)


def signed_in(user):
    client = Client()
    client.force_login(user)
    return client


def test_one_company_with_three_people_gets_one_invoice_with_three_fees():
    edition, company = make_paid_edition(), make_organisation("Taller", vat_number="ESB12345674")
    for _number in range(3):
        make_participation(edition, organisation=company)

    [invoice] = issue_all(edition)

    assert (str(invoice), invoice.net_cents, invoice.vat_cents) == ("2026-0001", 15000, 3150)
    assert (invoice.buyer["name"], invoice.buyer["vat_number"]) == ("Taller", "ESB12345674")
    assert invoice.lines.count() == 3
    assert unbilled(edition) == []


def test_a_fee_for_the_organisation_is_paid_once_however_many_come_and_whenever():
    edition = make_paid_edition(company={"fee_cents": 5000, "fee_unit": "organisation"})
    company = make_organisation()
    make_participation(edition, organisation=company)
    make_participation(edition, organisation=company)
    first = issue_all(edition)
    make_participation(edition, organisation=company)

    assert (totals(first), unbilled(edition)) == ([6050], [])


def test_public_bodies_cancelled_and_waived_pay_nothing_and_who_comes_for_nobody_pays_herself():
    edition = make_paid_edition(company={"fee_cents": 5000}, public={"fee_cents": 0})
    make_participation(edition, organisation=make_organisation(), participant_type="public")
    make_participation(edition, organisation=make_organisation(), state="cancelled")
    waived = make_participation(edition, organisation=make_organisation())
    services.waive(waived, reason="Speaker", actor=make_user())
    alone = make_participation(edition, name="Ana Ruiz")

    [invoice] = issue_all(edition)

    assert (invoice.payer, invoice.buyer) == (alone.person, {"name": "Ana Ruiz"})


@pytest.mark.parametrize(
    ("net", "permille", "vat"),
    [(5000, 210, 1050), (333, 210, 70), (250, 100, 25), (-333, 210, -70), (50, 50, 3)],
)
def test_vat_is_whole_cents_with_half_a_cent_rounded_away_from_zero(net, permille, vat):
    assert vat_of(net, permille) == vat


def test_a_number_whose_invoice_fails_is_given_again():
    edition = make_paid_edition()
    make_participation(edition, organisation=make_organisation())
    with transaction.atomic():
        issue_all(edition)
        transaction.set_rollback(True)

    [invoice] = issue_all(edition)

    assert (str(invoice), InvoiceCounter.objects.get().newest) == ("2026-0001", 1)


def test_a_credited_invoice_is_answered_by_its_opposite_and_its_fees_can_be_billed_again():
    edition, actor = make_paid_edition(), make_user()
    make_participation(edition, organisation=make_organisation())
    [invoice] = issue_all(edition)

    note = services.credit(invoice, actor=actor, now=NOW)
    [again] = issue_all(edition)

    assert (note.total_cents, note.credits, str(again)) == (-6050, invoice, "2026-0003")
    with pytest.raises(Refused, match="is credited already"):
        services.credit(invoice, actor=actor, now=NOW)


def test_a_refund_goes_only_when_a_second_person_approves():
    edition = make_paid_edition()
    make_participation(edition, organisation=make_organisation())
    [invoice] = issue_all(edition)
    ana, jon = make_user(), make_user()
    services.record_payment(invoice, cents=6050, method="transfer", reference="", on=TODAY, actor=ana)

    refund = refunds.ask_refund(invoice, cents=6050, reference="ill", on=TODAY, actor=ana)

    assert services.received_cents(invoice) == 6050
    with pytest.raises(Refused, match="You asked for this refund yourself"):
        refunds.approve_refund(refund, actor=ana)
    refunds.approve_refund(refund, actor=jon)
    assert services.received_cents(invoice) == 0
    with pytest.raises(Refused, match="approved already"):
        refunds.approve_refund(refund, actor=jon)


def test_money_that_is_noted_twice_is_asked_about_and_nothing_typed_is_lost():
    organiser = make_user()
    edition = make_paid_edition(organiser=organiser)
    make_participation(edition, organisation=make_organisation())
    make_participation(edition, organisation=make_organisation())
    first, second = issue_all(edition)
    client = signed_in(organiser)
    at = f"/events/{edition.event.slug}/{edition.slug}/invoices/"
    typed = {"cents": "60.50", "method": "transfer", "reference": "A 17", "on": "2026-11-01"}

    def note(invoice, **more):
        answer = client.post(f"{at}{invoice}/pay/", typed | more)
        return answer.status_code, len(Payment.objects.all()), answer

    assert note(first)[:2] == (303, 1)
    status, count, asked = note(first, is_another="False")
    assert (status, count) == (422, 1)
    assert 'type="checkbox" name="is_another"' in asked.text
    assert 'value="A 17"' in asked.text
    assert f"is noted on invoice {first} already" in asked.text
    assert note(second)[:2] == (422, 1), "one transfer noted on two invoices"
    assert note(second, reference="A 18")[:2] == (303, 2)
    assert note(first, is_another="on")[:2] == (303, 3)
    assert services.received_cents(first) == 12100


def test_no_more_goes_back_than_came_even_in_two_steps():
    edition, actor = make_paid_edition(), make_user()
    make_participation(edition, organisation=make_organisation())
    [invoice] = issue_all(edition)
    services.record_payment(invoice, cents=1000, method="transfer", reference="", on=TODAY, actor=actor)
    refunds.ask_refund(invoice, cents=600, reference="", on=TODAY, actor=actor)

    with pytest.raises(Refused, match="No more can go back than came"):
        refunds.ask_refund(invoice, cents=600, reference="", on=TODAY, actor=actor)


def test_the_database_lets_no_refund_go_with_one_pair_of_eyes():
    edition, actor = make_paid_edition(), make_user()
    make_participation(edition, organisation=make_organisation())
    [invoice] = issue_all(edition)

    for approved_by in (None, actor):
        with pytest.raises(IntegrityError), transaction.atomic():
            Payment.objects.create(
                invoice=invoice, cents=-100, on=TODAY, asked_by=actor, approved_by=approved_by
            )


def test_payer_and_organiser_see_an_invoice_and_nobody_else():
    organiser, admin, second = make_user(), make_user(), make_user()
    edition = make_paid_edition(organiser=organiser)
    EventGrant.objects.create(user=second, role=Role.EVENT_ORGANISER, event=edition.event)
    make_participation(edition, organisation=make_organisation("Taller", admin=admin))
    address = f"/events/{edition.event.slug}/{edition.slug}/invoices/"
    signed_in(organiser).post(address, {"payer": [unbilled(edition)[0].key]})
    page = f"{address}{Invoice.objects.get()}/"

    seen = [signed_in(user).get(page).status_code for user in (organiser, admin, make_user())]
    paper = signed_in(admin).get(page[:-1] + ".pdf")

    assert (seen, Client().get(page).status_code) == ([200, 200, 404], 404)
    assert (paper.status_code, paper.content[:5]) == (200, b"%PDF-")
    assert signed_in(admin).post(page + "pay/", {"cents": "1"}).status_code == 403
    make_participation(edition, user=organiser)
    own = signed_in(organiser).get(address.replace("invoices", "registration"))
    assert list(own.context["invoices"]) == []

    signed_in(organiser).post(page + "pay/", {"cents": "60.50", "method": "transfer", "on": "2026-11-01"})
    signed_in(organiser).post(
        page + "refund/", {"refund-cents": "60.50", "refund-reference": "ill", "refund-on": "2026-11-02"}
    )
    refund = Payment.objects.get(is_done=False)
    signed_in(second).post(f"/events/{edition.event.slug}/{edition.slug}/refunds/{refund.pk}/approve/")

    assert list(Payment.objects.values_list("cents", "is_done")) == [(6050, True), (-6050, True)]


def test_the_bookkeepers_table_holds_every_invoice_in_order():
    organiser = make_user()
    edition = make_paid_edition(organiser=organiser)
    make_participation(edition, organisation=make_organisation("Taller"))
    issue_all(edition)

    table = signed_in(organiser).get(f"/events/{edition.event.slug}/{edition.slug}/invoices.csv")

    lines = table.getvalue().decode("utf-8-sig").splitlines()
    assert lines[1].split(",")[:6] == ["2026-0001", "2026-11-01", "Taller", "5000", "1050", "0"]


def test_money_is_noted_on_an_invoice_and_never_on_the_paper_that_credits_it():
    edition, actor = make_paid_edition(), make_user()
    make_participation(edition, organisation=make_organisation())
    [invoice] = issue_all(edition)
    note = services.credit(invoice, actor=actor, now=NOW)
    facts = {"cents": 6050, "method": "transfer", "reference": "", "on": TODAY, "actor": actor}

    with pytest.raises(Refused, match="Nothing is to be paid for a credit note"):
        services.record_payment(note, **facts)
    services.record_payment(invoice, **facts)

    assert (services.received_cents(note), services.received_cents(invoice)) == (0, 6050)
