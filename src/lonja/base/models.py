"""Rows of the mechanisms: the audit chain. (Jobs, outbox and files add theirs below.)"""

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils.translation import gettext_lazy as _


class AuditEntry(models.Model):
    """One change of state, sealed by the hash of the entry before it."""

    position = models.BigIntegerField(_("position"), primary_key=True)
    at = models.DateTimeField(_("at"))
    actor_id = models.BigIntegerField(_("actor"), null=True, db_index=True)
    action = models.CharField(_("action"), max_length=80)
    object_type = models.CharField(_("object type"), max_length=80)
    object_id = models.CharField(_("object"), max_length=64)
    detail = models.JSONField(_("detail"), default=dict, encoder=DjangoJSONEncoder)
    previous = models.CharField(max_length=64, unique=True)
    hash = models.CharField(max_length=64, unique=True)

    class Meta:
        verbose_name = _("audit entry")
        verbose_name_plural = _("audit entries")
        ordering = ["position"]
        indexes = [models.Index(fields=["object_type", "object_id"])]

    def __str__(self):
        return f"{self.position} {self.action}"


class AuditHead(models.Model):
    """The newest position and hash: the one row that writers of the chain lock."""

    position = models.BigIntegerField()
    hash = models.CharField(max_length=64)

    def __str__(self):
        return str(self.position)
