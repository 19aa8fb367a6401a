"""Searches that a person keeps, and the marks that tell when the directory has changed."""

import uuid

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Frequency(models.TextChoices):
    """How often somebody hears of what is new in a saved search."""

    NEVER = "never", _("Never")
    DAILY = "daily", _("Once a day")
    WEEKLY = "weekly", _("Once a week")


class SavedSearch(models.Model):
    """A search that a person wants to come back to, or to hear of what is new in it.

    Attributes:
        kind: what is searched, as registered in `lonja.directory.saved`.
        query: the part of the address behind the question mark, in a stable order.
        seen: keys of the hits that the person has seen or been told of; only others are new.
        token: opens the page on which mail can be ended without signing in.
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        related_name="saved_searches",
        verbose_name=_("account"),
    )
    kind = models.CharField(_("what is searched"), max_length=40)
    query = models.CharField(_("search"), max_length=1000, blank=True)
    name = models.CharField(_("name"), max_length=120)
    frequency = models.CharField(
        _("tell me of what is new"), max_length=10, choices=Frequency, default=Frequency.WEEKLY
    )
    seen = models.JSONField(_("hits told"), default=list, blank=True)
    token = models.UUIDField(_("token"), default=uuid.uuid4, unique=True, editable=False)
    last_sent_at = models.DateTimeField(_("looked at last"), null=True, blank=True)
    created_at = models.DateTimeField(_("created at"), default=timezone.now)

    class Meta:
        verbose_name = _("saved search")
        verbose_name_plural = _("saved searches")
        ordering = ["name", "pk"]
        indexes = [models.Index(fields=["frequency", "last_sent_at"], name="saved_search_due")]
        constraints = [
            models.CheckConstraint(condition=~models.Q(name=""), name="saved_search_has_a_name"),
            models.UniqueConstraint(
                fields=["user", "kind", "query"], name="one_saved_search_per_person_and_query"
            ),
        ]

    def __str__(self):
        return self.name


class Change(models.Model):
    """A mark that rows of one table were written; set by triggers of the database, read by the index."""

    part = models.CharField(max_length=40, db_index=True)
    mark = models.CharField(max_length=40, blank=True)

    class Meta:
        verbose_name = _("mark of a change")
        verbose_name_plural = _("marks of changes")

    def __str__(self):
        return f"{self.part} {self.pk}"
