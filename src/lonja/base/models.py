"""Rows of the mechanisms: audit chain, jobs, outbox, private files, imports, rate limits.

They stand below the accounts, so they name a person by number (`actor_id`, `owner_id`).
"""

import uuid

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
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


class Job(models.Model):
    """A piece of background work that somebody asked for, and how far it is."""

    class State(models.TextChoices):
        QUEUED = "queued", _("waiting")
        RUNNING = "running", _("running")
        DONE = "done", _("done")
        FAILED = "failed", _("failed")
        CANCELLED = "cancelled", _("cancelled")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField(_("kind"), max_length=80)
    args = models.JSONField(_("arguments"), default=dict)
    title = models.CharField(_("title"), max_length=200)
    language = models.CharField(_("language"), max_length=10, default="en")
    actor_id = models.BigIntegerField(_("actor"), null=True, db_index=True)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.QUEUED)
    share = models.FloatField(_("share done"), default=0.0)
    stage = models.CharField(_("stage"), max_length=200, blank=True)
    problem = models.TextField(_("problem"), blank=True)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    cancel_asked = models.BooleanField(_("asked to stop"), default=False)
    lease = models.UUIDField(_("lease"), null=True)
    leased_until = models.DateTimeField(_("leased until"), null=True)
    done_url = models.CharField(_("address of the result"), max_length=500, blank=True)
    created_at = models.DateTimeField(_("created at"), default=timezone.now)
    started_at = models.DateTimeField(_("started at"), null=True)
    finished_at = models.DateTimeField(_("finished at"), null=True)

    class Meta:
        verbose_name = _("job")
        verbose_name_plural = _("jobs")
        ordering = ["-pk"]
        indexes = [models.Index(fields=["state", "leased_until"])]
        constraints = [
            models.CheckConstraint(condition=Q(share__gte=0, share__lte=1), name="job_share_is_a_share"),
        ]

    def __str__(self):
        return f"{self.kind} {self.uuid}"

    def get_absolute_url(self):
        return reverse("job", args=[self.uuid])

    @property
    def is_finished(self):
        """Whether nothing more will happen."""
        return self.state in {self.State.DONE, self.State.FAILED, self.State.CANCELLED}


class OutboxMail(models.Model):
    """One mail to one reader, written with the change it tells of and sent after it."""

    class State(models.TextChoices):
        WAITING = "waiting", _("waiting")
        CLAIMED = "claimed", _("being sent")
        HANDED = "handed", _("being handed over")
        SENT = "sent", _("sent")
        FAILED = "failed", _("failed")
        UNCLEAR = "unclear", _("unclear")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    key = models.CharField(_("key"), max_length=200, blank=True)
    to = models.CharField(_("to"), max_length=320)
    reply_to = models.CharField(_("answers go to"), max_length=320, blank=True)
    unsubscribe_url = models.CharField(_("where one ends such mail"), max_length=500, blank=True)
    subject = models.CharField(_("subject"), max_length=300)
    text = models.TextField(_("text"), blank=True)
    html = models.TextField(_("HTML"), blank=True)
    attachments = models.JSONField(_("attachments"), default=list)
    purpose = models.CharField(_("purpose"), max_length=80)
    language = models.CharField(_("language"), max_length=10, default="en")
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.WAITING)
    tries = models.PositiveSmallIntegerField(_("tries"), default=0)
    next_try_at = models.DateTimeField(_("next try at"), default=timezone.now)
    claim = models.UUIDField(_("claim"), null=True)
    claimed_until = models.DateTimeField(_("claimed until"), null=True)
    problem = models.CharField(_("problem"), max_length=500, blank=True)
    created_at = models.DateTimeField(_("created at"), default=timezone.now)
    sent_at = models.DateTimeField(_("sent at"), null=True)

    class Meta:
        verbose_name = _("mail")
        verbose_name_plural = _("mails")
        ordering = ["pk"]
        indexes = [models.Index(fields=["state", "next_try_at"])]
        constraints = [
            models.UniqueConstraint(
                fields=["key", "to"], condition=~Q(key=""), name="one_mail_per_key_and_reader"
            ),
        ]

    def __str__(self):
        return f"{self.purpose} {self.uuid}"


class StoredFile(models.Model):
    """A private file: its bytes lie under their own SHA-256, its rights with the row that points here."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    sha256 = models.CharField(_("SHA-256"), max_length=64, db_index=True)
    name = models.CharField(_("name"), max_length=200)
    size = models.PositiveBigIntegerField(_("size in bytes"))
    content_type = models.CharField(_("content type"), max_length=100)
    kind = models.CharField(_("purpose"), max_length=40)
    owner_id = models.BigIntegerField(_("owner"), null=True, db_index=True)
    created_at = models.DateTimeField(_("created at"), default=timezone.now)

    class Meta:
        verbose_name = _("file")
        verbose_name_plural = _("files")

    def __str__(self):
        return self.name


class ImportRun(models.Model):
    """One uploaded table: checked first, applied when a person says so."""

    class State(models.TextChoices):
        UPLOADED = "uploaded", _("being checked")
        CHECKED = "checked", _("ready to apply")
        REFUSED = "refused", _("has problems")
        APPLIED = "applied", _("applied")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField(_("kind"), max_length=80)
    target = models.CharField(_("target"), max_length=80, blank=True)
    actor_id = models.BigIntegerField(_("actor"), db_index=True)
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+", verbose_name=_("file"))
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.UPLOADED)
    problems = models.JSONField(_("problems"), default=list)
    notes = models.JSONField(_("notes"), default=list)
    preview = models.JSONField(_("preview"), default=list)
    created = models.PositiveIntegerField(_("new"), default=0)
    changed = models.PositiveIntegerField(_("changed"), default=0)
    unchanged = models.PositiveIntegerField(_("unchanged"), default=0)
    created_at = models.DateTimeField(_("created at"), default=timezone.now)
    applied_at = models.DateTimeField(_("applied at"), null=True)

    class Meta:
        verbose_name = _("import")
        verbose_name_plural = _("imports")
        ordering = ["-pk"]

    def __str__(self):
        return f"{self.kind} {self.uuid}"

    def get_absolute_url(self):
        return reverse("import", args=[self.uuid])


class RateCount(models.Model):
    """How often something was asked in the current period; the key is a keyed hash, never an address."""

    key = models.CharField(max_length=64, primary_key=True)
    period = models.BigIntegerField(db_index=True)  # when it began, in seconds of the epoch
    count = models.PositiveIntegerField()

    def __str__(self):
        return self.key
