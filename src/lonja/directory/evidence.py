"""What the register itself can show for an indicator, as figures with a date and a link.

Higher domains add what they know in a module `evidence` of their own (`@evidence.source("2.6")`).
"""

from dataclasses import dataclass
from datetime import date, timedelta

from django.conf import settings
from django.db.models import Count, Q
from django.db.models.fields.json import KeyTextTransform
from django.urls import reverse
from django.utils.module_loading import autodiscover_modules
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from lonja.directory.models import ClusterLink, Label, LinkState, StatementKind

_sources = []


@dataclass(frozen=True, slots=True)
class Fact:
    """One figure of the register, as it stood on a day."""

    label: str
    value: str
    as_of: date
    href: str = ""

    def plain(self):
        """The fact as it is kept with a submitted assessment, in every language of the site."""
        words = {"label": {}, "value": {}}
        for code, _name in settings.LANGUAGES:
            with override(code):
                words["label"][code], words["value"][code] = str(self.label), str(self.value)
        return {**words, "as_of": self.as_of.isoformat(), "href": self.href}


def source(*codes):
    """Register a function `(cluster, today) -> facts` that says something about some indicators."""

    def decorate(function):
        _sources.append((codes, function))
        return function

    return decorate


def read(cluster, *, today):
    """Facts by the code of the indicator; as many queries as there are sources, whatever the size."""
    autodiscover_modules("evidence")
    found = {}
    for codes, function in _sources:
        facts = [fact for fact in function(cluster, today) if fact.value not in ("", None)]
        for code in codes:
            found.setdefault(code, []).extend(facts)
    return found


@source("1.1.0", "1.1.2")
def members(cluster, today):
    """How many members there are, and how many said so themselves."""
    active = cluster.memberships.filter(status="active")
    counted = active.aggregate(all=Count("pk"), agreed=Count("pk", filter=Q(agreed_at__isnull=False)))
    register = reverse("directory:members", args=[cluster.slug])
    yield Fact(_("Active members in the register"), counted["all"], today, register)
    yield Fact(_("Members that confirmed it themselves"), counted["agreed"], today, register)


@source("1.1.1")
def composition(cluster, today):
    """How many kinds of members, and how many of each."""
    from_terms = KeyTextTransform("helix", "organisation__actor_type__extra")
    rows = cluster.memberships.filter(status="active").annotate(helix=from_terms)
    counted = [row for row in rows.values("helix").annotate(n=Count("pk")).order_by("-n") if row["helix"]]
    page = reverse("directory:cluster-organisations", args=[cluster.slug])
    yield Fact(_("Helix types among the members"), len(counted), today, page)
    yield Fact(_("Members of the most common type"), counted[0]["n"] if counted else "", today, page)


@source("1.2")
def concentration(cluster, today):
    """How many members sit where the cluster sits."""
    active = Q(status="active")
    near = active & Q(organisation__region=cluster.region_id) if cluster.region_id else Q(pk__in=[])
    home = active & Q(organisation__country=cluster.country) if cluster.country else Q(pk__in=[])
    counted = cluster.memberships.aggregate(
        all=Count("pk", filter=active), near=Count("pk", filter=near), home=Count("pk", filter=home)
    )
    page = reverse("directory:cluster-organisations", args=[cluster.slug])
    if counted["all"]:
        yield Fact(_("Members in the same region"), f"{counted['near']} / {counted['all']}", today, page)
        yield Fact(_("Members in the same country"), f"{counted['home']} / {counted['all']}", today, page)


@source("2.1")
def age(cluster, today):
    """Since when there is the cluster."""
    if cluster.established:
        years = today.year - int(cluster.established[:4])
        yield Fact(_("Years since it was established"), years, today, cluster.get_absolute_url())


@source("2.2.1")
def team(cluster, today):
    """Who runs the cluster."""
    if cluster.staff is not None:
        yield Fact(_("People in the team"), f"{cluster.staff:f}", today, cluster.get_absolute_url())
    yield Fact(_("Roles in the team"), cluster.team.count() or "", today, cluster.get_absolute_url())


@source("2.3")
def coming_and_going(cluster, today):
    """Who came and who left in a year."""
    year_ago = today - timedelta(days=365)
    counted = cluster.memberships.aggregate(
        came=Count("pk", filter=Q(joined_on__gt=year_ago)),
        left=Count("pk", filter=Q(left_on__gt=year_ago)),
    )
    register = reverse("directory:members", args=[cluster.slug])
    yield Fact(_("Members that joined in the last 12 months"), counted["came"], today, register)
    yield Fact(_("Members that left in the last 12 months"), counted["left"], today, register)


@source("2.7")
def links(cluster, today):
    """With whom it works outside."""
    mutual = ClusterLink.objects.of(cluster).filter(state=LinkState.MUTUAL).count()
    yield Fact(
        _("Clusters that confirm they work with it"),
        mutual,
        today,
        reverse("directory:cluster-links", args=[cluster.slug]),
    )


@source("4.1.2", "4.2")
def strategy(cluster, today):
    """What the profile says of goals and strategy."""
    counted = cluster.statements.filter(kind=StatementKind.GOAL).count()
    yield Fact(_("Goals in the profile"), counted, today, cluster.get_absolute_url())
    if cluster.has_formal_strategy is not None:
        said = _("Yes") if cluster.has_formal_strategy else _("No")
        yield Fact(_("Formal strategy"), said, today, cluster.get_absolute_url())


@source("4.3")
def offered_services(cluster, today):
    """What it offers its members."""
    offered = cluster.described_by.filter(term__scheme="support_services").count()
    yield Fact(_("Support services in the profile"), offered, today, cluster.get_absolute_url())


@source("4.6.2")
def web(cluster, today):
    """Where it stands on the web."""
    yield Fact(_("Website"), cluster.website, today, cluster.website)


@source("5.1")
def recognition(cluster, today):
    """Which labels hold today."""
    held = Label.objects.valid(today).filter(cluster=cluster).select_related("kind")
    for label in held:
        yield Fact(label.name, label.get_state_display(), today, cluster.get_absolute_url())
