"""For whom somebody may act in partnering: their own organisations, and their clients."""

from django.db.models import DateField, Q
from django.db.models.functions import Cast, Now

from lonja.accounts.policies import is_somebody
from lonja.base.policy import NOBODY, Policy
from lonja.directory.models import Membership, Organisation
from lonja.directory.policies import ACTIVE, administers, managed, own_organisations
from lonja.partnering.lifecycle import MandateState
from lonja.partnering.models import Mandate, ReviewRule


def mandates_in_force():
    """Mandates that hold today, by the clock of the database."""
    return Mandate.objects.filter(state=MandateState.GIVEN, valid_until__gte=Cast(Now(), DateField()))


def clients(actor):
    """Ids of the organisations for which the actor may act as an adviser."""
    return mandates_in_force().filter(adviser=actor.pk, adviser__is_active=True).values("organisation")


def acting(actor):
    """Organisations in whose name the actor may act: their own, and their clients."""
    if not is_somebody(actor):
        return Organisation.objects.none()
    own = own_organisations(actor).values("pk")
    return Organisation.objects.filter(Q(pk__in=own) | Q(pk__in=clients(actor)))


def acts_for(actor, path):
    """Rows whose organisation, at the end of `path`, is one in whose name the actor may act."""
    return Q(**{f"{path}__in": acting(actor).values("pk")}) if is_somebody(actor) else NOBODY


def belongs_to(actor, path):
    """Rows whose organisation, at the end of `path`, is the actor's own; advisers do not belong."""
    return Q(**{f"{path}__in": own_organisations(actor).values("pk")}) if is_somebody(actor) else NOBODY


def reviews_for(actor, path):
    """Rows of members of a cluster that the actor manages and that reads before publishing; not their own."""
    if not is_somebody(actor):
        return NOBODY
    clusters = ReviewRule.objects.filter(cluster__in=managed(actor)).values("cluster")
    members = Membership.objects.filter(status=ACTIVE, cluster__in=clusters).values("organisation")
    return Q(**{f"{path}__in": members}) & ~belongs_to(actor, path)


mandates = Policy(
    Mandate,
    view=lambda actor: (
        (Q(adviser=actor.pk) if is_somebody(actor) else NOBODY) | administers(actor, "organisation")
    ),
    answer=lambda actor: administers(actor, "organisation") & Q(state=MandateState.ASKED),
    end=lambda actor: (
        ((Q(adviser=actor.pk) if is_somebody(actor) else NOBODY) | administers(actor, "organisation"))
        & Q(state__in=[MandateState.ASKED, MandateState.GIVEN])
    ),
)
