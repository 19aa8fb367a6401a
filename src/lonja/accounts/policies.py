"""Rules made of roles: what a person holds now, as a filter.

Each of these gives a `Q` that may be joined with `&`, `|` and `~`. Nobody passes by
being a superuser: an operator keeps the house and does not read people's letters.
"""

from allauth.usersessions.models import UserSession
from django.db.models import Exists, OuterRef, Q
from django.http import Http404

from lonja.accounts.models import Role, SiteGrant, in_force
from lonja.base.models import AuditEntry
from lonja.base.policy import NOBODY, Policy


class Held:
    """The condition that a row has a grant matching `grant`, at the end of `path`.

    It becomes a subquery of its own on the row's model, so that two of them joined by
    `&` may be met by two grants, and one behind `~` means what it says. (Plain joins
    would look for one grant that is both, and for a row without any such part.)
    """

    conditional = True

    def __init__(self, path, **grant):
        self.condition = in_force(f"{path}__") & Q(
            **{f"{path}__{name}": value for name, value in grant.items()}
        )

    def resolve_expression(self, query, *args, **kwargs):
        rows = query.model._base_manager.filter(self.condition, pk=OuterRef("pk"))
        return Exists(rows).resolve_expression(query, *args, **kwargs)


def holds(actor, *roles, path="grants"):
    """Rows on which `actor` holds one of `roles` now; `path` leads from the row to its grants.

    `holds(actor, Role.CLUSTER_MANAGER)` on a cluster; on a membership of it
    `holds(actor, Role.CLUSTER_MANAGER, path="cluster__grants")`.
    """
    if not is_somebody(actor):
        return NOBODY
    return Q(Held(path, user=actor.pk, role__in=roles))


def site_role(actor, *roles):
    """Every row when `actor` holds one of `roles` for the installation now, else none."""
    if not is_somebody(actor):
        return NOBODY
    return Q(Exists(site_grants(actor, *roles)))


def has_site_role(actor, *roles):
    """Whether `actor` holds one of `roles` for the installation now."""
    return is_somebody(actor) and site_grants(actor, *roles).exists()


def site_grants(actor, *roles):
    """The grants in force by which `actor` holds one of `roles` for the installation."""
    return SiteGrant.objects.in_force().filter(user=actor.pk, role__in=roles)


def require_site_role(actor, *roles):
    """Answer 404, as for a page that does not exist, to all who lack the role."""
    if not has_site_role(actor, *roles):
        raise Http404


def is_somebody(actor):
    """Whether `actor` is a signed-in person whose account is active."""
    return bool(actor and actor.is_authenticated and actor.is_active)


sessions = Policy(
    UserSession,
    view=lambda actor: Q(user=actor.pk) if is_somebody(actor) else NOBODY,
    end=lambda actor: Q(user=actor.pk) if is_somebody(actor) else NOBODY,
)

# The audit names everybody's acts, so only those may read it whose task that is.
audit_entries = Policy(AuditEntry, view=lambda actor: site_role(actor, Role.AUDITOR))
