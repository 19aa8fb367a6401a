"""A fair that is over: four people, two meetings, two organisers; and a larger encounter between sectors."""

from dataclasses import dataclass
from datetime import UTC, date, datetime

from lonja.directory.models import Term
from lonja.impact.models import Conversion, FollowUp, OutcomeQuestion, ProjectIdea
from lonja.impact.services import reports
from tests.factories import (
    make_answer,
    make_edition,
    make_event,
    make_held,
    make_organisation,
    make_participation,
    make_request,
    make_slots,
    make_tables,
    make_term,
    make_user,
)

HERE = "/events/fair/2026/"
DAY = date(2026, 10, 15)


@dataclass
class Fair:
    """What the tests need at hand."""

    edition: object
    organiser: object
    stranger: object
    other_organiser: object
    ana: object
    jon: object
    eva: object
    request: object
    second: object


def fair(day=DAY, slug="2026"):
    """Ana met Jon and then Eva; the edition is closed."""
    organiser, other = make_user(name="Olga"), make_user(name="Pau")
    event = make_event("Fair", slug="fair", organiser=organiser)
    make_edition(make_event("Elsewhere", organiser=other))
    edition = make_edition(event, slug=slug, starts_on=day, ends_on=day, state="closed")
    ana, jon, eva = (
        make_participation(
            edition, user=make_user(), name=name, organisation=make_organisation(f"House of {name}")
        )
        for name in ("Ana Ruiz", "Jon Etxeberria", "Eva Lomas")
    )
    first, second = make_request(ana, jon, text="Shall we cool fish?"), make_request(ana, eva)
    make_held(first, second)
    return Fair(edition, organiser, make_user(), other, ana, jon, eva, first, second)


def at(year, month, day):
    """A moment at noon."""
    return datetime(year, month, day, 12, tzinfo=UTC)


# One sector, another, how many meetings, and of how many a sale of 10,000 euros came.
PAIRS = (("A", "A", 20, 6), ("A", "B", 12, 8), ("B", "B", 9, 5), ("C", "C", 2, 1))


def house(edition, sectors, region=None):
    """Somebody of an organisation of these sectors."""
    organisation = make_organisation(region=region)
    organisation.terms.add(*sectors)
    return make_participation(edition, organisation=organisation)


def ask(participation, request, *, months=6, answered=False):
    """The question after so many months, answered or not."""
    asked_at = datetime(2019, 5, 20, tzinfo=UTC)
    follow_up, _is_new = FollowUp.objects.get_or_create(
        participation=participation,
        months=months,
        defaults={
            "asked_at": asked_at,
            "expires_at": asked_at,
            "token_hash": f"f{participation.pk}-{months}",
        },
    )
    return OutcomeQuestion.objects.create(
        follow_up=follow_up,
        request=request,
        token_hash=f"q{request.pk}-{participation.pk}-{months}",
        answered_at=asked_at if answered else None,
    )


def encounter(*, slug="2018", event=None, pairs=PAIRS):
    """An encounter that is over, its report published."""
    organiser = make_user()
    event = event or make_event("Encounter", slug="encounter", organiser=organiser)
    edition = make_edition(
        event, slug=slug, starts_on=date(int(slug), 11, 15), ends_on=date(int(slug), 11, 15), state="closed"
    )
    terms = sector_terms()
    requests, answered = [], []
    for one, other, count, came in pairs:
        for number in range(count):
            made = make_request(house(edition, [terms[one]]), house(edition, [terms[other]]))
            requests.append(made)
            if number < came:
                answered.append(
                    make_answer(made, made.sender, "yes", outcome_type="SALE", value_cents=10_000_00)
                )
            elif number < came + 6:
                answered.append(make_answer(made, made.sender, "no"))
            ask(made.sender, made, answered=number < came + 6)
    make_held(*requests, slots=make_slots(edition, len(requests)), tables=make_tables(edition, 1))
    reports.publish(edition, actor=organiser, now=at(2019, 12, 1))
    return edition


def sector_terms():
    """Three sectors, made once."""
    known = {term.code: term for term in Term.objects.filter(scheme="sectoral_industries")}
    return {
        code: known.get(code) or make_term("sectoral_industries", code, labels={"en": f"Sector {code}"})
        for code in "ABC"
    }


def make_idea(request, author, **fields):
    """A project idea that came of a meeting."""
    fields = {"title": "Cold chain", "text": "Ice from the sun.", **fields}
    idea = ProjectIdea.objects.create(author=author, written_at=at(2026, 11, 1), **fields)
    Conversion.objects.create(
        request=request, made_by=author, kind="idea", idea=idea, made_at=idea.written_at
    )
    return idea
