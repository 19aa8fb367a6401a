"""The life of an output of an edition."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from lonja.base.lifecycle import Lifecycle


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

next_output_state = Lifecycle(OutputState, MOVES, REFUSALS).after
