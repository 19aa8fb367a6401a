"""Money of an edition: plans, entries that only grow, fees that were paid, and who may see it."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given
from hypothesis import settings as effort
from hypothesis import strategies as st

from lonja.base.errors import Refused
from lonja.base.models import AuditEntry
from lonja.events import budget as figures
from lonja.events import costs
from lonja.events.models import BudgetEntry, BudgetLine, EventGrant, Helper, Invoice, Payment
from lonja.events.services import budgets as services
from tests.factories import (
    make_edition,
    make_event,
    make_organisation,
    make_participation,
    make_user,
)

DAY = date(2026, 11, 6)
db = pytest.mark.django_db


@pytest.fixture
def organiser():
    return make_user(name="Olga Organiser")


@pytest.fixture
def edition(organiser):
    return make_edition(make_event("Encounter", organiser=organiser), starts_on=DAY, ends_on=DAY)


def signed_in(user):
    client = Client()
    client.force_login(user)
    return client


def at(edition, rest=""):
    return f"{edition.get_absolute_url()}{rest}"


def plan(edition, category="venue", euros=100, **fields):
    return BudgetLine.objects.create(
        edition=edition, category=category, planned_cents=euros * 100, text="Hall", **fields
    )


def enter(line, cents, **fields):
    facts = {"on": DAY, "note": "", "evidence": None, "actor": None, **fields}
    return services.enter(line, cents=cents, **facts)


def pay(edition, cents, *, net, vat, is_done=True):
    number = Invoice.objects.count() + 1
    invoice = Invoice.objects.create(
        event=edition.event, edition=edition, year=2026, number=number, due_on=DAY, net_cents=net,
        vat_cents=vat, payer_organisation=make_organisation(),
    )  # fmt: skip
    Payment.objects.create(invoice=invoice, cents=cents, method="transfer", on=DAY, is_done=is_done)


pairs = st.lists(st.tuples(st.none() | st.integers(0, 10**9), st.integers(-(10**9), 10**9)), max_size=5)
amounts = pairs.map(lambda found: tuple(figures.Amount("line", *pair) for pair in found))


# The first draw reads the constants of the whole project, which takes a second.
@effort(suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(amounts, amounts)
def test_the_result_is_what_came_in_less_what_went_out(income, spent):
    found = figures.Budget(income, spent)

    assert found.result.actual == sum(a.actual for a in income) - sum(a.actual for a in spent)
    assert found.result.planned == sum(a.planned or 0 for a in income) - sum(a.planned or 0 for a in spent)


@given(st.integers(0, 10**9), st.integers(1, 5000))
def test_a_share_is_right_to_half_a_cent(total, count):
    assert abs(2 * figures.per_unit(total, count) * count - 2 * total) <= count


@given(st.integers(1, 10**9), st.integers(0, 10**9))
def test_an_invoice_paid_in_full_gives_its_net(net, vat):
    assert figures.net_of(net + vat, net_cents=net, total_cents=net + vat) == net
    assert figures.net_of(-net - vat, net_cents=net, total_cents=net + vat) == -net


@db
def test_the_encounter_of_2018_adds_up(edition):
    for category, euros in (("sponsor", 10_000), ("co_funding", 8_000), ("co_funding", 2_000)):
        enter(plan(edition, category, euros, partner_name="Somebody"), euros * 100)
    enter(plan(edition, "venue", 12_000), 11_800_00)
    enter(plan(edition, "subcontract", 9_000, partner_name="A printer"), 8_950_50)
    pay(edition, 60_50, net=50_00, vat=10_50)
    pay(edition, 30_25, net=50_00, vat=10_50)
    pay(edition, -60_50, net=50_00, vat=10_50, is_done=False)  # a refund that nobody approved yet
    for _number in range(4):
        make_participation(edition)

    found = figures.read(edition)

    per = {
        str(one.label): figures.per_unit(found.costs_total.actual, one.count) for one in costs.units(edition)
    }
    assert found.income_total.actual == 20_000_00 + 75_00
    assert found.costs_total.actual == 20_750_50
    assert found.result.actual == -675_50
    assert per == {"Cost per participant": 5_187_63, "Cost per meeting": None}


@db
def test_an_entry_is_set_right_by_another_one_and_never_below_nothing(edition, organiser):
    line = plan(edition)
    enter(line, 50_00)
    enter(line, -50_00)

    with pytest.raises(Refused, match="More would be taken back"):
        enter(line, -1)
    with pytest.raises(Refused, match="not zero"):
        enter(line, 0)
    with pytest.raises(Refused, match="so it stays"):
        services.remove_line(line, actor=organiser)
    assert AuditEntry.objects.filter(action="budget_entry.entered").count() == 2


@db
@pytest.mark.parametrize(
    "wrong",
    [
        {"planned_cents": -1},
        {"category": "sponsor"},  # says nobody
        {"is_public": True},  # a cost
    ],
)
def test_the_database_refuses_lines_that_cannot_be(edition, wrong):
    facts = {"category": "venue", "planned_cents": 1, **wrong}

    with pytest.raises(IntegrityError), transaction.atomic():
        BudgetLine.objects.create(edition=edition, **facts)


@db
def test_evidence_is_kept_and_read_by_the_organiser_only(edition, organiser, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    line = plan(edition)
    client = signed_in(organiser)
    proof = SimpleUploadedFile("receipt.pdf", b"%PDF-1.4 receipt", "application/pdf")

    entered = client.post(
        at(edition, f"budget/{line.pk}/"),
        {"cents": "11.50", "on": "2026-11-06", "note": "", "evidence": proof},
    )

    entry = BudgetEntry.objects.get()
    address = at(edition, f"budget/evidence/{entry.pk}/")
    stranger = make_user()
    make_participation(edition, user=stranger)
    assert (entered.status_code, entry.cents, entry.entered_by) == (303, 11_50, organiser)
    assert b"".join(client.get(address).streaming_content) == b"%PDF-1.4 receipt"
    assert signed_in(stranger).get(address).status_code == 404


@db
@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"category": "sponsor", "who": ""}, "who"),
        ({"is_public": "on"}, "is_public"),
        ({"planned_cents": "-1"}, "planned_cents"),
        ({"planned_cents": "1e400"}, "planned_cents"),
        ({"category": "bribes"}, "category"),
    ],
)
def test_a_line_that_cannot_be_is_explained_beside_its_field(edition, organiser, typed, field):
    facts = {"category": "venue", "text": "", "who": "", "planned_cents": "10", **typed}

    answer = signed_in(organiser).post(at(edition, "budget/new/"), facts)

    assert answer.status_code == 422
    assert field in answer.context["form"].errors


@db
def test_a_sponsor_chosen_public_is_named_without_the_amount(edition, organiser):
    house = make_organisation("Caja Rural")
    signed_in(organiser).post(
        at(edition, "budget/new/"),
        {"category": "sponsor", "text": "", "who": "caja rural", "planned_cents": "12345", "is_public": "on"},
    )
    plan(edition, "sponsor", partner_name="Silent Ltd")

    shown = Client().get(at(edition)).content.decode()

    assert BudgetLine.objects.get(partner=house).planned_cents == 12_345_00
    assert ("Caja Rural" in shown, "Silent Ltd" in shown, "12,345" in shown) == (True, False, False)


@db
def test_the_budget_leaves_as_a_table(edition, organiser):
    enter(plan(edition, "sponsor", 100, partner_name="=cmd()"), 90_00)

    rows = b"".join(signed_in(organiser).get(at(edition, "budget.csv")).streaming_content).decode()

    assert "Income,Sponsor,Hall,100" in rows
    assert signed_in(organiser).get(at(edition, "budget.xlsx")).content[:2] == b"PK"


@db
def test_the_door_is_opened_for_a_time_and_closed_again(edition, organiser):
    guard, stranger = make_user("door@example.org"), make_user()
    client = signed_in(organiser)
    until = datetime.now(UTC) + timedelta(days=30)
    typed = {"door-email": "DOOR@example.org", "door-starts": "", "door-ends": f"{until:%Y-%m-%dT%H:%M}"}

    given = client.post(at(edition, "team/door/"), typed)
    twice = client.post(at(edition, "team/door/"), typed)
    unknown = client.post(at(edition, "team/door/"), typed | {"door-email": "nobody@example.org"})
    grant = EventGrant.objects.get(user=guard)
    other = signed_in(stranger).post(at(edition, f"team/door/{grant.pk}/end/"))
    ended = client.post(at(edition, f"team/door/{grant.pk}/end/"))

    assert (given.status_code, twice.status_code, unknown.status_code) == (303, 409, 409)
    assert (grant.role, grant.edition) == ("check_in_staff", edition)
    assert (other.status_code, ended.status_code) == (404, 303)
    assert not EventGrant.objects.in_force().filter(user=guard).exists()
    assert signed_in(guard).get(at(edition, "budget/")).status_code == 403


@db
def test_an_organiser_of_one_edition_does_not_end_the_door_of_another(edition, organiser):
    given = services.admit_to_door(
        make_edition(), email=make_user().email, valid_from=None, valid_until=None, actor=None
    )

    answer = signed_in(organiser).post(at(given.edition, f"team/door/{given.pk}/end/"))

    assert answer.status_code == 404


@db
def test_helpers_are_written_down_and_taken_off(edition, organiser):
    client = signed_in(organiser)
    typed = {"helper-kind": "volunteer", "helper-name": "Vera", "helper-task": "Door", "helper-hours": "6"}

    client.post(at(edition, "team/helpers/"), typed)
    refused = client.post(at(edition, "team/helpers/"), typed | {"helper-hours": "-1"})
    helper = Helper.objects.get()
    shown = client.get(at(edition, "team/")).content.decode()
    client.post(at(edition, f"team/helpers/{helper.pk}/remove/"))

    assert refused.status_code == 422
    assert "Vera" in shown
    assert not Helper.objects.exists()


@db
@pytest.mark.parametrize("rest", ["budget/", "team/", "budget/{line}/"])
def test_pages_of_money_need_the_same_few_queries(edition, organiser, rest):
    line = plan(edition)
    rest = rest.format(line=line.pk)
    client = signed_in(organiser)

    def fill():
        enter(plan(edition, "sponsor", partner=make_organisation()), 5_00)
        enter(line, 1_00)
        pay(edition, 60_50, net=50_00, vat=10_50)
        Helper.objects.create(edition=edition, name="Vera")
        EventGrant.objects.create(event=edition.event, edition=edition, user=organiser, role="check_in_staff")

    def count():
        with CaptureQueriesContext(connection) as queries:
            assert client.get(at(edition, rest)).status_code == 200
        return len(queries)

    fill()
    few = count()
    for _number in range(30):
        fill()
    many = count()

    assert few == many
    assert many <= 12
