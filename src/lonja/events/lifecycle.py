"""The life of an edition and of a participation: which verb leads from which state to which."""

from django.db import models
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from lonja.base.errors import Refused
from lonja.base.lifecycle import Lifecycle


class EditionState(models.TextChoices):
    """How far an edition is."""

    DRAFT = "draft", _("Draft")
    PUBLISHED = "published", pgettext_lazy("edition", "Published")
    CLOSED = "closed", _("Closed")
    CALLED_OFF = "called_off", pgettext_lazy("edition", "Called off")


# Editions that everybody may know of; that it does not take place is to be read as well.
KNOWN = (EditionState.PUBLISHED, EditionState.CLOSED, EditionState.CALLED_OFF)


class ParticipationState(models.TextChoices):
    """Whether somebody comes."""

    APPLIED = "applied", _("Waits for approval")
    WAITING = "waiting", _("On the waiting list")
    REGISTERED = "registered", _("Registered")
    CONFIRMED = "confirmed", _("Confirmed")
    CANCELLED = "cancelled", _("Cancelled")
    DECLINED = "declined", _("Not admitted")


EDITION_MOVES = {
    ("publish", EditionState.DRAFT): EditionState.PUBLISHED,
    ("hide", EditionState.PUBLISHED): EditionState.DRAFT,
    ("close", EditionState.PUBLISHED): EditionState.CLOSED,
    ("reopen", EditionState.CLOSED): EditionState.PUBLISHED,
    # Nothing leads back: people have been told, and have made other plans.
    ("call_off", EditionState.PUBLISHED): EditionState.CALLED_OFF,
}
EDITION_REFUSALS = {
    "publish": _("This edition is already public."),
    "hide": _("Only a published edition can be taken back to draft."),
    "close": _("Only a published edition can be closed."),
    "reopen": _("Only a closed edition can be opened again."),
    "call_off": _("Only a published edition can be called off, and only once."),
}

PARTICIPATION_MOVES = {
    ("confirm", ParticipationState.REGISTERED): ParticipationState.CONFIRMED,
    ("admit", ParticipationState.APPLIED): ParticipationState.REGISTERED,
    ("admit", ParticipationState.WAITING): ParticipationState.REGISTERED,
    ("queue", ParticipationState.APPLIED): ParticipationState.WAITING,
    ("decline", ParticipationState.APPLIED): ParticipationState.DECLINED,
    ("decline", ParticipationState.WAITING): ParticipationState.DECLINED,
    ("cancel", ParticipationState.APPLIED): ParticipationState.CANCELLED,
    ("cancel", ParticipationState.WAITING): ParticipationState.CANCELLED,
    ("cancel", ParticipationState.REGISTERED): ParticipationState.CANCELLED,
    ("cancel", ParticipationState.CONFIRMED): ParticipationState.CANCELLED,
    ("restore", ParticipationState.CANCELLED): ParticipationState.REGISTERED,
}
PARTICIPATION_REFUSALS = {
    "admit": _("Only somebody who waits can be admitted."),
    "queue": _("Only somebody who waits for approval can go on the waiting list."),
    "decline": _("Only somebody who waits can be turned down."),
    "confirm": _("Only somebody who is registered can be confirmed."),
    "cancel": _("This participation is cancelled already."),
    "restore": _("Only a cancelled participation can be restored."),
}

# Participants with one of these states are expected at the event.
EXPECTED = (ParticipationState.REGISTERED, ParticipationState.CONFIRMED)

# Participants with one of these states count on the event, or hope for a place.
INVOLVED = (*EXPECTED, ParticipationState.APPLIED, ParticipationState.WAITING)

next_edition_state = Lifecycle(EditionState, EDITION_MOVES, EDITION_REFUSALS).after
next_participation_state = Lifecycle(ParticipationState, PARTICIPATION_MOVES, PARTICIPATION_REFUSALS).after


def refuse_called_off(state):
    """Refuse what makes no sense once an edition is called off.

    Raises:
        Refused: when `state` is that of an edition that does not take place.
    """
    if state == EditionState.CALLED_OFF:
        raise Refused(
            gettext(
                "This edition was called off. It does not take place, and nothing changes in it any more."
            ),
            remedy=gettext("Its page says why."),
        )
