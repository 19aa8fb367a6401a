"""What stands around a profile: labels, links, confirmations, and the short list of its editors."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext as _

from lonja.directory import completeness, freshness, policies
from lonja.directory.models import (
    ChangeState,
    ClusterLink,
    Enquiry,
    EnquiryState,
    FactReport,
    Label,
    LabelState,
    LinkState,
    ProposedChange,
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
        read = completeness.read(owner, also=waiting(owner))
        context["todo"] = {"completeness": read, "waiting": read.also}
    return context


def waiting(owner):
    """How much waits for the editors of a profile, as parts of a query about its row."""
    kind = owner._meta.model_name
    counts = {
        "enquiries_waiting": _count(Enquiry, kind, state=EnquiryState.SENT),
        "reports_waiting": _count(FactReport, kind, state=ReportState.OPEN),
    }
    if kind == "cluster":
        counts |= {
            "links_waiting": _count(ClusterLink, "other", state=LinkState.CLAIMED),
            "changes_waiting": _count(ProposedChange, "cluster", state=ChangeState.WAITING),
        }
    return counts


def _count(model, owner, **conditions):
    """How many rows of a model belong to the row outside; zero when none does."""
    rows = model.objects.filter(**{owner: OuterRef("pk")}, **conditions).order_by()
    return Coalesce(Subquery(rows.values(owner).annotate(n=Count("pk")).values("n")), 0)
