"""News of an edition."""

import uuid

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lonja.accounts.models import User
from lonja.base.texts import TranslatedField, worded
from lonja.events.models.editions import Edition


class NewsItem(models.Model):
    """Something new about an edition, with the day on which it was said."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    edition = models.ForeignKey(
        Edition, on_delete=models.CASCADE, related_name="news", verbose_name=_("edition")
    )
    published_on = models.DateField(_("day"))
    title = TranslatedField(_("title"))
    text = TranslatedField(_("text"))
    is_public = models.BooleanField(_("public"), default=False)
    written_by = models.ForeignKey(
        User, on_delete=models.SET_NULL, null=True, related_name="+", verbose_name=_("written by")
    )
    changed_at = models.DateTimeField(_("changed at"), default=timezone.now)

    class Meta:
        verbose_name = _("news item")
        verbose_name_plural = _("news items")
        ordering = ["-published_on", "-pk"]
        indexes = [models.Index(fields=["edition", "is_public", "-published_on"])]

    def __str__(self):
        return worded(self.title).text or str(self.published_on)
