"""Who reads and takes back dismissals, and who reads the figures of exposure."""

from lonja.accounts.models import Role
from lonja.accounts.policies import has_site_role, is_somebody
from lonja.base.policy import ANYONE, NOBODY, Policy
from lonja.directory.policies import administers, managed
from lonja.partnering.models import Dismissal, Showing


def reads_figures(actor):
    """Whether the actor manages a cluster now, or audits the installation."""
    if not is_somebody(actor):
        return False
    return managed(actor).exists() or has_site_role(actor, Role.AUDITOR)


dismissals = Policy(
    Dismissal,
    view=lambda actor: administers(actor, "organisation"),
    take_back=lambda actor: administers(actor, "organisation"),
)
showings = Policy(Showing, view=lambda actor: ANYONE if reads_figures(actor) else NOBODY)
