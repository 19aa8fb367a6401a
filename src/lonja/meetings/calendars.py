"""Calendar files of agendas: their numbers, and ids made of facts."""

import uuid

from lonja.events.timetables import BEGINNING, Venue, calendar_file

__all__ = ["Venue", "calendar_file", "numbered", "uid_of"]

# The family of ids that belong to us; the same facts give the same id on any machine.
_FAMILY = uuid.UUID("6f0f4bfe-2f38-5d0a-9c59-0d6b5a2a9f17")


def numbered(edition, run):
    """Number and stamp of the entries of an agenda: they rise with the plan that holds, and with the edition.

    Args:
        run: the plan that holds, or None.
    """
    stamps = [run and run.published_at, edition.revised_at]
    return {
        "version": (run.version if run else 0) + edition.revision,
        "stamp": max(filter(None, stamps), default=BEGINNING),
    }


def uid_of(*facts):
    """A stable id made of facts."""
    return str(uuid.uuid5(_FAMILY, "|".join(str(fact) for fact in facts)))
