"""The pages of a cluster as tabs: an area adds its line to the list, in the order of reading."""

from collections.abc import Callable
from dataclasses import dataclass

from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from lonja.directory import policies


@dataclass(frozen=True, slots=True)
class Tab:
    """One page of a cluster: shown to those who hold the verb.

    Attributes:
        key: what the page calls itself when it asks for its frame.
        route: the name of the address; it takes the cluster's slug.
        verb: the verb of the policy of clusters that the page asks.
        count: from cluster and composition to a number beside the label; no query of its own.
    """

    key: str
    label: str
    route: str
    verb: str = "view"
    count: Callable | None = None


CLUSTER_TABS = [
    Tab("about", _("About"), "directory:cluster"),
    Tab("strategy", _("Strategy and services"), "directory:cluster-strategy"),
    Tab("cooperation", _("Cooperation"), "directory:cluster-cooperation"),
    Tab(
        "members",
        _("Members"),
        "directory:cluster-organisations",
        count=lambda cluster, counted: counted.total,
    ),
    Tab("stages", _("Stages"), "directory:stages"),
    Tab("links", _("Links"), "directory:cluster-links"),
    Tab("assessment", _("Self-assessment"), "directory:assessment", verb="assess"),
    Tab("register", _("Register of members"), "directory:members", verb="view_members"),
    Tab("pipeline", _("Pipeline"), "directory:pipeline", verb="view_members"),
]


def wanted_verbs():
    """The verbs that the frame of a cluster's pages asks for."""
    return sorted({"edit", "publish", "suggest", "view_members", *(tab.verb for tab in CLUSTER_TABS)})


def with_verbs(rows, actor):
    """Clusters that know what the actor may do with them, so that their frame need not ask again."""
    return rows.annotate(
        **{
            f"may_{verb}": Exists(policies.clusters.scope(actor, verb).filter(pk=OuterRef("pk")))
            for verb in wanted_verbs()
        }
    )


def frame(request, cluster, counted, here):
    """What each page of a cluster shows around its content: the row, the reader's verbs, the tabs."""
    if hasattr(cluster, "may_edit"):
        verbs = {verb for verb in wanted_verbs() if getattr(cluster, f"may_{verb}")}
    else:
        verbs = policies.clusters.verbs(request.user, cluster, *wanted_verbs())
    tabs = [
        {
            "label": tab.label,
            "href": reverse(tab.route, args=[cluster.slug]),
            "current": tab.key == here,
            "count": tab.count(cluster, counted) if tab.count else None,
        }
        for tab in CLUSTER_TABS
        if tab.verb in verbs
    ]
    return {"cluster": cluster, "verbs": verbs, "tabs": tabs}
