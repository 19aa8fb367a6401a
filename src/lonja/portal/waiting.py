"""What waits for one person: everything that she may decide or answer now, in one place.

Each queue counts the rows on which the policy of its domain opens the verb that empties it,
so a queue shows exactly what its page lets her do. One query counts them all.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.db.models import Count, F, IntegerField, Q, QuerySet, Value
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lonja.accounts.models import ROLES_ON, Role
from lonja.accounts.policies import is_somebody, site_grants
from lonja.directory import policies as directory
from lonja.directory.lifecycle import CURRENT, MembershipStatus
from lonja.directory.models import ChangeState, Cluster, LabelState, LinkState, MergeState, Organisation
from lonja.events import policies as events
from lonja.events.lifecycle import EditionState, ParticipationState
from lonja.events.models import Edition
from lonja.meetings import policies as meetings
from lonja.partnering import policies as partnering


@dataclass(frozen=True, slots=True)
class Queue:
    """One kind of thing that waits.

    Attributes:
        rows: what waits for an actor.
        address: name of the page on which it is decided.
        owner: path from a row to the cluster, organisation or edition whose page that is;
            empty when one page holds all.
        kind: the model of that owner.
    """

    title: str
    rows: Callable[[object], QuerySet]
    address: str
    owner: str = ""
    kind: type | None = None


@dataclass(frozen=True, slots=True)
class Waiting:
    """How many things of one kind wait, for whom, and where."""

    title: str
    owner: str
    count: int
    href: str


def _labels(actor):
    rows = directory.labels.scope(actor, "check").filter(state=LabelState.DECLARED)
    return rows.valid(timezone.localdate())


def _memberships(actor, verb, **which):
    return directory.memberships.scope(actor, verb).filter(**which)


QUEUES = (
    Queue(
        _("Registrations of clusters"),
        lambda actor: directory.registrations.scope(actor, "decide"),
        "directory:registrations",
    ),
    Queue(
        _("Series of events to look at"),
        lambda actor: events.events.scope(actor, "vet").filter(vetted_at=None),
        "events:vetting",
    ),
    Queue(_("Labels to check"), _labels, "directory:labels-to-check"),
    Queue(
        _("Organisations that may be one"),
        lambda actor: directory.merges.scope(actor, "decide").filter(state=MergeState.PROPOSED),
        "directory:merges",
    ),
    Queue(
        _("Reports of wrong facts"),
        lambda actor: directory.fact_reports.scope(actor, "answer"),
        "directory:cluster-reports",
        "cluster",
        Cluster,
    ),
    Queue(
        _("Reports of wrong facts"),
        lambda actor: directory.fact_reports.scope(actor, "answer"),
        "directory:organisation-reports",
        "organisation",
        Organisation,
    ),
    Queue(
        _("Applications to join"),
        lambda actor: _memberships(actor, "manage", status=MembershipStatus.APPLIED),
        "directory:members",
        "cluster",
        Cluster,
    ),
    Queue(
        _("Memberships to agree to"),
        lambda actor: _memberships(actor, "agree", agreed_at=None, status__in=CURRENT),
        "directory:organisation",
        "organisation",
        Organisation,
    ),
    Queue(
        _("Proposed changes of the profile"),
        lambda actor: directory.proposed_changes.scope(actor, "decide").filter(state=ChangeState.WAITING),
        "directory:cluster-changes",
        "cluster",
        Cluster,
    ),
    Queue(
        _("Links that another cluster claims"),
        lambda actor: directory.cluster_links.scope(actor, "confirm").filter(state=LinkState.CLAIMED),
        "directory:cluster-links",
        "other",
        Cluster,
    ),
    Queue(
        _("Questions from others"),
        lambda actor: directory.enquiries.scope(actor, "answer"),
        "directory:cluster-enquiries",
        "cluster",
        Cluster,
    ),
    Queue(
        _("Questions from others"),
        lambda actor: directory.enquiries.scope(actor, "answer"),
        "directory:organisation-enquiries",
        "organisation",
        Organisation,
    ),
    Queue(
        _("Interest in your offers and needs"),
        lambda actor: partnering.interests.scope(actor, "answer"),
        "partnering:interests",
    ),
    Queue(
        _("Introductions to answer"),
        lambda actor: partnering.introductions.scope(actor, "answer"),
        "partnering:mine",
    ),
    Queue(
        _("Advisers who ask to act for you"),
        lambda actor: partnering.mandates.scope(actor, "answer"),
        "partnering:mine",
    ),
    Queue(
        _("Requests to meet"),
        lambda actor: meetings.requests.scope(actor, "answer"),
        "meetings:requests",
        "edition",
        Edition,
    ),
    Queue(
        _("Registrations to approve"),
        lambda actor: (
            events.participations.scope(actor, "organise")
            .filter(state=ParticipationState.APPLIED)
            .exclude(edition__state=EditionState.CALLED_OFF)
        ),
        "events:registrations",
        "edition",
        Edition,
    ),
)


# Where those who look after the installation go, whether something waits or not.
HOUSE = (
    (_("Registrations of clusters"), "directory:registrations", (Role.OPERATOR, Role.AUDITOR)),
    (_("Series of events to look at"), "events:vetting", (Role.OPERATOR,)),
    (_("Labels to check"), "directory:labels-to-check", (Role.OPERATOR,)),
    (_("Organisations that may be one"), "directory:merges", (Role.OPERATOR,)),
    (_("Audit"), "audit", (Role.AUDITOR,)),
)


def house_of(actor):
    """The pages by which `actor` looks after the installation: (title, address)."""
    if not is_somebody(actor):
        return []
    held = set(site_grants(actor, *ROLES_ON["site"]).values_list("role", flat=True))
    return [(title, reverse(name)) for title, name, roles in HOUSE if held & set(roles)]


def waiting_for(actor):
    """Everything that waits for `actor`, in the order of the queues; a handful of queries."""
    if not is_somebody(actor):
        return []
    first, *others = [_counted(number, queue, actor) for number, queue in enumerate(QUEUES)]
    counts = sorted(row for row in first.union(*others, all=True).order_by() if row[-1])
    owners = _owners(counts)
    return [_item(QUEUES[number], owners.get((QUEUES[number].kind, owner)), n) for number, owner, n in counts]


def _counted(number, queue, actor):
    """(number of the queue, id of the owner or 0, rows) as a query."""
    rows = queue.rows(actor).order_by()
    if queue.owner:
        rows = rows.filter(~Q(**{queue.owner: None}))
    owner = F(f"{queue.owner}__pk") if queue.owner else Value(0, IntegerField())
    return rows.annotate(queue=Value(number, IntegerField()), of=owner).values_list("queue", "of").annotate(
        n=Count("pk")
    )  # fmt: skip


def _owners(counts):
    wanted = {}
    for number, owner, _n in counts:
        if kind := QUEUES[number].kind:
            wanted.setdefault(kind, set()).add(owner)
    found = {}
    for kind, ids in wanted.items():
        rows = kind.objects.select_related("event") if kind is Edition else kind.objects
        found |= {(kind, pk): row for pk, row in rows.in_bulk(ids).items()}
    return found


def _item(queue, owner, count):
    arguments = []
    if isinstance(owner, Edition):
        arguments = [owner.event.slug, owner.slug]
    elif owner is not None:
        arguments = [owner.slug]
    return Waiting(queue.title, str(owner or ""), count, reverse(queue.address, args=arguments))
