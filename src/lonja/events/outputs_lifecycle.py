"""The life of an output of an edition."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from lonja.base.errors import Refused


class OutputState(models.TextChoices):
    """What became of an output."""

    NOTED = "noted", _("Noted")
    PROMOTED = "promoted", _("Promoted to an idea")
    DROPPED = "dropped", _("Dropped")


MOVES = {
    ("promote", OutputState.NOTED): OutputState.PROMOTED,
    ("drop", OutputState.NOTED): OutputState.DROPPED,
    ("reopen", OutputState.PROMOTED): OutputState.NOTED,
    ("reopen", OutputState.DROPPED): OutputState.NOTED,
}
REFUSALS = {
    "promote": _("Only an output that is noted can be promoted to an idea."),
    "drop": _("Only an output that is noted can be dropped."),
    "reopen": _("This output is open already."),
}


def next_output_state(verb, state):
    """The state after `verb`.

    Raises:
        Refused: when an output in this state cannot do that.
    """
    try:
        return MOVES[verb, OutputState(state)]
    except KeyError:
        raise Refused(REFUSALS[verb]) from None
