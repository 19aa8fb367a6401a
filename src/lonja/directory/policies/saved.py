"""Who may read and change the searches that people keep: nobody but themselves."""

from django.db.models import Q

from lonja.accounts.policies import is_somebody
from lonja.base.policy import NOBODY, Policy
from lonja.directory.models import SavedSearch


def own(actor):
    """Rows that belong to the actor."""
    return Q(user=actor.pk) if is_somebody(actor) else NOBODY


saved_searches = Policy(SavedSearch, view=own, edit=own)
