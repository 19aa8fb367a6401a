"""What stands around a profile: labels, links, confirmations, and the short list of its editors."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from lonja.directory import completeness, freshness, policies
from lonja.directory.models import (
    ChangeState,
    ClusterLink,
    EnquiryState,
    Label,
    LabelState,
    LinkState,
    ReportState,
)


@dataclass(frozen=True, slots=True)
class LabelShown:
    """A label as a page shows it, with the state in words."""

    row: Label
    name: str
    note: str
    state: str
    tag: str
    expired: bool


@dataclass(frozen=True, slots=True)
class LinkShown:
    """A link as one side of it shows it."""

    row: ClusterLink
    name: str
    href: str
    state: str
    tag: str


def labels(owner, *, today: date):
    """The labels of a profile, those that hold first."""
    rows = owner.labels.select_related("kind")
    shown = [_label(row, today) for row in rows]
    return sorted(shown, key=lambda one: one.expired)


def _label(row, today):
    if row.has_expired(today):
        state, tag = _("Expired"), "warn"
    elif row.state == LabelState.VERIFIED:
        state, tag = _("Verified"), "good"
    else:
        state, tag = _("Declared"), "neutral"
    note = " · ".join(part for part in (row.issuer, row.number) if part)
    return LabelShown(row, row.name, note, state, tag, row.has_expired(today))


def links(cluster, *, actor):
    """The links on a cluster's profile that the reader may see, mutual ones first."""
    rows = policies.cluster_links.scope(actor).of(cluster).select_related("cluster", "other")
    rows = [row for row in rows if row.state in (LinkState.CLAIMED, LinkState.MUTUAL)]
    shown = [_link(row, cluster) for row in rows]
    return sorted(shown, key=lambda one: (one.row.state != LinkState.MUTUAL, one.name.casefold()))


def _link(row, cluster):
    other = row.other if row.cluster_id == cluster.pk else row.cluster
    return LinkShown(
        row,
        other.name if other else row.other_name,
        other.get_absolute_url() if other else row.website,
        row.get_state_display(),
        "good" if row.state == LinkState.MUTUAL else "neutral",
    )


def around(owner, *, actor, may_edit):
    """What each profile page shows of this area; a fixed number of queries.

    Args:
        may_edit: whether the reader edits the profile; only then the list of what is missing is read.
    """
    context = {
        "labels": labels(owner, today=timezone.localdate()),
        "confirmed": freshness.confirmed(owner),
        "enquire": f"directory:{owner._meta.model_name}-enquire",
        "report": f"directory:{owner._meta.model_name}-report",
    }
    if owner._meta.model_name == "cluster":
        shown = policies.assessments.scope(actor, "view_summary")
        context["assessment"] = shown.filter(cluster=owner, is_summary_public=True).first()
    if may_edit:
        context["todo"] = {"completeness": completeness.read(owner), "waiting": waiting(owner)}
    return context


def waiting(owner):
    """How much waits for the editors of a profile, in one query."""
    counts = {
        "enquiries": Count("enquiries", filter=Q(enquiries__state=EnquiryState.SENT), distinct=True),
        "reports": Count("fact_reports", filter=Q(fact_reports__state=ReportState.OPEN), distinct=True),
    }
    if owner._meta.model_name == "cluster":
        asked = Q(links_received__state=LinkState.CLAIMED)
        proposed = Q(proposed_changes__state=ChangeState.WAITING)
        counts |= {
            "links": Count("links_received", filter=asked, distinct=True),
            "changes": Count("proposed_changes", filter=proposed, distinct=True),
        }
    return type(owner).objects.filter(pk=owner.pk).aggregate(**counts)
