"""Roles that people hold for events."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from lonja.accounts.models import RoleGrant, roles_fit
from lonja.events.models.editions import Edition, Event


class EventGrant(RoleGrant):
    """A role for an event, or for one of its editions only."""

    KIND = "event"

    user = models.ForeignKey(
        "accounts.User", on_delete=models.CASCADE, related_name="event_grants", verbose_name=_("account")
    )
    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="grants", verbose_name=_("event"))
    edition = models.ForeignKey(
        Edition,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="grants",
        verbose_name=_("edition"),
    )

    class Meta(RoleGrant.Meta):
        verbose_name = _("role for an event")
        verbose_name_plural = _("roles for events")
        constraints = [*RoleGrant.Meta.constraints, roles_fit("event")]
