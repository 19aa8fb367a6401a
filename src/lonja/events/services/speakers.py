"""Write who gives the talks of an edition."""

from dataclasses import dataclass

from lonja.events.models import Speaker
from lonja.events.speaking import same


@dataclass(frozen=True, slots=True)
class SpeakerLine:
    """One speaker as she is to stand in the programme.

    Attributes:
        participation_id: as whom she is registered for the same edition, if that is known.
    """

    name: str
    affiliation: str = ""
    participation_id: int | None = None


def lines_of(session):
    """The speakers of a talk, in their order."""
    return [SpeakerLine(one.name, one.affiliation, one.participation_id) for one in session.speakers.all()]


def renamed(lines, names):
    """Lines for some names; who was called so before keeps what is known of her."""
    known = {same(line.name): line for line in lines}
    kept = [(name, known.get(same(name))) for name in names]
    return [
        SpeakerLine(name, line.affiliation, line.participation_id) if line else SpeakerLine(name)
        for name, line in kept
    ]


def write(wanted):
    """Make the speakers of some talks, session → lines, what is told; the caller holds the transaction."""
    Speaker.objects.filter(session__in=[session.pk for session in wanted]).delete()
    Speaker.objects.bulk_create(
        Speaker(
            session=session, position=position, name=line.name, affiliation=line.affiliation,
            participation_id=line.participation_id,
        )
        for session, lines in wanted.items()
        for position, line in enumerate(lines, 1)
    )  # fmt: skip
