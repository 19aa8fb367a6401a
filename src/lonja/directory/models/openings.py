"""To whom an organisation has opened its contacts, and whom somebody does not want to hear from."""

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lonja.accounts.models import User
from lonja.directory.models.organisations import Organisation


class Opening(models.Model):
    """That the contacts of one organisation are open to the people of another, since both agreed."""

    owner = models.ForeignKey(
        Organisation, on_delete=models.CASCADE, related_name="openings", verbose_name=_("whose contacts")
    )
    reader = models.ForeignKey(
        Organisation, on_delete=models.CASCADE, related_name="+", verbose_name=_("open to")
    )
    opened_at = models.DateTimeField(_("opened at"), default=timezone.now)

    class Meta:
        verbose_name = _("opening of contacts")
        verbose_name_plural = _("openings of contacts")
        constraints = [
            models.UniqueConstraint(fields=["owner", "reader"], name="one_opening_per_owner_and_reader"),
            models.CheckConstraint(condition=~Q(owner=F("reader")), name="opening_has_two_sides"),
        ]

    def __str__(self):
        return f"{self.owner_id} to {self.reader_id}"


class BlockQuerySet(models.QuerySet):
    """Words about blocks."""

    def against(self, *, user=None, organisation=None):
        """Blocks that keep away a person, or anybody who comes in the name of an organisation."""
        target = Q(user=user) if user is not None else Q(pk__in=[])
        if organisation is not None:
            target |= Q(organisation=organisation)
        return self.filter(target)

    def between(self, one, other):
        """Blocks by which either of two organisations keeps the other away."""
        return self.filter(
            Q(by_organisation=one, organisation=other) | Q(by_organisation=other, organisation=one)
        )


class Block(models.Model):
    """That somebody does not want to hear from somebody; the other side is never told."""

    by_user = models.ForeignKey(
        User,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("by the person"),
    )
    by_organisation = models.ForeignKey(
        Organisation,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("by the organisation"),
    )
    user = models.ForeignKey(
        User, on_delete=models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("the person")
    )
    organisation = models.ForeignKey(
        Organisation,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("the organisation"),
    )
    made_by = models.ForeignKey(
        User, on_delete=models.SET_NULL, null=True, related_name="+", verbose_name=_("made by")
    )
    made_at = models.DateTimeField(_("made at"), default=timezone.now)

    objects = BlockQuerySet.as_manager()

    class Meta:
        verbose_name = _("block")
        verbose_name_plural = _("blocks")
        ordering = ["-made_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(by_user__isnull=True, by_organisation__isnull=False)
                | Q(by_user__isnull=False, by_organisation__isnull=True),
                name="block_is_by_one",
            ),
            models.CheckConstraint(
                condition=Q(user__isnull=True, organisation__isnull=False)
                | Q(user__isnull=False, organisation__isnull=True),
                name="block_is_against_one",
            ),
            models.UniqueConstraint(
                Coalesce("by_user", 0),
                Coalesce("by_organisation", 0),
                Coalesce("user", 0),
                Coalesce("organisation", 0),
                name="one_block_per_pair",
            ),
        ]

    def __str__(self):
        return f"block {self.pk}"
