"""An edition with something behind every address, and people who have nothing to do with it."""

import re
from datetime import date

from django.apps import apps
from django.test import Client
from django.urls import get_resolver, reverse

from lonja.accounts.models import Role
from lonja.events import models as events
from lonja.events.models.missions import Delegation
from lonja.impact.models import Collaboration, Conversion
from lonja.impact.services import reports
from lonja.meetings.models import PairRule, Proposal
from tests.factories import (
    make_answer,
    make_edition,
    make_event,
    make_leg,
    make_participation,
    make_session,
    make_user,
)
from tests.lonja.impact.afterwards import at, fair, make_idea
from tests.routes import routes

# What nobody of the outsiders may read anywhere.
SECRETS = ["Between-the-two", "Zutano Secreto", "Confidential-idea", "Only-for-the-team", "Private-evidence"]
TEAM = {"en": "Only-for-the-team"}
DAY = date(2026, 10, 1)
PARTS = ("events", "meetings", "impact")
SHAPES = ("sheet.xlsx", "csv", "xlsx", "pdf", "ics", "json")
# One verb of each address that has one; which does not matter, for nobody of them may do it.
VERBS = {
    "edition-move": "close", "delegation-change": "remove", "output-move": "adopt", "live-act": "table",
    "live-note": "held", "now-note": "missing", "proposal": "accept", "programme-book": "book",
    "registration-move": "cancel", "invoice-change": "credit", "checkin-note": "in", "report-move": "hide",
    "collaboration-answer": "confirm", "request-answer": "accept", "idea-move": "publish",
}  # fmt: skip


class Crowded:
    """A fair that is over, with rows of every kind.

    Attributes:
        outsiders: accounts by what they are; None is nobody.
    """

    def __init__(self):
        self.after = fair()
        self.edition, self.ana = self.after.edition, self.after.ana
        self.seat = self.ana.seats.first()
        type(self.ana.person).objects.filter(pk=self.ana.person_id).update(name="Zutano Secreto")
        type(self.after.request).objects.filter(pk=self.after.request.pk).update(text="Between-the-two")
        gone = make_user()
        make_participation(self.edition, user=gone, state="cancelled")
        make_participation(make_edition(make_event("Third")), user=self.after.other_organiser)
        self.outsiders = {
            "nobody": None, "organiser of another event": self.after.other_organiser, "cancelled": gone,
        }  # fmt: skip
        self.rows = self._of_the_desk() | self._of_money() | self._of_meetings()
        reports.publish(self.edition, actor=self.after.organiser, now=at(2026, 11, 20))

    def _of_the_desk(self):
        edition, organiser = self.edition, self.after.organiser
        report = events.EditionReport.objects.create(edition=edition, text=TEAM)
        zone = events.Zone.objects.create(edition=edition, position=1, kind="conference", name={"en": "Hall"})
        session = make_session(edition, zone=zone, starts_at=at(2026, 10, 15))
        message = events.Message.objects.create(
            edition=edition, purpose="practical", subject=TEAM, text=TEAM, written_by=organiser
        )
        made = {
            "leg": make_leg(edition),
            "delegation": Delegation.objects.create(
                edition=edition, organisation=self.ana.organisation, note="Only-for-the-team"
            ),
            "output": events.Output.objects.create(edition=edition, text=TEAM, author=organiser),
            "report-figure": events.ReportFigure.objects.create(report=report, label=TEAM, number=3),
            "news": events.NewsItem.objects.create(
                edition=edition, published_on=DAY, title=TEAM, text=TEAM, written_by=organiser
            ),
            "helper": events.Helper.objects.create(edition=edition, name="Zutano Secreto"),
            "door": events.EventGrant.objects.create(
                user=make_user(), role=Role.CHECK_IN_STAFF, event=edition.event, edition=edition
            ),
            "zone": zone,
        }
        self.uids = {"session": session.uid, "programme": session.uid}
        self.values = {"uuid": message.uuid}
        return made

    def _of_money(self):
        edition, organiser = self.edition, self.after.organiser
        line = events.BudgetLine.objects.create(
            edition=edition, category="venue", text="Only-for-the-team", planned_cents=1, added_by=organiser
        )
        booking = events.Booking.objects.create(
            edition=edition,
            made_by=self.ana.person.user,
            exemption="asked",
            exemption_reason=TEAM["en"],
        )
        invoice = events.Invoice.objects.create(
            event=edition.event, edition=edition, year=2026, number=1, due_on=DAY,
            net_cents=5000, vat_cents=1050,
            payer_person=self.ana.person, seller={"name": "x"}, buyer={"name": "Zutano Secreto"},
        )  # fmt: skip
        checkout = events.Checkout.objects.create(invoice=invoice, provider="sandbox", cents=6050)
        self.values |= {"booking": booking.uuid, "checkout": checkout.uuid, "year": 2026}
        return {
            "budget-evidence": events.BudgetEntry.objects.create(
                line=line, cents=1, on=DAY, note="Only-for-the-team"
            ),
            "budget-line": line,
            "refund": events.Payment.objects.create(
                invoice=invoice, cents=-5, on=DAY, asked_by=organiser, is_done=False
            ),
        }

    def _of_meetings(self):
        ana, jon, request = self.ana, self.after.jon, self.after.request
        answer = make_answer(request, ana, "yes", evidence="Private-evidence")
        idea = make_idea(request, ana, text="Confidential-idea")
        said = at(2026, 11, 1)
        shared = Collaboration.objects.create(claimed_by=ana, text="Confidential-idea", claimed_at=said)
        Conversion.objects.create(
            request=request, made_by=ana, kind="collaboration", collaboration=shared, made_at=said
        )
        proposal = Proposal.objects.create(
            run=self.seat.run, slot=self.seat.slot, sender=ana, recipient=jon, made_at=at(2026, 10, 15)
        )
        rule = {"one": ana, "other": jon, "kind": "never", "reason": "Only-for-the-team"}
        self.uids |= {
            "proposal": proposal.uid, "collaboration": shared.uid, "evidence": answer.uid, "idea": idea.uid,
        }  # fmt: skip
        self.values |= {
            "event": self.edition.event.slug, "edition": self.edition.slug, "number": self.seat.run.number,
            "block": 0, "other": request.uid, "participation": ana.pk, "kind": "idea", "token": "made-up",
            "name": "meetings", "what": "people",
        }  # fmt: skip
        return {"request-unpair": PairRule.objects.create(edition=self.edition, **rule)}

    def addresses(self):
        """(name, path) of everything below the edition, and of the idea."""
        for route in routes(get_resolver().url_patterns):
            names = set(re.findall(r"<(?:\w+:)?(\w+)>", route.address))
            part = route.module.split(".")[1] if route.module.startswith("lonja.") else ""
            if part in PARTS and ({"event", "edition"} <= names or route.address.startswith("ideas/<")):
                values = {name: self._value(route, name) for name in names}
                yield route.name, reverse(f"{part}:{route.name}", kwargs=values)

    def _value(self, route, name):
        first = route.name.rpartition("-")[0] or route.name
        if name == "pk":
            return self.rows.get(route.name, self.rows.get(first, self.ana)).pk
        if name == "uid":
            return self.uids.get(first, self.uids.get(route.name, self.after.request.uid))
        if name == "verb":
            return VERBS[route.name]
        if name == "number" and "year" in route.address:
            return 1
        if name == "shape":
            return next(shape for shape in SHAPES if shape.replace(".", r"\.") in route.address)
        return self.values[name]


def client_of(user):
    """A browser in which somebody is signed in, or nobody."""
    client = Client()
    if user:
        client.force_login(user)
    return client


def everything():
    """Every row of the three parts."""
    models = [model for part in PARTS for model in apps.get_app_config(part).get_models()]
    return {model.__name__: list(model.objects.order_by("pk").values()) for model in models}


def secrets_in(response):
    """Which secrets an answer holds."""
    body = b"".join(response) if response.streaming else response.content
    return [secret for secret in SECRETS if secret.encode() in body]
