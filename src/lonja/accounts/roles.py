"""Every role that a person holds, whatever it is held for."""

from dataclasses import dataclass
from datetime import datetime

from django.apps import apps
from django.db.models import Case, CharField, F, Q, Value, When
from django.db.models.functions import Now
from django.urls import reverse

from lonja.accounts.models import Role, RoleGrant, in_force


@dataclass(frozen=True, slots=True)
class HeldRole:
    """One role as its holder sees it."""

    role: str
    code: str
    target: object
    valid_from: datetime
    valid_until: datetime | None
    state: str

    @property
    def href(self):
        """Where the object lives, when it has a page; for an auditor the audit."""
        if self.code == Role.AUDITOR:
            return reverse("audit")
        address = getattr(self.target, "get_absolute_url", None)
        return address() if address else ""


def grant_models():
    """The grant models of all domains; Django's registry knows them, this domain need not."""
    return [model for model in apps.get_models() if issubclass(model, RoleGrant)]


def roles_of(user):
    """The roles that `user` holds, held and will hold: one query for each kind of object."""
    held = [role for model in grant_models() for role in _roles_on(model, user)]
    return sorted(held, key=lambda role: (_ORDER[role.state], role.role, role.valid_from))


_ORDER = {"current": 0, "future": 1, "former": 2}
_STATE = Case(
    When(in_force(), then=Value("current")),
    When(Q(valid_from__gt=Now()) & ~Q(valid_until=F("valid_from")), then=Value("future")),
    default=Value("former"),
    output_field=CharField(),
)


def _roles_on(model, user):
    grants = model.objects.filter(user=user).annotate(state=_STATE)
    if model.KIND != "site":
        grants = grants.select_related(model.KIND)
    for grant in grants:
        target = None if model.KIND == "site" else getattr(grant, model.KIND)
        yield HeldRole(
            role=str(grant.get_role_display()),
            code=grant.role,
            target=target,
            valid_from=grant.valid_from,
            valid_until=grant.valid_until,
            state=grant.state,
        )
