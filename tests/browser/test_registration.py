"""A company registers two people, pays by card at the sandbox, and takes its invoice home."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from lonja.base.models import OutboxMail
from lonja.directory.models import Affiliation
from lonja.events.models import Consent, Participation, Payment, PaymentWays
from tests.factories import make_edition, make_event, make_organisation, make_person, make_user

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def make_open_edition():
    day = timezone.localdate() + timedelta(days=60)
    edition = make_edition(make_event("Encounter"), starts_on=day, ends_on=day, places=40)
    edition.type_rules.create(participant_type="company", fee_cents=5000)
    edition.type_rules.create(participant_type="public", fee_cents=0)
    PaymentWays.objects.create(event=edition.event, takes_card=True, iban="ES9121000418450200051332")
    return edition


def test_a_company_registers_two_people_pays_by_card_and_takes_the_invoice_home(page, axe):
    edition, house = make_open_edition(), make_organisation("Taller Uno")
    ana = make_user(name="Ana Ruiz")
    person = make_person("Ana Ruiz", user=ana, languages=["es"])
    Affiliation.objects.create(person=person, organisation=house, is_main=True)
    tab = page(edition.get_absolute_url(), user=ana)

    # By keyboard: what the directory knows stands there already.
    tab.get_by_role("link", name="Register", exact=True).press("Enter")
    assert tab.get_by_label("Organisation", exact=True).input_value() == str(house.pk)
    tab.get_by_text("Colleagues who are not in the directory yet").press("Enter")
    tab.get_by_role("group", name="Colleague 1").get_by_label("Name").fill("Eva Gil")
    tab.keyboard.press("Tab")
    tab.keyboard.type("eva@example.org")
    tab.get_by_label("Your order number").fill("PO-7")
    assert axe(tab) == []
    tab.get_by_role("button", name="Go on to check your answers").press("Enter")
    assert "121 euros, VAT included" in tab.get_by_role("main").inner_text()
    assert axe(tab) == []
    tab.get_by_role("button", name="Register now").press("Enter")

    tab.get_by_role("button", name="Get the invoice and pay").wait_for()
    assert axe(tab) == []
    tab.get_by_role("button", name="Get the invoice and pay").press("Enter")
    tab.get_by_role("button", name=re.compile("^Pay 121 euros by card")).press("Enter")
    assert axe(tab) == []
    tab.get_by_role("link", name="Go on to the provider").press("Enter")
    tab.get_by_role("button", name="Pay", exact=True).press("Enter")

    tab.get_by_text("Paid, thank you").wait_for()
    with tab.expect_download() as download:
        tab.get_by_role("link", name="To print (PDF)").press("Enter")
    assert download.value.suggested_filename.endswith(".pdf")
    assert list(Payment.objects.values_list("cents", "method")) == [(12100, "card")]

    # The colleague says for herself what she agrees to; opening the link has changed nothing.
    link = re.search(r"https?://[^/]+(/agreements/\S+)", OutboxMail.objects.get(
        to="eva@example.org", subject__startswith="Ana Ruiz has registered"
    ).text)[1]  # fmt: skip
    eva = page(link, width=390)
    assert axe(eva) == []
    assert Consent.objects.filter(participation__person__name="Eva Gil").count() == 0
    eva.get_by_label("The other participants may see that I come").check()
    eva.get_by_role("button", name="Keep my answers").click()
    eva.get_by_text("Thank you: your answers are kept").wait_for()
    assert Participation.objects.get(person__name="Eva Gil").is_listed is True
