"""Groups of participants to whom an organiser can write; higher domains add theirs at start-up.

Values of one group widen the choice, groups among each other narrow it: companies or
investors, from Spain, without an accepted request.
"""

from dataclasses import dataclass

from django.db.models import Count, Q
from django.utils.translation import gettext_lazy as _

from lonja.directory.places import country_name
from lonja.events.lifecycle import EXPECTED, ParticipationState
from lonja.events.models import Delegation, Invoice, ParticipantType, Participation

REACHABLE = (
    ParticipationState.REGISTERED,
    ParticipationState.CONFIRMED,
    ParticipationState.APPLIED,
    ParticipationState.WAITING,
)
_groups = {}


@dataclass(frozen=True, slots=True)
class Group:
    """One way to narrow the participants of an edition.

    Attributes:
        choices: from an edition to the (value, label) pairs that it offers; none hides the group.
        where: from an edition and the chosen values to a filter of its participations.
    """

    key: str
    label: object
    choices: object
    where: object


def register(group):
    """Offer a group; the domain that knows its facts does it once, at start-up."""
    _groups[group.key] = group


def groups():
    """All groups, those of the events first."""
    return list(_groups.values())


def recipients(edition, chosen):
    """The participations to which the chosen values apply: those who are expected, unless states are named.

    Args:
        chosen: {group: [values]}; a group that is not known here matches nobody.
    """
    rows = Participation.objects.filter(edition=edition, state__in=REACHABLE)
    if not chosen.get("state"):
        rows = rows.filter(state__in=EXPECTED)
    for key, values in chosen.items():
        if values:
            rows = rows.filter(_groups[key].where(edition, values)) if key in _groups else rows.none()
    return rows


def words(edition, chosen):
    """The chosen values as (group, labels), for people to read."""
    for group in groups():
        if chosen.get(group.key):
            labels = dict(group.choices(edition))
            yield group.label, [labels.get(value, value) for value in chosen[group.key]]


def _types(edition):
    present = set(edition.participations.order_by().values_list("participant_type", flat=True).distinct())
    return [(kind.value, kind.label) for kind in ParticipantType if kind in present]


def _countries(edition):
    rows = edition.participations.filter(state__in=REACHABLE).exclude(organisation__country="").order_by()
    rows = (
        rows.filter(organisation__isnull=False).values_list("organisation__country").annotate(n=Count("pk"))
    )
    return sorted(((code, country_name(code)) for code, _n in rows), key=lambda pair: pair[1])


def _delegations(edition):
    rows = Delegation.objects.filter(edition=edition).select_related("cluster", "organisation", "alliance")
    return [(str(row.pk), str(row)) for row in rows]


def _money(edition):
    if not edition.type_rules.filter(fee_cents__gt=0).exists():
        return []
    return [("billed", _("Has an invoice that is not paid")), ("unbilled", _("Has no invoice and no waiver"))]


def _owing(edition, values):
    lines = Q(invoice_lines__is_open=True)
    found = Q(pk__in=[])
    if "unbilled" in values:
        paying = edition.type_rules.filter(fee_cents__gt=0).values("participant_type")
        billed = Participation.objects.filter(lines, edition=edition)
        found |= Q(fee_waived="", participant_type__in=paying) & ~Q(pk__in=billed.values("pk"))
    if "billed" in values:
        found |= Q(invoice_lines__invoice__in=_unpaid(edition), invoice_lines__is_open=True)
    return Q(pk__in=Participation.objects.filter(found, edition=edition).values("pk"))


def _unpaid(edition):
    """Ids of invoices of which something is still to come: few enough to be counted here."""
    rows = Invoice.objects.filter(edition=edition, credits=None, credited_by=None)
    rows = rows.prefetch_related("payments")
    return [
        row.pk for row in rows
        if sum(payment.cents for payment in row.payments.all() if payment.is_done) < row.total_cents
    ]  # fmt: skip


def _ways(_edition):
    return [("remote", _("Takes part remotely")), ("on_site", _("Comes in person"))]


def _how(_edition, values):
    return Q(remote__in=[value == "remote" for value in values])


for _group in (
    Group(
        "state", _("State"),
        lambda _edition: [(state.value, state.label) for state in REACHABLE],
        lambda _edition, values: Q(state__in=values),
    ),
    Group("type", _("Takes part as"), _types, lambda _edition, values: Q(participant_type__in=values)),
    Group("country", _("Country"), _countries, lambda _edition, values: Q(organisation__country__in=values)),
    Group(
        "delegation", _("Delegation"), _delegations,
        lambda _edition, values: Q(delegate__delegation__in=[value for value in values if value.isdecimal()]),
    ),
    Group("way", _("How they come"), _ways, _how),
    Group("money", _("Fee"), _money, _owing),
):  # fmt: skip
    register(_group)
