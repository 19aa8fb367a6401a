"""Clusters, and what they say of themselves."""

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lonja.base.texts import TranslatedField
from lonja.directory.models.fields import (
    FoldedField,
    country,
    declared_number,
    partial_date,
    precision,
    qualifier,
)
from lonja.directory.models.organisations import Organisation
from lonja.directory.models.terms import Term
from lonja.directory.querysets import ClusterQuerySet


class Accent(models.TextChoices):
    """The colour of a cluster; each is defined, light and dark, in the tokens of the style sheet."""

    SEA = "sea", _("Sea")
    CLAY = "clay", _("Clay")
    OLIVE = "olive", _("Olive")
    SAFFRON = "saffron", _("Saffron")
    SILK = "silk", _("Silk")
    INDIGO = "indigo", _("Indigo")
    PINE = "pine", _("Pine")
    SLATE = "slate", _("Slate")


class Cluster(models.Model):
    """Organisations that work together in one field, under one name."""

    slug = models.SlugField(_("short address"), max_length=120, unique=True)
    name = models.CharField(_("name"), max_length=200)
    acronym = models.CharField(_("acronym"), max_length=40, blank=True)
    accent = models.CharField(_("colour"), max_length=20, choices=Accent, default=Accent.SEA)
    summary = TranslatedField(_("in one sentence"))
    mission = TranslatedField(_("mission"))
    description = TranslatedField(_("description"))
    strategy = TranslatedField(_("strategy"))
    established = partial_date(_("established"))
    established_precision = precision(_("how sure is the date"))
    country = country(_("country"))
    region = models.ForeignKey(
        Term, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("region")
    )
    city = models.CharField(_("town or city"), max_length=120, blank=True)
    website = models.URLField(_("website"), max_length=300, blank=True)
    stage = models.ForeignKey(
        Term,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("stage of life"),
    )
    promoter = models.ForeignKey(
        Organisation,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="promoted_clusters",
        verbose_name=_("promoted by"),
    )
    coordinator = models.ForeignKey(
        Organisation,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="coordinated_clusters",
        verbose_name=_("coordinated by"),
    )
    declared_members = declared_number(_("declared number of members"))
    declared_members_qualifier = qualifier()
    declared_smes = declared_number(_("declared number of SMEs"))
    declared_smes_qualifier = qualifier()
    declared_large = declared_number(_("declared number of large companies"))
    declared_large_qualifier = qualifier()
    declared_research = declared_number(_("declared number of research organisations"))
    declared_research_qualifier = qualifier()
    declared_others = declared_number(_("declared number of other members"))
    declared_others_qualifier = qualifier()
    staff = models.DecimalField(
        _("people in the team"), max_digits=6, decimal_places=1, null=True, blank=True
    )
    label = models.CharField(_("label or register"), max_length=200, blank=True)
    languages = models.JSONField(_("working languages"), default=list, blank=True)
    has_formal_strategy = models.BooleanField(_("has a formal strategy"), null=True, blank=True)
    looks_abroad = models.BooleanField(_("its strategy looks abroad"), null=True, blank=True)
    terms = models.ManyToManyField(
        Term, through="ClusterTerm", related_name="clusters", verbose_name=_("fields of activity")
    )
    organisations = models.ManyToManyField(Organisation, through="Membership", related_name="clusters")
    is_public = models.BooleanField(_("public"), default=False, db_index=True)
    created_at = models.DateTimeField(_("created at"), default=timezone.now)
    changed_at = models.DateTimeField(_("changed at"), default=timezone.now)
    sort_name = FoldedField(source="name", db_index=True)
    search_text = FoldedField(source="searchable")

    objects = ClusterQuerySet.as_manager()

    class Meta:
        verbose_name = _("cluster")
        verbose_name_plural = _("clusters")
        ordering = ["sort_name", "pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(name=""), name="cluster_has_a_name"),
            models.CheckConstraint(condition=~Q(slug=""), name="cluster_has_a_slug"),
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("directory:cluster", args=[self.slug])

    def searchable(self):
        """The public texts that search looks through."""
        texts = [
            *self.summary.values(),
            *self.mission.values(),
            *self.description.values(),
            *self.strategy.values(),
        ]
        return " ".join([self.name, self.acronym, self.city, *texts])


class Scope(models.TextChoices):
    """Where cooperation happens: kept apart in a cluster's profile."""

    NONE = "", _("everywhere")
    INTERNATIONAL = "international", _("outside Europe")
    EUROPEAN = "european", _("in Europe")


class ClusterTerm(models.Model):
    """That a cluster works in a field, offers a service, or cooperates in a way."""

    cluster = models.ForeignKey(
        Cluster, on_delete=models.CASCADE, related_name="described_by", verbose_name=_("cluster")
    )
    term = models.ForeignKey(Term, on_delete=models.PROTECT, related_name="+", verbose_name=_("term"))
    scope = models.CharField(_("where"), max_length=15, choices=Scope, default=Scope.NONE, blank=True)

    class Meta:
        verbose_name = _("field of a cluster")
        verbose_name_plural = _("fields of a cluster")
        ordering = ["term__scheme", "term__position"]
        constraints = [
            models.UniqueConstraint(
                fields=["cluster", "term", "scope"], name="one_term_once_per_cluster_and_scope"
            )
        ]

    def __str__(self):
        return f"{self.cluster_id}: {self.term_id}"


class ClusterTarget(models.Model):
    """A country that a cluster wants to work with."""

    cluster = models.ForeignKey(
        Cluster, on_delete=models.CASCADE, related_name="targets", verbose_name=_("cluster")
    )
    country = country(_("country"))
    scope = models.CharField(_("where"), max_length=15, choices=Scope, default=Scope.INTERNATIONAL)

    class Meta:
        verbose_name = _("target country")
        verbose_name_plural = _("target countries")
        ordering = ["scope", "country"]
        constraints = [
            models.UniqueConstraint(
                fields=["cluster", "country", "scope"], name="one_target_once_per_cluster"
            )
        ]

    def __str__(self):
        return f"{self.cluster_id}: {self.country}"


class StatementKind(models.TextChoices):
    """The parts of a cluster's profile that are lists of headed texts."""

    GOAL = "goal", _("Goals")
    GROUP = "group", _("Working groups")
    AREA = "area", _("Further areas of specialisation")
    SERVICE = "service", _("Support services in detail")
    COLLABORATION = "collaboration", _("Clusters it works with")
    PROGRAMME = "programme", _("Support programmes")
    STRENGTH = "strength", _("Reasons to choose this cluster")
    FACILITY = "facility", _("Facilities for founders")
    PLAYER = "player", _("Major players")
    NETWORK = "network", _("Networks it belongs to")
    LABEL = "label", _("Other labels")


class ProgrammeLevel(models.TextChoices):
    """Who runs a support programme."""

    EUROPEAN = "european", _("European")
    NATIONAL = "national", _("National")
    REGIONAL = "regional", _("Regional")


class ProgrammeStatus(models.TextChoices):
    """How far a cluster is with a support programme."""

    UNDER_EVALUATION = "under_evaluation", _("Under evaluation")
    WON = "won", _("Won")
    RUNNING = "running", _("Running")
    FINISHED = "finished", _("Finished")
    REJECTED = "rejected", _("Rejected")


class ClusterStatement(models.Model):
    """One headed text of a cluster's profile: a goal, a strength, a programme…"""

    cluster = models.ForeignKey(
        Cluster, on_delete=models.CASCADE, related_name="statements", verbose_name=_("cluster")
    )
    kind = models.CharField(_("part of the profile"), max_length=15, choices=StatementKind)
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    heading = TranslatedField(_("heading"))
    text = TranslatedField(_("text"))
    website = models.URLField(_("website"), max_length=300, blank=True)
    level = models.CharField(_("level"), max_length=10, choices=ProgrammeLevel, blank=True)
    status = models.CharField(_("status"), max_length=20, choices=ProgrammeStatus, blank=True)
    call = models.CharField(_("call"), max_length=100, blank=True)

    class Meta:
        verbose_name = _("statement")
        verbose_name_plural = _("statements")
        ordering = ["kind", "position", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind=StatementKind.PROGRAMME) | Q(level="", status="", call=""),
                name="only_programmes_have_level_status_and_call",
            )
        ]

    def __str__(self):
        return f"{self.cluster_id}: {self.kind} {self.position}"


class TeamRole(models.Model):
    """A post in the team that runs a cluster; its numbers and addresses are contacts of the cluster."""

    cluster = models.ForeignKey(
        Cluster, on_delete=models.CASCADE, related_name="team", verbose_name=_("cluster")
    )
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    title = TranslatedField(_("role"))
    name = models.CharField(_("who holds it"), max_length=150, blank=True)
    shows_name = models.BooleanField(_("everybody may read the name"), default=False)

    class Meta:
        verbose_name = _("role in the team")
        verbose_name_plural = _("roles in the team")
        ordering = ["position", "pk"]

    def __str__(self):
        return f"{self.cluster_id}: {self.position}"
