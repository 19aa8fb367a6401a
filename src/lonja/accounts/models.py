"""People's accounts, and the roles that they hold for a while."""

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower, Now
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    """What a person may be for an object, for a time."""

    ORGANISATION_ADMIN = "organisation_admin", _("Organisation administrator")
    CLUSTER_MANAGER = "cluster_manager", _("Cluster manager")
    EVENT_ORGANISER = "event_organiser", _("Event organiser")
    CHECK_IN_STAFF = "check_in_staff", _("Check-in staff")
    CALL_OFFICER = "call_officer", _("Call officer")
    REVIEWER = "reviewer", _("Reviewer")
    MENTOR = "mentor", _("Mentor")
    PROVIDER = "provider", _("Voucher provider")
    AUDITOR = "auditor", _("Auditor")
    OPERATOR = "operator", _("Operator")


class UserManager(BaseUserManager):
    """Makes accounts; an e-mail address is one, whatever its capitals."""

    def create_user(self, email, password=None, **fields):
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email, password=None, **fields):
        return self.create_user(email, password, is_superuser=True, **fields)

    def get_by_natural_key(self, email):
        return self.get(email=email.lower())


class User(AbstractBaseUser, PermissionsMixin):
    """Somebody who signs in. What they are to the world stands in the directory (`Person`)."""

    email = models.EmailField(_("e-mail address"), unique=True)
    name = models.CharField(_("name"), max_length=150, blank=True)
    language = models.CharField(_("language"), max_length=10, default="en")
    is_active = models.BooleanField(_("active"), default=True)
    joined_at = models.DateTimeField(_("joined at"), default=timezone.now)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = []
    objects = UserManager()

    class Meta:
        verbose_name = _("account")
        verbose_name_plural = _("accounts")
        constraints = [models.UniqueConstraint(Lower("email"), name="one_account_per_email")]

    def __str__(self):
        return self.name or self.email

    def get_full_name(self):
        return str(self)


class GrantQuerySet(models.QuerySet):
    """Words about grants."""

    def in_force(self):
        """Grants that hold now, by the clock of the database."""
        return self.filter(in_force())


def in_force(prefix=""):
    """The filter for grants that hold now; `prefix` is the path to them, such as `grants__`."""
    return Q(**{f"{prefix}valid_from__lte": Now()}) & (
        Q(**{f"{prefix}valid_until__isnull": True}) | Q(**{f"{prefix}valid_until__gt": Now()})
    )


# Which roles each kind of object knows.
ROLES_ON = {
    "site": (Role.AUDITOR, Role.OPERATOR),
    "organisation": (Role.ORGANISATION_ADMIN, Role.PROVIDER),
    "cluster": (Role.CLUSTER_MANAGER, Role.CALL_OFFICER, Role.REVIEWER, Role.MENTOR),
    "event": (Role.EVENT_ORGANISER, Role.CHECK_IN_STAFF),
}


def roles_fit(kind):
    """The constraint by which a grant model takes only the roles of its kind of object."""
    return models.CheckConstraint(condition=Q(role__in=ROLES_ON[kind]), name="%(class)s_role_fits_its_object")


class RoleGrant(models.Model):
    """A role that a person holds for one object from one moment to another.

    Abstract: the domain that owns the object adds the foreign key, so that nothing
    points upwards (directory: organisations and clusters; events: events). A concrete
    model names that key in `KIND` and adds `roles_fit(KIND)` to its constraints.
    A grant is never deleted; one that was revoked has ended.
    """

    KIND = "site"

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+", verbose_name=_("account"))
    role = models.CharField(_("role"), max_length=30, choices=Role)
    valid_from = models.DateTimeField(_("valid from"), db_default=Now())
    valid_until = models.DateTimeField(_("valid until"), null=True, blank=True)
    granted_by = models.ForeignKey(
        User, on_delete=models.SET_NULL, null=True, related_name="+", verbose_name=_("granted by")
    )

    objects = GrantQuerySet.as_manager()

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_until__isnull=True) | Q(valid_until__gte=F("valid_from")),
                name="%(class)s_ends_after_it_starts",
            )
        ]

    def __str__(self):
        return f"{self.get_role_display()}: {self.user}"


class SiteGrant(RoleGrant):
    """A role for the whole installation: auditor, operator."""

    user = models.ForeignKey(
        User, on_delete=models.CASCADE, related_name="site_grants", verbose_name=_("account")
    )

    class Meta(RoleGrant.Meta):
        verbose_name = _("site role")
        verbose_name_plural = _("site roles")
        constraints = [*RoleGrant.Meta.constraints, roles_fit("site")]
