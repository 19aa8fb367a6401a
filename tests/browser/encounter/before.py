"""Before the day: the edition, the registration and its money, the requests, the plan."""

import re
from datetime import date, time, timedelta
from itertools import combinations

from playwright.sync_api import expect

from lonja.base import jobs
from lonja.base.models import Job
from lonja.events.models import Edition
from lonja.meetings.models import MeetingRequest
from lonja.meetings.services import requests
from tests.factories import make_organisation, make_participation, make_request, make_user
from tests.lonja.meetings.encounters import filled

HERE = "/events/fair/next/"
NANO, SOLAR = "Nano Group", "Solar Group"
EIGHT = ("Eva Lomas", "Leo Prat", "Pau Vidal", "Iris Sanz", "Max Rey", "Nora Gil", "Hugo Cid", "Lea Mas")
WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
BUDGET = (
    ("Other income", "Own money", "", "10000"),
    ("Public co-funding", "", "Junta de Comunidades", "8000"),
    ("Sponsor", "", "Three sponsors", "2000"),
    ("Venue", "Hall", "", "12000"),
)


def lay_out(olga):
    """The edition, its zones, slots and tables from a workbook, a talk to book, and who may register."""
    day = date.today() + timedelta(days=30)
    olga.goto("/events/fair/new/")
    for label, words in (("Title in English", "Fair"), ("Title in Spanish", "Feria"), ("Address", "next"),
                         ("First day", f"{day}"), ("Last day", f"{day}"), ("City", "Tomelloso")):  # fmt: skip
        olga.get_by_label(label).fill(words)
    press(olga, "Save")
    for kind, name in (("Meetings at tables", "Tables"), ("Meetings with selected groups", "Innova+")):
        olga.goto(f"{HERE}programme/edit/")
        olga.get_by_role("link", name="Add a zone").click()
        olga.get_by_label("Kind").select_option(label=kind)
        olga.get_by_label("Name (English)").fill(name)
        press(olga, "Save")
    upload(olga, filled(slots=[(day, time(9), time(11), None)], tables=[("1-6", None, None, None, None)]))
    olga.goto(f"{HERE}programme/edit/")
    olga.get_by_role("link", name="Add a talk").click()
    olga.get_by_label("Title (English)").fill("Keynote")
    olga.get_by_label("Begins").fill(f"{day}T09:00")
    olga.get_by_label("Ends").fill(f"{day}T09:30")
    olga.get_by_label("participants book a place").check()
    press(olga, "Save")
    set_conditions(olga)
    olga.goto(f"{HERE}desk/")
    press(olga, "Make it public")
    edition = Edition.objects.get(slug="next")
    assert (edition.slots.count(), edition.tables.count(), edition.zones.count()) == (8, 6, 2)
    return edition


def upload(olga, content):
    """Bring a workbook: look at what would change, then apply it."""
    olga.goto(f"{HERE}desk/")
    olga.get_by_role("link", name="Upload the workbook").click()
    book = {"name": "fair.xlsx", "mimeType": WORKBOOK, "buffer": content}
    olga.get_by_label("Table (XLSX or CSV)").set_input_files(book)
    press(olga, "Check the table")
    expect(olga.get_by_text("The table is in order. Nothing has been changed yet.")).to_be_visible()
    press(olga, "Apply the table")
    expect(olga.get_by_text("The table was applied.")).to_be_visible()


def set_conditions(olga):
    """Companies pay once, associations for each person; research groups come free."""
    olga.goto(f"{HERE}conditions/")
    for kind, fee, unit in (("Company", "50", "once for the whole organisation"),
                            ("Association or cluster", "50", ""),
                            ("University research group", "", "")):  # fmt: skip
        rule = olga.get_by_role("group", name=kind)
        rule.get_by_label(kind, exact=True).check()
        if fee:
            rule.get_by_label("Fee in euro, without VAT").fill(fee)
        if unit:
            rule.get_by_label("Paid").select_option("organisation")
    press(olga, "Save")


def sign_up(ana, jon):
    """Ana registers for a company, Jon, who stays in Mexico, for a body that need not pay."""
    ana.goto(f"/es{HERE}")
    ana.get_by_role("link", name="Inscribirse", exact=True).click()
    for words in ("Los demás participantes pueden ver que vengo", "Se me puede preguntar después"):
        ana.get_by_label(words).check()
    press(ana, "Continuar y revisar sus respuestas")
    fee = ana.get_by_text("60,50 euros, IVA incluido", exact=True)
    expect(fee).to_be_visible()
    press(ana, "Inscribirse ahora")
    ana.get_by_role("link", name="Mi reserva: compañeros y cuota").click()

    jon.goto(f"{HERE}register/")
    jon.get_by_label("Association or cluster").check()
    jon.get_by_label("If you need not pay: why").fill("We are a public body")
    for words in ("The other participants may see", "I may be asked later", "Takes part remotely"):
        jon.get_by_label(words).check()
    press(jon, "Go on to check your answers")
    press(jon, "Register now")
    jon.get_by_role("link", name="My booking: colleagues and fee").click()
    expect(jon.get_by_text("The organiser answers first whether a fee is due.")).to_be_visible()


def settle_money(olga, ana, jon):
    """Ana takes her invoice and pays by transfer; Jon pays nothing; the budget adds up."""
    press(ana, "Obtener la factura y pagar")
    address = re.search(r"/invoices/(\d+)-(\d+)/", ana.url)
    olga.goto(f"{HERE}invoices/{address[1]}-{address[2]}/")
    olga.get_by_text("Note a payment").click()
    note = olga.locator("details").filter(has_text="Note a payment")
    note.get_by_label("Amount in euro").fill("60.50")
    note.get_by_label(re.compile("^On")).fill(f"{date.today()}")
    press(olga, "Note it")
    ana.reload()
    expect(ana.get_by_text("Pagado", exact=True).first).to_be_visible()

    olga.goto(f"{HERE}registrations/")
    olga.get_by_role("link", name=re.compile("^Asks to pay nothing.*Jon Etxeberria")).click()
    press(olga, "Waive the fee")
    jon.reload()
    expect(jon.get_by_text("Granted", exact=True)).to_be_visible()
    expect(jon.get_by_role("button", name="Get the invoice and pay")).to_have_count(0)

    for category, text, who, planned in BUDGET:
        olga.goto(f"{HERE}budget/new/")
        olga.get_by_label("For what").select_option(label=category)
        olga.get_by_label("What exactly").fill(text)
        olga.get_by_label("Who gives, or who works for it").fill(who)
        olga.get_by_label("Planned, in euro").fill(planned)
        press(olga, "Save")
    olga.goto(f"{HERE}budget/")
    expect(olga.get_by_role("row", name=re.compile("^Fees paid, without VAT")).first).to_contain_text(
        "50 euros"
    )


def fill_the_hall(edition):
    """Ten others who come, two of them research groups, and what eight of them have agreed on."""
    others = {
        name: make_participation(
            edition, user=make_user(name=name), name=name, organisation=make_organisation(f"House of {name}"),
            participant_type="group" if name in (NANO, SOLAR) else "company",
        )
        for name in (NANO, SOLAR, *EIGHT)
    }  # fmt: skip
    pairs = sorted(combinations(range(8), 2), key=lambda two: (sum(two) % 8, two))[:17]
    for one, other in pairs:
        make_request(others[EIGHT[one]], others[EIGHT[other]])
    return others


def ask(olga, ana, jon, others):
    """Ana asks a selected group and Jon, and not one that is not selected; both answer who asked them."""
    olga.goto(f"{HERE}programme/edit/")
    olga.get_by_role("link", name="Innova+").click()
    olga.get_by_label(NANO).check()
    press(olga, "Save")
    expect(olga.get_by_text("1 selected").or_(olga.get_by_text("one selected"))).to_be_visible()

    ana.goto(f"/es{HERE}programme/")
    press(ana, re.compile("^Reservar plaza.*Keynote"))
    for name in (NANO, "Jon Etxeberria"):
        ana.goto(f"/es{HERE}people/")
        ana.get_by_role("link", name=f"Solicitar una reunión a {name}").click()
        ana.get_by_label("De qué le gustaría hablar").fill("Robots de soldadura")
        press(ana, "Enviar la solicitud")
    ana.goto(f"/es{HERE}requests/new/{others[SOLAR].pk}/")
    press(ana, "Enviar la solicitud")
    expect(ana.get_by_text("solo puede solicitar reuniones a los grupos de investigación")).to_be_visible()
    ana.problems.clear()  # the browser tells of the answer that refuses

    guests = {name: edition_guest(others[NANO].edition, name) for name in ("Ana Ruiz", "Jon Etxeberria")}
    make_request(others["Eva Lomas"], guests["Ana Ruiz"], state="sent")
    make_request(others["Pau Vidal"], guests["Ana Ruiz"], state="sent")
    make_request(others["Leo Prat"], guests["Jon Etxeberria"], state="sent")
    ana.goto(f"/es{HERE}requests/")
    press(ana, "Aceptar la solicitud de Eva Lomas")
    ana.get_by_role("link", name="Rechazar la solicitud de Pau Vidal").click()
    ana.get_by_label("No encaja con lo que busco").check()
    press(ana, "Rechazar")
    jon.goto(f"{HERE}requests/")
    press(jon, "Accept the request of Leo Prat")
    nano = MeetingRequest.objects.get(recipient=others[NANO])
    requests.answer(nano, "accept", actor=others[NANO].person.user, now=nano.sent_at)
    return guests


def edition_guest(edition, name):
    """Somebody's participation."""
    return edition.participations.get(person__name=name)


def plan(olga, ana, jon):
    """Olga looks at the demand, plans and publishes; Ana and Jon read when and where they sit."""
    olga.goto(f"{HERE}demand/")
    press(olga, "Look at the demand")
    expect(olga.get_by_role("heading", level=2).first).to_contain_text(
        "All 20 accepted requests could be met"
    )
    olga.goto(f"{HERE}desk/")
    press(olga, "Plan the meetings")
    expect(olga.get_by_role("heading", level=1)).to_have_text("Planning the meetings")
    jobs.run_now(Job.objects.get(kind="meetings.plan"))
    olga.goto(f"{HERE}plans/1/")
    expect(olga.get_by_text("Every accepted request has a place.")).to_be_visible()
    press(olga, "Publish plan 1")
    expect(olga.get_by_text("The plan is published, and the agendas are on their way.")).to_be_visible()

    # Jon says yes to Ana now that the plan is out: the two wait for a moment in which both are free.
    jon.goto(f"{HERE}requests/")
    press(jon, "Accept the request of Ana Ruiz")
    expect(jon.get_by_text("Accepted. The organiser plans the time and the table.")).to_be_visible()


def press(tab, name):
    """Press a button by its name."""
    tab.get_by_role("button", name=name).click()
