"""The day itself, and what came after it."""

import re
from datetime import timedelta
from zoneinfo import ZoneInfo

from django.db.models import F
from django.utils import timezone
from playwright.sync_api import expect

from lonja.base import jobs
from lonja.base.models import Job, OutboxMail
from lonja.events.models import Edition, Session
from lonja.impact.models import OutcomeAnswer
from lonja.meetings.models import Meeting, Slot
from tests.browser.encounter.before import HERE, press
from tests.factories import make_answer

MADRID, MEXICO = ZoneInfo("Europe/Madrid"), ZoneInfo("America/Mexico_City")


def move_to(edition, moment, *, slot):
    """Let the calendar move, as the clock cannot: a slot of the edition begins at a moment."""
    away = moment - slot.starts_at
    Slot.objects.filter(edition=edition).update(starts_at=F("starts_at") + away)
    Session.objects.filter(edition=edition).update(
        starts_at=F("starts_at") + away, ends_at=F("ends_at") + away
    )
    first, last = edition.slots.earliest("starts_at"), edition.slots.latest("starts_at")
    Edition.objects.filter(pk=edition.pk).update(
        starts_on=first.starts_at.astimezone(MADRID).date(), ends_on=last.starts_at.astimezone(MADRID).date()
    )
    edition.refresh_from_db()


def meetings_of(one):
    """The meetings of somebody in the plan that holds, in the order of their times."""
    return list(Meeting.objects.filter(seats__participation=one).order_by("slot__starts_at"))


def run_daily(kind):
    """What the worker does once a day."""
    job = jobs.run_now(jobs.enqueue(kind, args={}, actor=None))
    assert job.state == Job.State.DONE


def live(olga, ana, jon, guests, edition):
    """Ana comes and waits for nobody; Jon, who is free as well, takes the moment that is left."""
    first = meetings_of(guests["Ana Ruiz"])[0]
    [absent] = [one.participation for one in first.seats.all() if one.participation != guests["Ana Ruiz"]]
    move_to(edition, timezone.now() - timedelta(minutes=5), slot=first.slot)
    olga.goto(f"{HERE}checkin/?q=ana")
    press(olga, "Check in Ana Ruiz")
    expect(olga.get_by_role("heading", name="1 of 12 are here")).to_be_visible()

    jon.goto(f"{HERE}now/")
    jon.get_by_role("link", name="Show my own time zone as well").click()
    jon.get_by_label("My time zone").select_option("America/Mexico_City")
    press(jon, "Show it")
    [own] = meetings_of(guests["Jon Etxeberria"])
    jon.goto(f"{HERE}agenda/")
    expect(jon.get_by_text(f"{clock(own, MEXICO)}")).to_have_text(re.compile("^By your clock: "))

    ana.goto(f"/es{HERE}now/")
    press(ana, f"{absent.person} no está")
    offer = ana.get_by_role("heading", name=re.compile(r"Jon Etxeberria también$"))
    expect(offer).to_be_visible()
    jon.goto(f"{HERE}now/")
    press(jon, "Accept Ana Ruiz")
    expect(jon.get_by_role("heading", name=re.compile("^Next "))).to_be_visible()
    [together] = Meeting.objects.filter(
        request__sender=guests["Ana Ruiz"], request__recipient=guests["Jon Etxeberria"]
    )
    ana.goto(f"/es{HERE}now/")
    expect(offer).to_have_count(0)
    ana.goto(f"/es{HERE}agenda/")
    item = ana.get_by_role("listitem").filter(has_text="Jon Etxeberria")
    expect(item.locator("time")).to_have_text(clock(together, MADRID).split("–"))
    expect(item).to_contain_text(f"Mesa {together.table.number}")
    jon.goto(f"{HERE}agenda/")
    expect(jon.get_by_role("main")).to_contain_text(clock(together, MEXICO))
    olga.goto(f"{HERE}live/")
    expect(olga.get_by_text("No-show", exact=True)).to_be_visible()
    return together


def clock(meeting, zone):
    """From when to when a meeting is by the clock of a zone."""
    starts, ends = (moment.astimezone(zone) for moment in (meeting.slot.starts_at, meeting.slot.ends_at))
    return f"{starts:%H:%M}–{ends:%H:%M}"


def tell(olga, ana, jon, page, edition, together):
    """Both rate and are asked by mail a month later; they contradict each other until Jon looks again."""
    move_to(edition, timezone.now() - timedelta(days=35), slot=edition.slots.earliest("starts_at"))
    olga.goto(f"{HERE}desk/")
    press(olga, "Close the edition")
    held = Meeting.objects.filter(run__edition=edition, state="held")
    assert held.count() == 20
    ana.goto(f"/es{HERE}my-meetings/")
    ana.get_by_role("link", name="4 de 5 para la reunión con Jon Etxeberria").click()
    ana.get_by_label("Sí, hemos acordado el siguiente paso").check()
    press(ana, "Confirmar")
    expect(ana.get_by_text("Le dio 4 de 5.")).to_be_visible()

    for meeting in held.exclude(pk=together.pk).order_by("pk")[:7]:
        make_answer(meeting.request, meeting.request.sender, "yes", outcome_type="SALE")
    for meeting in held.exclude(pk=together.pk).order_by("pk")[7:14]:
        make_answer(meeting.request, meeting.request.sender, "no")
    run_daily("impact.ask")
    before = OutcomeAnswer.objects.count()
    mailed = page(link_of("Ana Ruiz", about="Jon Etxeberria", came="yes"), javascript=False, width=390)
    expect(mailed.get_by_label("Sí, resultó algo")).to_be_checked()
    assert OutcomeAnswer.objects.count() == before  # a scanner that opens the link answers nothing
    mailed.get_by_label("Qué ha resultado").select_option("SALE")
    mailed.get_by_label("Valor aproximado, en euros").fill("12000")
    press(mailed, "Confirmar mi respuesta")
    expect(mailed.get_by_text("Su respuesta se ha guardado.")).to_be_visible()
    jon.goto(link_of("Jon Etxeberria", about="Ana Ruiz", came="no"))
    press(jon, "Confirm my answer")
    expect(jon.get_by_text("Your answer is kept.")).to_be_visible()

    both = olga.get_by_role("row", name=re.compile("Ana Ruiz.*Jon Etxeberria"))
    olga.goto(f"{HERE}outcomes/")
    expect(both).to_contain_text("The sides contradict each other")
    jon.goto(link_of("Jon Etxeberria", about="Ana Ruiz", came="yes"))
    jon.get_by_label("What came of it").select_option("SALE")
    press(jon, "Confirm my answer")
    expect(jon.get_by_text("Your answer is kept.")).to_be_visible()
    olga.reload()
    expect(both).to_contain_text("Both sides say so")


def link_of(name, *, about, came):
    """The path of one answer in the mail that somebody got about her meeting with somebody else."""
    mails = OutboxMail.objects.filter(purpose="follow_up")
    [text] = [mail.text for mail in mails if name in mail.text.partition("\n")[0]]
    return re.search(rf"{about} \(.*?https?://[^/]+(/\S+came={came})\n", text, re.DOTALL)[1]


def report(olga, jon, page, edition):
    """The hall is paid; the report has the shares, the good practice what the data say."""
    olga.goto(f"{HERE}budget/")
    olga.get_by_role("link", name="Hall", exact=True).click()
    olga.get_by_label("Amount in euro").fill("12000")
    olga.get_by_label(re.compile("^On")).fill(f"{edition.ends_on}")
    press(olga, "Enter the amount")
    olga.goto(f"{HERE}budget/")
    olga.get_by_text("The same as a table").click()
    for line, planned, actual in (("Income", "20,000 euros", "50 euros"),
                                  ("Costs", "12,000 euros", "12,000 euros")):  # fmt: skip
        sums = olga.get_by_role("row", name=re.compile(f"^{line}")).get_by_role("cell")
        expect(sums).to_have_text([planned, actual])
    expect(olga.get_by_text("Cost per meeting", exact=True).locator("..")).to_contain_text("600 euros")

    olga.goto(f"{HERE}results/edit/")
    drafted = [olga.get_by_label(f"{part}, in English").input_value() for part in
               ("Resources needed", "Evidence of success")]  # fmt: skip
    assert drafted == [
        "A hall with 6 tables and 8 slots of 15 minutes each. A fee of 50 euros.",
        "Of 20 meetings 8 became something (40%); 75% have an answer.\n"
        f"{edition.starts_on.year}: 12 organisations, 12 people, 20 meetings.",
    ]
    olga.get_by_label("Difficulties encountered, in English").fill("Sponsors were hard to find.")
    olga.get_by_label("Show the good practice with the public report").check()
    olga.get_by_label("Whom to ask about it").fill("Olga Ortega")
    olga.get_by_label("E-mail or telephone").fill("fair@example.org")
    press(olga, "Save the words")
    press(olga, "Publish the report")
    expect(olga.get_by_role("heading", name="Counting the figures of the report")).to_be_visible()
    jobs.run_now(Job.objects.get(kind="impact.publish"))
    olga.goto(f"{HERE}results/edit/")
    expect(olga.get_by_text(re.compile("^It shows the figures of"))).to_be_visible()

    anybody = page(f"{HERE}results/")
    for share, label in (
        ("40%", "of the meetings became something"),
        ("75%", "of the meetings have an answer"),
    ):
        expect(anybody.get_by_text(label, exact=True).locator("..")).to_contain_text(share)
    expect(anybody.get_by_text("8 of 20; between 40% and 65%")).to_be_visible()
    expect(anybody.get_by_role("row", name=re.compile("^Both sides say so"))).to_contain_text("hidden")
    anybody.goto(f"{HERE}good-practice/")
    expect(anybody.get_by_text("Sponsors were hard to find.")).to_be_visible()
    expect(anybody.get_by_text("fair@example.org")).to_have_count(0)
    jon.goto(f"{HERE}good-practice/")
    expect(jon.get_by_text("Olga Ortega · fair@example.org")).to_be_visible()


def forget(olga, page, edition):
    """Thirteen months later those who agreed to nothing have no name any more; no figure has changed."""
    move_to(edition, timezone.now() - timedelta(days=400), slot=edition.slots.earliest("starts_at"))
    anybody = page(HERE)
    before = [text_of(anybody, path) for path in (HERE, f"{HERE}results/")]

    run_daily("impact.retention")

    olga.goto(f"{HERE}participants/")
    expect(olga.get_by_role("rowheader")).to_have_text(["–"] * 10 + ["Jon Etxeberria", "Ana Ruiz"])
    erased = edition.participations.exclude(person__name__in=("Ana Ruiz", "Jon Etxeberria"))
    olga.goto(f"{HERE}retention/")
    expect(olga.get_by_role("rowheader")).to_have_text([f"{one.pk}" for one in erased.order_by("pk")])
    assert [text_of(anybody, path) for path in (HERE, f"{HERE}results/")] == before


def text_of(tab, path):
    """What a page says."""
    tab.goto(path)
    return tab.get_by_role("main").inner_text()
