"""A fair that is over: four people, two meetings, an organiser, and another organiser elsewhere."""

from dataclasses import dataclass
from datetime import UTC, date, datetime

from tests.factories import (
    make_edition,
    make_event,
    make_held,
    make_organisation,
    make_participation,
    make_request,
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
