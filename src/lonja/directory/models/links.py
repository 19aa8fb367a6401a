"""With which clusters a cluster works: a claim, until the other side confirms it."""

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lonja.base.errors import Refused
from lonja.base.texts import TranslatedField
from lonja.directory.models.clusters import Cluster
from lonja.directory.models.fields import FoldedField, partial_date
from lonja.directory.querysets import ClusterLinkQuerySet


class LinkKind(models.TextChoices):
    """What two clusters do together."""

    COLLABORATION = "collaboration", gettext_lazy("Collaboration")
    CONSORTIUM = "consortium", gettext_lazy("Consortium")
    MEMORANDUM = "memorandum", gettext_lazy("Memorandum of understanding")


class LinkState(models.TextChoices):
    """Where a link stands."""

    CLAIMED = "claimed", gettext_lazy("Claimed")
    MUTUAL = "mutual", gettext_lazy("Mutual")
    DECLINED = "declined", gettext_lazy("Declined")
    ENDED = "ended", gettext_lazy("Ended")


LINK_MOVES = {
    ("confirm", LinkState.CLAIMED): LinkState.MUTUAL,
    ("confirm", LinkState.DECLINED): LinkState.MUTUAL,
    ("decline", LinkState.CLAIMED): LinkState.DECLINED,
    ("withdraw", LinkState.CLAIMED): LinkState.ENDED,
    ("leave", LinkState.MUTUAL): LinkState.ENDED,
}


def next_link_state(verb, state):
    """The state after `verb`; raises `Refused` when the table has no such move."""
    try:
        return LINK_MOVES[verb, LinkState(state)]
    except KeyError:
        raise Refused(
            _("This link is “%(state)s”, so that is not possible now.") % {"state": LinkState(state).label},
            remedy=_("Look at the list of links again: somebody may have answered meanwhile."),
        ) from None


class ClusterLink(models.Model):
    """That one cluster says it works with another, and what the other says to that."""

    cluster = models.ForeignKey(
        Cluster, on_delete=models.CASCADE, related_name="links_claimed", verbose_name=gettext_lazy("cluster")
    )
    other = models.ForeignKey(
        Cluster,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="links_received",
        verbose_name=gettext_lazy("the other cluster"),
    )
    other_name = models.CharField(gettext_lazy("name of the other cluster"), max_length=200)
    website = models.URLField(gettext_lazy("website"), max_length=300, blank=True)
    kind = models.CharField(
        gettext_lazy("kind"), max_length=15, choices=LinkKind, default=LinkKind.COLLABORATION
    )
    state = models.CharField(
        gettext_lazy("state"), max_length=10, choices=LinkState, default=LinkState.CLAIMED
    )
    since = partial_date(gettext_lazy("since"))
    until = partial_date(gettext_lazy("until"))
    note = TranslatedField(gettext_lazy("what they do together"))
    claimed_at = models.DateTimeField(gettext_lazy("claimed at"), default=timezone.now)
    answered_at = models.DateTimeField(gettext_lazy("answered at"), null=True, blank=True)
    sort_name = FoldedField(source="other_name", db_index=True)

    objects = ClusterLinkQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("link between clusters")
        verbose_name_plural = gettext_lazy("links between clusters")
        ordering = ["sort_name", "pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(other_name=""), name="link_names_the_other_cluster"),
            models.CheckConstraint(
                condition=Q(other__isnull=True) | ~Q(other=F("cluster")), name="link_joins_two_clusters"
            ),
            models.CheckConstraint(
                condition=~Q(state="mutual") | Q(other__isnull=False), name="mutual_link_has_two_sides"
            ),
            models.UniqueConstraint(
                fields=["cluster", "other", "kind"],
                condition=Q(other__isnull=False) & ~Q(state="ended"),
                name="one_link_per_pair_and_kind",
            ),
            models.UniqueConstraint(
                fields=["cluster", "sort_name", "kind"],
                condition=Q(other__isnull=True) & ~Q(state="ended"),
                name="one_link_per_name_and_kind",
            ),
        ]

    def __str__(self):
        return f"{self.cluster_id} → {self.other_name}: {self.state}"
