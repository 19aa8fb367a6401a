"""What two organisations say to each other, and how a third brings them together."""

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lonja.accounts.models import User
from lonja.base.models import StoredFile
from lonja.directory.models import Cluster, Organisation
from lonja.partnering.lifecycle import AnswerState
from lonja.partnering.models.interests import Interest


class Introduction(models.Model):
    """A cluster manager's “I would like you two to meet”; it opens when both have said yes."""

    introducer = models.ForeignKey(
        User, on_delete=models.SET_NULL, null=True, related_name="+", verbose_name=_("introduced by")
    )
    cluster = models.ForeignKey(
        Cluster, on_delete=models.CASCADE, related_name="+", verbose_name=_("in the name of")
    )
    first = models.ForeignKey(
        Organisation, on_delete=models.CASCADE, related_name="+", verbose_name=_("one organisation")
    )
    second = models.ForeignKey(
        Organisation, on_delete=models.CASCADE, related_name="+", verbose_name=_("the other organisation")
    )
    text = models.TextField(_("why the two should meet"))
    first_answer = models.CharField(
        _("answer of the one"), max_length=10, choices=AnswerState, default=AnswerState.ASKED
    )
    second_answer = models.CharField(
        _("answer of the other"), max_length=10, choices=AnswerState, default=AnswerState.ASKED
    )
    first_answered_at = models.DateTimeField(_("the one answered at"), null=True, blank=True)
    second_answered_at = models.DateTimeField(_("the other answered at"), null=True, blank=True)
    is_held = models.BooleanField(_("kept back, because one has blocked the other"), default=False)
    made_at = models.DateTimeField(_("made at"), default=timezone.now)
    expires_on = models.DateField(_("expires on"))
    is_over = models.BooleanField(_("over"), default=False)

    class Meta:
        verbose_name = _("introduction")
        verbose_name_plural = _("introductions")
        ordering = ["-made_at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(first__lt=F("second")), name="introduction_has_two_sides"),
            models.UniqueConstraint(
                fields=["first", "second"], condition=Q(is_over=False), name="one_open_introduction_per_pair"
            ),
        ]

    def __str__(self):
        return f"{self.first_id} and {self.second_id}"

    def get_absolute_url(self):
        return reverse("partnering:introduction", args=[self.pk])


class Conversation(models.Model):
    """The private exchange of two organisations, after an interest or an introduction was accepted."""

    interest = models.OneToOneField(
        Interest,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="conversation",
        verbose_name=_("interest"),
    )
    introduction = models.OneToOneField(
        Introduction,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="conversation",
        verbose_name=_("introduction"),
    )
    first = models.ForeignKey(
        Organisation, on_delete=models.CASCADE, related_name="+", verbose_name=_("one organisation")
    )
    second = models.ForeignKey(
        Organisation, on_delete=models.CASCADE, related_name="+", verbose_name=_("the other organisation")
    )
    opened_at = models.DateTimeField(_("opened at"), default=timezone.now)
    last_message_at = models.DateTimeField(_("last message at"), null=True, blank=True, db_index=True)

    class Meta:
        verbose_name = _("conversation")
        verbose_name_plural = _("conversations")
        ordering = ["-last_message_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(interest__isnull=False, introduction__isnull=True)
                | Q(interest__isnull=True, introduction__isnull=False),
                name="conversation_has_one_origin",
            ),
        ]

    def __str__(self):
        return f"{self.first_id} with {self.second_id}"

    def get_absolute_url(self):
        return reverse("partnering:conversation", args=[self.pk])


class Message(models.Model):
    """One message in a conversation; it is never changed."""

    conversation = models.ForeignKey(
        Conversation, on_delete=models.CASCADE, related_name="messages", verbose_name=_("conversation")
    )
    organisation = models.ForeignKey(
        Organisation, on_delete=models.CASCADE, related_name="+", verbose_name=_("in the name of")
    )
    author = models.ForeignKey(
        User, on_delete=models.SET_NULL, null=True, related_name="+", verbose_name=_("written by")
    )
    is_adviser = models.BooleanField(_("written by an adviser"), default=False)
    text = models.TextField(_("message"), blank=True)
    file = models.ForeignKey(
        StoredFile, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("file")
    )
    sent_at = models.DateTimeField(_("sent at"), default=timezone.now)

    class Meta:
        verbose_name = _("message")
        verbose_name_plural = _("messages")
        ordering = ["sent_at", "pk"]

    def __str__(self):
        return f"{self.conversation_id} {self.sent_at:%Y-%m-%d %H:%M}"


class Reading(models.Model):
    """Until when a person has read a conversation."""

    conversation = models.ForeignKey(
        Conversation, on_delete=models.CASCADE, related_name="readings", verbose_name=_("conversation")
    )
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+", verbose_name=_("account"))
    read_at = models.DateTimeField(_("read at"))

    class Meta:
        verbose_name = _("reading of a conversation")
        verbose_name_plural = _("readings of conversations")
        constraints = [
            models.UniqueConstraint(fields=["conversation", "user"], name="one_reading_per_person")
        ]

    def __str__(self):
        return f"{self.user_id} in {self.conversation_id}"
