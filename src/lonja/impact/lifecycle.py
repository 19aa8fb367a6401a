"""What can be said of a meeting, and the life of a collaboration that came of it."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from lonja.base.lifecycle import Lifecycle


class GoesOn(models.TextChoices):
    """Whether somebody will follow a meeting up, as she says right after it."""

    YES = "yes", _("Yes, we have agreed on a next step")
    MAYBE = "maybe", _("Perhaps")
    NO = "no", _("No")


class Came(models.TextChoices):
    """Whether something came of a meeting, as one side says."""

    YES = "yes", _("Yes, something came of it")
    NOT_YET = "not_yet", _("Not yet")
    NO = "no", _("No")


class Level(models.TextChoices):
    """How far an outcome reaches."""

    REGIONAL = "regional", _("Regional")
    NATIONAL = "national", _("National")
    EUROPEAN = "european", _("European or wider")


class CollaborationState(models.TextChoices):
    """Where a collaboration stands: said by one side until the other confirms it."""

    CLAIMED = "claimed", _("Claimed by one side")
    MUTUAL = "mutual", _("Confirmed by both sides")
    DECLINED = "declined", _("Not confirmed by the other side")
    ENDED = "ended", _("Ended")


COLLABORATION_MOVES = {
    ("confirm", CollaborationState.CLAIMED): CollaborationState.MUTUAL,
    ("confirm", CollaborationState.DECLINED): CollaborationState.MUTUAL,
    ("decline", CollaborationState.CLAIMED): CollaborationState.DECLINED,
    ("end", CollaborationState.CLAIMED): CollaborationState.ENDED,
    ("end", CollaborationState.MUTUAL): CollaborationState.ENDED,
}
next_collaboration_state = Lifecycle(
    CollaborationState,
    COLLABORATION_MOVES,
    otherwise=_("Somebody has answered in the meantime. Look at the page again."),
).after
