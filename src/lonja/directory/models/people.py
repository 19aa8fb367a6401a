"""People as the directory shows them, where they work, and how one reaches anybody."""

import uuid

from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lonja.accounts.models import User
from lonja.base.texts import TranslatedField
from lonja.directory.models.clusters import Cluster, TeamRole
from lonja.directory.models.fields import FoldedField
from lonja.directory.models.organisations import Organisation


class Person(models.Model):
    """Somebody in the ecosystem; with an account or without, with an organisation or without."""

    uuid = models.UUIDField(_("public id"), default=uuid.uuid4, unique=True, editable=False)
    name = models.CharField(_("name"), max_length=150)
    user = models.OneToOneField(
        User,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="person",
        verbose_name=_("account"),
    )
    headline = TranslatedField(_("headline"))
    bio = TranslatedField(_("about this person"))
    languages = models.JSONField(_("languages"), default=list, blank=True)
    is_public = models.BooleanField(_("public"), default=False)
    created_at = models.DateTimeField(_("created at"), default=timezone.now)
    changed_at = models.DateTimeField(_("changed at"), default=timezone.now)
    sort_name = FoldedField(source="name", db_index=True)

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("persons")
        ordering = ["sort_name", "pk"]
        constraints = [models.CheckConstraint(condition=~models.Q(name=""), name="person_has_a_name")]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("directory:person", args=[self.uuid])


class Affiliation(models.Model):
    """That a person works for an organisation, and as what; written by the organisation."""

    person = models.ForeignKey(
        Person, on_delete=models.CASCADE, related_name="affiliations", verbose_name=_("person")
    )
    organisation = models.ForeignKey(
        Organisation, on_delete=models.CASCADE, related_name="affiliations", verbose_name=_("organisation")
    )
    role_title = models.CharField(_("role"), max_length=150, blank=True)
    is_main = models.BooleanField(_("main affiliation"), default=False)
    is_public = models.BooleanField(_("public"), default=False)

    class Meta:
        verbose_name = _("affiliation")
        verbose_name_plural = _("affiliations")
        ordering = ["-is_main", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["person", "organisation"], name="one_affiliation_per_pair"),
            models.UniqueConstraint(
                fields=["person"], condition=models.Q(is_main=True), name="one_main_affiliation_per_person"
            ),
        ]

    def __str__(self):
        return f"{self.person_id} at {self.organisation_id}"


class ContactKind(models.TextChoices):
    """Ways to reach somebody."""

    EMAIL = "email", _("E-mail")
    PHONE = "phone", _("Telephone")
    WEB = "web", _("Website")
    SOCIAL = "social", _("Social network")
    POSTAL = "postal", _("Postal address")


class Visibility(models.TextChoices):
    """Who may read a contact."""

    NOBODY = "nobody", _("Nobody but us")
    MEMBERS = "members", _("Members of our clusters")
    PUBLIC = "public", _("Everybody")


class Contact(models.Model):
    """One way to reach an organisation, a person or a cluster; private until chosen otherwise."""

    organisation = models.ForeignKey(
        Organisation,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="contacts",
        verbose_name=_("organisation"),
    )
    person = models.ForeignKey(
        Person,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="contacts",
        verbose_name=_("person"),
    )
    cluster = models.ForeignKey(
        Cluster,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="contacts",
        verbose_name=_("cluster"),
    )
    team_role = models.ForeignKey(
        TeamRole,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="contacts",
        verbose_name=_("role in the team"),
    )
    kind = models.CharField(_("kind"), max_length=10, choices=ContactKind)
    value = models.CharField(_("address or number"), max_length=300)
    label = models.CharField(_("what it is for"), max_length=100, blank=True)
    visibility = models.CharField(
        _("who may see it"), max_length=10, choices=Visibility, default=Visibility.NOBODY
    )
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        verbose_name = _("contact")
        verbose_name_plural = _("contacts")
        ordering = ["position", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=(
                    models.Q(organisation__isnull=False, person__isnull=True, cluster__isnull=True)
                    | models.Q(organisation__isnull=True, person__isnull=False, cluster__isnull=True)
                    | models.Q(organisation__isnull=True, person__isnull=True, cluster__isnull=False)
                ),
                name="contact_has_one_owner",
            ),
            models.CheckConstraint(condition=~models.Q(value=""), name="contact_has_a_value"),
            models.CheckConstraint(
                condition=models.Q(team_role__isnull=True) | models.Q(cluster__isnull=False),
                name="contact_of_a_role_is_the_clusters",
            ),
        ]

    def __str__(self):
        return f"{self.get_kind_display()} {self.pk}"
