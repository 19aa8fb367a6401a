"""Who reads, writes and judges offers and needs, and who may know whose an anonymous one is."""

from django.db.models import Q

from lonja.accounts.policies import is_somebody
from lonja.base.policy import NOBODY, Policy
from lonja.directory import policies as directory
from lonja.partnering.lifecycle import EDITABLE, IN_REVIEW, OPENED, WAITING, OpportunityState
from lonja.partnering.models import AnnexGrant, Interest, Opportunity
from lonja.partnering.policies.acting import acting, acts_for, belongs_to, reviews_for

_S = OpportunityState
REVIEWED = (*IN_REVIEW, _S.REJECTED, _S.PUBLISHED, _S.FLAGGED)


def is_party(actor, states):
    """Offers and needs in which an organisation of the actor has an interest in one of `states`."""
    if not is_somebody(actor):
        return NOBODY
    interests = Interest.objects.filter(state__in=states, organisation__in=acting(actor).values("pk"))
    return Q(pk__in=interests.values("opportunity"))


def shows_itself(actor):
    """Offers and needs that say whose they are, of organisations that the actor may see anyway."""
    seen = directory.organisations.scope(actor, "view").values("pk")
    return Q(is_anonymous=False, organisation__in=seen)


def reads_annex(actor):
    """Offers and needs whose confidential annex was opened to an organisation of the actor."""
    if not is_somebody(actor):
        return NOBODY
    grants = AnnexGrant.objects.filter(organisation__in=acting(actor).values("pk"))
    return Q(pk__in=grants.values("opportunity"))


opportunities = Policy(
    Opportunity,
    view=lambda actor: (
        Q(state=_S.PUBLISHED)
        | acts_for(actor, "organisation")
        | is_party(actor, [*WAITING, *OPENED])
        | (reviews_for(actor, "organisation") & Q(state__in=REVIEWED))
    ),
    identify=lambda actor: (
        shows_itself(actor)
        | acts_for(actor, "organisation")
        | is_party(actor, OPENED)
        | (reviews_for(actor, "organisation") & Q(state__in=REVIEWED))
    ),
    edit=lambda actor: acts_for(actor, "organisation") & Q(state__in=EDITABLE),
    manage=lambda actor: acts_for(actor, "organisation"),
    approve=lambda actor: belongs_to(actor, "organisation") & Q(state=_S.CLIENT_VALIDATION_PENDING),
    review=lambda actor: (
        reviews_for(actor, "organisation") & Q(state__in=[*IN_REVIEW, _S.PUBLISHED, _S.FLAGGED])
    ),
    read_annex=lambda actor: acts_for(actor, "organisation") | reads_annex(actor),
    express=lambda actor: (
        Q(state=_S.PUBLISHED) & ~acts_for(actor, "organisation") if is_somebody(actor) else NOBODY
    ),
)
