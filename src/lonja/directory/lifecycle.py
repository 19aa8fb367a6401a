"""The life of a membership: (verb, state) → state."""

from django.db.models import TextChoices
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lonja.base.errors import Refused


class MembershipStatus(TextChoices):
    """Where a membership stands."""

    PROSPECT = "prospect", gettext_lazy("Prospect")
    APPLIED = "applied", gettext_lazy("Applied")
    APPROVED = "approved", gettext_lazy("Approved")
    ACTIVE = "active", gettext_lazy("Active")
    SUSPENDED = "suspended", gettext_lazy("Suspended")
    DECLINED = "declined", gettext_lazy("Declined")
    LEFT = "left", gettext_lazy("Left")


_S = MembershipStatus
ENDED = (_S.DECLINED, _S.LEFT)
CURRENT = tuple(status for status in _S if status not in ENDED)

MOVES = {
    ("apply", _S.PROSPECT): _S.APPLIED,
    ("approve", _S.APPLIED): _S.APPROVED,
    ("decline", _S.PROSPECT): _S.DECLINED,
    ("decline", _S.APPLIED): _S.DECLINED,
    ("confirm", _S.PROSPECT): _S.ACTIVE,
    ("confirm", _S.APPLIED): _S.ACTIVE,
    ("confirm", _S.APPROVED): _S.ACTIVE,
    ("suspend", _S.ACTIVE): _S.SUSPENDED,
    ("resume", _S.SUSPENDED): _S.ACTIVE,
    ("leave", _S.PROSPECT): _S.LEFT,
    ("leave", _S.APPLIED): _S.LEFT,
    ("leave", _S.APPROVED): _S.LEFT,
    ("leave", _S.ACTIVE): _S.LEFT,
    ("leave", _S.SUSPENDED): _S.LEFT,
}

VERBS = {
    "approve": gettext_lazy("Approve"),
    "confirm": gettext_lazy("Confirm"),
    "decline": gettext_lazy("Decline"),
    "suspend": gettext_lazy("Suspend"),
    "resume": gettext_lazy("Resume"),
    "leave": gettext_lazy("End membership"),
}


def next_status(verb, status):
    """The status after `verb`; raises `Refused` when the table has no such move."""
    try:
        return MOVES[verb, MembershipStatus(status)]
    except KeyError:
        raise Refused(
            _("This membership is “%(status)s”, so “%(verb)s” is not possible now.")
            % {"status": MembershipStatus(status).label, "verb": VERBS.get(verb, verb)},
            remedy=_("Look at the member list again: somebody may have changed it meanwhile."),
        ) from None


def open_verbs(status):
    """The verbs that the table allows from `status`, in the order of a membership's life."""
    return [verb for verb in VERBS if (verb, MembershipStatus(status)) in MOVES]


# The stages of a cluster's life (list `lifecycle_stages`), and where each may lead. A cluster
# without legal form skips its constitution; one that changed may grow or work on.
STAGE_MOVES = {
    "EXPLORE": ("DEFINE", "CLOSED"),
    "DEFINE": ("PRESENT", "CONSTITUTE", "CLOSED"),
    "PRESENT": ("CONSTITUTE", "OPERATE", "CLOSED"),
    "CONSTITUTE": ("OPERATE", "CLOSED"),
    "OPERATE": ("GROW", "MATURE", "TRANSFORM", "CLOSED"),
    "GROW": ("MATURE", "TRANSFORM", "CLOSED"),
    "MATURE": ("TRANSFORM", "CLOSED"),
    "TRANSFORM": ("OPERATE", "GROW", "CLOSED"),
    "CLOSED": (),
}
# Nobody owes a document for giving up.
NEEDS_NO_EVIDENCE_BEFORE = ("CLOSED",)
