"""Who may read and write the figures and holdings that decide the size of an enterprise."""

from django.db.models import Q

from lonja.accounts.policies import is_somebody
from lonja.base.policy import NOBODY, Policy
from lonja.directory.models import FiguresReader, Organisation
from lonja.directory.policies.belonging import administered, administers, managed


def reads_figures(actor):
    """Organisations that the actor administers, or that let the actor's house or cluster read."""
    if not is_somebody(actor):
        return NOBODY
    opened = FiguresReader.objects.filter(
        Q(reader__in=administered(actor)) | Q(cluster__in=managed(actor))
    ).values("organisation")
    return Q(merged_into__isnull=True) & (administers(actor) | Q(pk__in=opened))


enterprises = Policy(
    Organisation,
    view=reads_figures,
    edit=lambda actor: Q(merged_into__isnull=True) & administers(actor),
)
