"""Questions to an organisation or a cluster, and the contacts opened to those who asked."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lonja.accounts.models import GrantQuerySet, User
from lonja.directory.models.clusters import Cluster
from lonja.directory.models.organisations import Organisation
from lonja.directory.models.people import Contact


class EnquiryState(models.TextChoices):
    """Where a question stands."""

    SENT = "sent", _("Sent")
    SHARED = "shared", _("Contact shared")
    DECLINED = "declined", _("Declined")


class Enquiry(models.Model):
    """What somebody asked the owner of a profile; read by both sides only."""

    organisation = models.ForeignKey(
        Organisation,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="enquiries",
        verbose_name=_("organisation"),
    )
    cluster = models.ForeignKey(
        Cluster,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="enquiries",
        verbose_name=_("cluster"),
    )
    sender = models.ForeignKey(
        User, on_delete=models.CASCADE, related_name="enquiries", verbose_name=_("who asks")
    )
    sender_name = models.CharField(_("your name"), max_length=150)
    sender_organisation = models.CharField(_("your organisation"), max_length=200, blank=True)
    subject = models.CharField(_("subject"), max_length=150)
    text = models.TextField(_("your question"), max_length=3000)
    consented_at = models.DateTimeField(_("agreed at"))
    state = models.CharField(_("state"), max_length=10, choices=EnquiryState, default=EnquiryState.SENT)
    sent_at = models.DateTimeField(_("sent at"), default=timezone.now)
    answered_at = models.DateTimeField(_("answered at"), null=True, blank=True)
    answered_by = models.ForeignKey(
        User,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("answered by"),
    )

    class Meta:
        verbose_name = _("question")
        verbose_name_plural = _("questions")
        ordering = ["-sent_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(organisation__isnull=True, cluster__isnull=False)
                | Q(organisation__isnull=False, cluster__isnull=True),
                name="enquiry_has_one_owner",
            )
        ]

    def __str__(self):
        return f"{self.sender_id} → {self.organisation_id or self.cluster_id}"

    @property
    def owner(self):
        """The organisation or cluster that was asked."""
        return self.organisation or self.cluster


class ContactGrant(models.Model):
    """That one contact is open to one person, because its owner said so."""

    contact = models.ForeignKey(
        Contact, on_delete=models.CASCADE, related_name="grants", verbose_name=_("contact")
    )
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+", verbose_name=_("account"))
    enquiry = models.ForeignKey(
        Enquiry, on_delete=models.CASCADE, related_name="grants", verbose_name=_("question")
    )
    granted_by = models.ForeignKey(
        User, on_delete=models.SET_NULL, null=True, related_name="+", verbose_name=_("granted by")
    )
    valid_from = models.DateTimeField(_("valid from"), default=timezone.now)
    valid_until = models.DateTimeField(_("valid until"), null=True, blank=True)

    objects = GrantQuerySet.as_manager()

    class Meta:
        verbose_name = _("opened contact")
        verbose_name_plural = _("opened contacts")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["contact", "enquiry"], name="one_contact_grant_per_question")
        ]

    def __str__(self):
        return f"{self.contact_id} for {self.user_id}"
