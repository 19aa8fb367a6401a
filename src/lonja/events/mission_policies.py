"""Who may see and do what with journeys, delegations, outputs, news, reports and budgets."""

from django.db.models import Q

from lonja.accounts.models import Role
from lonja.accounts.policies import is_somebody
from lonja.base.policy import NOBODY, Policy
from lonja.directory.policies import administers, manages
from lonja.events.models import (
    BudgetEntry,
    BudgetLine,
    Delegation,
    Edition,
    EditionReport,
    EventGrant,
    FollowUp,
    Helper,
    Leg,
    NewsItem,
    Output,
    Participation,
)
from lonja.events.policies import PUBLIC, attended, audits, editions, is_self, organises


def seen(actor):
    """Rows of editions whose page `actor` may open."""
    return Q(edition__in=Edition.objects.filter(editions.rules["view"](actor)).values("pk"))


def hosts(actor):
    """Public editions of which a leg is received by a cluster or organisation of `actor`."""
    if not is_somebody(actor):
        return NOBODY
    received = Leg.objects.filter(administers(actor, "host_organisation") | manages(actor, "host_cluster"))
    return PUBLIC & Q(pk__in=received.values("edition"))


def came(actor):
    """Rows of published editions where `actor` is expected."""
    if not is_somebody(actor):
        return NOBODY
    return Q(edition__in=Edition.objects.filter(attended(actor)).values("pk"))


def staffs(actor):
    """Roles at the door of one edition that `actor` organises; not those for the whole series."""
    return Q(role=Role.CHECK_IN_STAFF, edition__isnull=False) & organises(actor, "edition__")


legs = Policy(
    Leg,
    view=seen,
    organise=lambda actor: organises(actor, "edition__"),
)

# The same editions as everywhere; who travels is read by the organiser and by those who receive.
journeys = Policy(
    Edition,
    view=editions.rules["view"],
    receive=lambda actor: organises(actor) | hosts(actor),
)

own_journeys = Policy(
    Participation,
    view=lambda actor: is_self(actor) & Q(edition__in=Edition.objects.filter(attended(actor)).values("pk")),
)

delegations = Policy(
    Delegation,
    view=lambda actor: organises(actor, "edition__"),
    organise=lambda actor: organises(actor, "edition__"),
)

news = Policy(
    NewsItem,
    view=lambda actor: (Q(is_public=True) & seen(actor)) | organises(actor, "edition__"),
    organise=lambda actor: organises(actor, "edition__"),
)

outputs = Policy(
    Output,
    view=lambda actor: came(actor) | organises(actor, "edition__") | audits(actor),
    organise=lambda actor: organises(actor, "edition__"),
)


def is_responsible(actor):
    """Follow-ups that `actor` promised to do."""
    return Q(responsible=actor) if is_somebody(actor) else NOBODY


follow_ups = Policy(
    FollowUp,
    view=lambda actor: is_responsible(actor) | organises(actor, "edition__"),
    finish=lambda actor: is_responsible(actor) | organises(actor, "edition__"),
    organise=lambda actor: organises(actor, "edition__"),
)

reports = Policy(
    EditionReport,
    view=lambda actor: (Q(is_public=True) & seen(actor)) | organises(actor, "edition__"),
    organise=lambda actor: organises(actor, "edition__"),
)

budget_lines = Policy(
    BudgetLine,
    view=lambda actor: organises(actor, "edition__"),
    organise=lambda actor: organises(actor, "edition__"),
)

budget_entries = Policy(
    BudgetEntry,
    view=lambda actor: organises(actor, "line__edition__"),
)

helpers = Policy(
    Helper,
    view=lambda actor: organises(actor, "edition__"),
    organise=lambda actor: organises(actor, "edition__"),
)

door_grants = Policy(EventGrant, view=staffs, end=staffs)
