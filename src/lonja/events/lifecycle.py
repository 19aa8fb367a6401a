"""The life of an edition and of a participation: which verb leads from which state to which."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from lonja.base.lifecycle import Lifecycle


class EditionState(models.TextChoices):
    """How far an edition is."""

    DRAFT = "draft", _("Draft")
    PUBLISHED = "published", pgettext_lazy("edition", "Published")
    CLOSED = "closed", _("Closed")


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
}
EDITION_REFUSALS = {
    "publish": _("This edition is already public."),
    "hide": _("Only a published edition can be taken back to draft."),
    "close": _("Only a published edition can be closed."),
    "reopen": _("Only a closed edition can be opened again."),
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

next_edition_state = Lifecycle(EditionState, EDITION_MOVES, EDITION_REFUSALS).after
next_participation_state = Lifecycle(ParticipationState, PARTICIPATION_MOVES, PARTICIPATION_REFUSALS).after
