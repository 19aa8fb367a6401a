"""Registering several people with one payer: check, consent for oneself, one invoice, exemption."""

import base64
import re
from datetime import UTC, datetime

import pytest
from django.test import Client
from icalendar import Calendar

from lonja.base.models import AuditEntry, OutboxMail
from lonja.directory.models import Affiliation
from lonja.events.models import Booking, Consent, Invoice, Participation
from lonja.events.services import bookings as services
from lonja.events.services.bills import unbilled
from tests.factories import make_organisation, make_participation, make_person, make_user
from tests.lonja.events.test_registrations import make_open_edition, signed_in

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 1, 12, tzinfo=UTC)
FEE = {"company": {"fee_cents": 5000}}


def make_employee(house, *, name="Ana Ruiz", **fields):
    user = make_user(name=name, **fields)
    Affiliation.objects.create(person=make_person(name, user=user), organisation=house, is_main=True)
    return user


def typed(house, **more):
    return {
        "participant_type": "company", "language": "en", "organisation": house.pk, "comes_herself": "on",
        "newcomer_1_name": "Eva Gil", "newcomer_1_email": "eva@example.org", "purposes": ["listed"], **more,
    }  # fmt: skip


def address(edition, path=""):
    return f"/events/{edition.event.slug}/{edition.slug}/{path}"


def booked(edition, user, **more):
    """The booking of somebody and a colleague, through the pages."""
    house = user.person.affiliations.get().organisation
    answer = signed_in(user).post(address(edition, "register/"), typed(house, step="confirm", **more))
    assert answer.status_code == 303
    return Booking.objects.get(edition=edition)


def link_in(mail):
    return re.search(r"https?://[^/]+(/agreements/\S+)", mail.text)[1]


def test_the_form_knows_what_the_directory_knows_and_asks_for_the_rest():
    edition, house = make_open_edition(rules={"company": {}, "public": {}}), make_organisation()
    user = make_employee(house)

    form = signed_in(user).get(address(edition, "register/")).context["form"]

    assert (form.initial["organisation"], form.initial["participant_type"]) == (house.pk, "company")
    assert form.missing == ["languages"]


def test_the_browser_may_fill_in_ones_own_name_but_not_a_colleague():
    edition = make_open_edition(rules={"company": {}})
    page = signed_in(make_employee(make_organisation())).get(address(edition, "register/"))
    newcomer = signed_in(make_user(name="")).get(address(edition, "register/"))

    told = {
        name: found.context["form"].fields[name].widget.attrs["autocomplete"]
        for found, name in ((newcomer, "name"), (page, "newcomer_1_name"), (page, "newcomer_1_email"))
    }

    assert told == {"name": "name", "newcomer_1_name": "off", "newcomer_1_email": "off"}


def test_answers_are_checked_before_anything_is_kept_and_can_be_changed():
    edition, house = make_open_edition(rules=FEE), make_organisation("Taller Uno")
    client = signed_in(make_employee(house))

    check = client.post(address(edition, "register/"), typed(house, motivation="Robots", step="check"))
    again = client.post(address(edition, "register/"), dict(check.context["typed"]) | {"step": "change"})

    rows = {row["label"]: row["value"] for row in check.context["rows"]}
    assert rows["Who comes"] == "Ana Ruiz, Eva Gil (eva@example.org)"
    assert (rows["Fee"], rows["Who pays"]) == ("121 euros, VAT included", "Taller Uno")
    assert Participation.objects.count() == 0
    assert (again.status_code, again.context["form"]["motivation"].value()) == (200, "Robots")


def test_a_failed_form_keeps_all_that_was_typed():
    edition, house = make_open_edition(), make_organisation()
    form = typed(house, newcomer_1_email="no address", motivation="Robots", step="check")

    answer = signed_in(make_employee(house)).post(address(edition, "register/"), form)

    again = answer.context["form"]
    assert (answer.status_code, list(again.errors)) == (422, ["newcomer_1_email"])
    assert [again[name].value() for name in ("newcomer_1_name", "newcomer_1_email", "motivation")] == [
        "Eva Gil", "no address", "Robots"
    ]  # fmt: skip


def test_a_colleague_agrees_for_herself_by_a_link_that_changes_nothing_when_opened():
    edition, user = make_open_edition(rules=FEE), make_employee(make_organisation())
    booked(edition, user)
    eva = Participation.objects.get(person__name="Eva Gil")
    link = link_in(
        OutboxMail.objects.get(to="eva@example.org", subject__startswith="Ana Ruiz has registered")
    )

    opened = Client().get(link)
    before = (eva.is_listed, Consent.objects.filter(participation=eva).count())
    Client().post(link, {"purposes": ["listed", "news"]})

    eva.refresh_from_db()
    assert (opened.status_code, before) == (200, (False, 0))
    assert eva.is_listed is True
    given = Consent.objects.filter(participation=eva, withdrawn_at=None).order_by("purpose")
    assert list(given.values_list("purpose", flat=True)) == ["listed", "news"]


def test_who_was_registered_by_a_colleague_can_say_that_she_does_not_come():
    edition, user = make_open_edition(), make_employee(make_organisation())
    booked(edition, user)
    eva = Participation.objects.get(person__name="Eva Gil")
    link = link_in(OutboxMail.objects.get(subject__startswith="Ana Ruiz has registered"))

    Client().post(f"{link}cancel/")

    eva.refresh_from_db()
    assert eva.state == "cancelled"
    assert Client().get(link[:-6] + "xxxxx/").status_code == 404


def test_one_payer_gets_one_invoice_for_all_as_soon_as_she_wants_it_and_only_once():
    edition, house = make_open_edition(rules=FEE), make_organisation("Taller Uno")
    user = make_employee(house)
    booking = booked(edition, user, order_number="PO-7")

    first = signed_in(user).post(f"{booking.get_absolute_url()}invoice/")
    second = signed_in(user).post(f"{booking.get_absolute_url()}invoice/")

    [invoice] = Invoice.objects.all()
    assert (first.status_code, second.status_code, invoice.total_cents) == (303, 409, 12_100)
    assert (invoice.payer, invoice.buyer["order_number"], invoice.lines.count()) == (house, "PO-7", 2)
    assert signed_in(user).get(first["Location"]).status_code == 200


def test_the_fee_of_the_organisation_can_be_paid_by_whoever_of_it_comes_first_to_pay():
    edition = make_open_edition(rules={"company": {"fee_cents": 5000, "fee_unit": "organisation"}})
    house = make_organisation("Taller Uno")
    make_participation(edition, organisation=house, state="registered")
    user = make_employee(house)
    booking = booked(edition, user)

    paid = signed_in(user).post(f"{booking.get_absolute_url()}invoice/")

    [invoice] = Invoice.objects.all()
    assert (invoice.total_cents, invoice.payer, unbilled(edition)) == (6050, house, [])
    assert signed_in(user).get(paid["Location"]).status_code == 200


def test_whoever_asks_to_pay_nothing_waits_for_the_organisers_answer():
    organiser, house = make_user(), make_organisation()
    edition = make_open_edition(rules=FEE, organiser=organiser)
    booking = booked(edition, make_employee(house), exemption_reason="Public body")
    page = booking.get_absolute_url()

    early = signed_in(booking.made_by).post(f"{page}invoice/").status_code
    own = signed_in(booking.made_by).post(f"{page}exemption/", {"answer": "grant"}).status_code
    signed_in(organiser).post(f"{page}exemption/", {"answer": "grant"})

    booking.refresh_from_db()
    reasons = set(booking.participations.values_list("fee_waived", flat=True))
    assert (early, own, booking.exemption, reasons) == (409, 403, "granted", {"Public body"})
    assert OutboxMail.objects.filter(to=booking.made_by.email, subject__startswith="The fee for").count() == 1


@pytest.mark.parametrize(("who", "status"), [("stranger", 404), ("other organiser", 404), ("organiser", 200)])
def test_a_booking_is_seen_by_whoever_made_it_and_the_organiser(who, status):
    organiser = make_user()
    edition = make_open_edition(organiser=organiser)
    booking = booked(edition, make_employee(make_organisation()))
    other = make_user()
    make_open_edition(organiser=other)
    client = {
        "stranger": Client(), "other organiser": signed_in(other), "organiser": signed_in(organiser)
    }[who]  # fmt: skip

    assert client.get(booking.get_absolute_url()).status_code == status


def test_the_waiting_list_says_the_place_in_the_row_in_the_mail_and_on_the_page():
    edition = make_open_edition(places=1)
    booked(edition, make_employee(make_organisation()))

    mail = OutboxMail.objects.get(subject=f"You are on the waiting list of {edition}")

    assert (mail.to, "You are number 1 on the waiting list." in mail.text) == ("eva@example.org", True)


def test_the_confirming_mail_brings_the_days_for_the_calendar():
    edition, user = make_open_edition(), make_employee(make_organisation())
    booked(edition, user)
    mail = OutboxMail.objects.get(to=user.email, subject=f"You are registered for {edition}")

    [[name, content, _kind]] = mail.attachments
    [entry] = Calendar.from_ical(base64.b64decode(content)).events

    assert (name, entry.start, str(entry["summary"])) == ("event.ics", edition.starts_on, str(edition))


def test_nobody_is_entered_twice_for_one_organisation_under_one_address():
    edition, house = make_open_edition(), make_organisation()
    booked(edition, make_employee(house))
    boss = make_employee(house, name="Boss")

    answer = signed_in(boss).post(address(edition, "register/"), typed(house, step="confirm"))

    assert (answer.status_code, Participation.objects.count()) == (409, 2)


def test_a_newcomer_stays_private_and_the_act_is_written_down():
    edition, user = make_open_edition(), make_employee(make_organisation())
    booked(edition, user)
    eva = Participation.objects.get(person__name="Eva Gil").person

    assert (eva.is_public, eva.contacts.get().visibility, eva.user) == (False, "nobody", None)
    made = AuditEntry.objects.filter(action="person.created", object_id=str(eva.pk)).get()
    assert made.actor_id == user.pk


def test_links_of_the_mail_hold_for_one_participation_only():
    edition, user = make_open_edition(), make_employee(make_organisation())
    booking = booked(edition, user)
    one, two = booking.participations.order_by("pk")

    assert services.participation_of(services.token_of(one)) == one
    assert services.participation_of(services.token_of(two)) == two
    assert services.participation_of("x" + services.token_of(one)) is None
