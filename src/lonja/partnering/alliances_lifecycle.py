"""The lives of a party to an alliance and of a joint action: (verb, state) → state."""

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from lonja.base.errors import Refused


class PartyState(models.TextChoices):
    """Where a party to an alliance stands."""

    INVITED = "invited", gettext_lazy("Invited")
    CONFIRMED = "confirmed", gettext_lazy("Confirmed")
    DECLINED = "declined", gettext_lazy("Declined")
    LEFT = "left", gettext_lazy("Left")


class ActionState(models.TextChoices):
    """How far a joint action is."""

    PROPOSED = "proposed", pgettext_lazy("joint action", "Proposed")
    AGREED = "agreed", pgettext_lazy("joint action", "Agreed by all")
    DONE = "done", pgettext_lazy("joint action", "Done")
    DROPPED = "dropped", pgettext_lazy("joint action", "Dropped")


_P, _A = PartyState, ActionState
MOVES = {
    ("invite", _P.DECLINED): _P.INVITED,
    ("invite", _P.LEFT): _P.INVITED,
    ("confirm", _P.INVITED): _P.CONFIRMED,
    ("decline", _P.INVITED): _P.DECLINED,
    ("leave", _P.CONFIRMED): _P.LEFT,
    ("agree", _A.PROPOSED): _A.AGREED,
    ("finish", _A.AGREED): _A.DONE,
    ("drop", _A.PROPOSED): _A.DROPPED,
    ("drop", _A.AGREED): _A.DROPPED,
}


def next_alliance_state(verb, state):
    """The state after `verb`; raises `Refused` when the table has no such move."""
    kind = PartyState if state in PartyState.values else ActionState
    try:
        return MOVES[verb, kind(state)]
    except KeyError:
        raise Refused(
            _("This is “%(state)s” now, so that is no longer possible.") % {"state": kind(state).label},
            remedy=_("Look at the page of the alliance again: somebody may have changed it meanwhile."),
        ) from None
