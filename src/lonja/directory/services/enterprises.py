"""What an organisation says of its size: figures, holdings, and who may read them."""

from django.db import transaction
from django.utils.translation import gettext as _

from lonja.base import audit
from lonja.base.errors import Refused
from lonja.directory import policies
from lonja.directory.models import EnterpriseFigures, FiguresReader, Organisation, Ownership
from lonja.directory.services import organisations
from lonja.directory.services.profiles import touch


@transaction.atomic
def write_figures(organisation, *, year, staff, turnover_cents, balance_cents, actor):
    """Write the figures of one year; what stood there before is replaced."""
    Organisation.objects.select_for_update().get(pk=organisation.pk)
    row, _is_new = EnterpriseFigures.objects.update_or_create(
        organisation=organisation,
        year=year,
        defaults={"staff": staff, "turnover_cents": turnover_cents, "balance_cents": balance_cents},
    )
    audit.record(actor, "figures.written", organisation, year=year)
    return row


@transaction.atomic
def declare(organisation, *, other, owns, share, owner_kind, since=None, until=None, actor):
    """Say who holds how much of whom.

    Args:
        other: the organisation at the other end, or the name of one that is entered by this.
        owns: whether `organisation` holds a part of the other, and not the other way round.
    """
    Organisation.objects.select_for_update().get(pk=organisation.pk)
    if isinstance(other, str):
        other = organisations.create(facts={"name": other}, actor=actor)
    if other.pk == organisation.pk:
        raise Refused(_("An organisation holds no part of itself."))
    owner, owned = (organisation, other) if owns else (other, organisation)
    _refuse_more_than_all(owned, organisation, share, since, until)
    row = Ownership.objects.create(
        owner=owner, owned=owned, declared_by=organisation,
        share=share, owner_kind=owner_kind, since=since, until=until,
    )  # fmt: skip
    if policies.enterprises.allows(actor, "edit", other):
        FiguresReader.objects.get_or_create(organisation=other, reader=organisation)
    audit.record(actor, "holding.declared", organisation, holding=row.pk)
    return row


def _refuse_more_than_all(owned, declarer, share, since, until):
    """Refuse a holding with which more than the whole would be declared at one time."""
    rows = Ownership.objects.filter(owned=owned, declared_by=declarer)
    held = [row.share for row in rows if _meet(row.since, row.until, since, until)]
    if sum(held) + share > 100:
        raise Refused(_("The owners of %(name)s would hold more than the whole of it.") % {"name": owned})


def _meet(since, until, other_since, other_until):
    return (since or 0) <= (other_until or 9999) and (other_since or 0) <= (until or 9999)


@transaction.atomic
def open_figures(organisation, *, reader=None, cluster=None, actor):
    """Let another organisation, or a cluster's managers, read figures and holdings."""
    if reader and reader.pk == organisation.pk:
        raise Refused(_("Your own administrators read them already."))
    row, is_new = FiguresReader.objects.get_or_create(
        organisation=organisation, reader=reader, cluster=cluster
    )
    if is_new:
        audit.record(actor, "figures.opened", organisation, reader=row.reader_id, cluster=row.cluster_id)
    return row


@transaction.atomic
def remove(row, *, actor):
    """Take back figures of a year, a holding or a reader."""
    declarer = row.declared_by if isinstance(row, Ownership) else row.organisation
    action = {EnterpriseFigures: "figures.removed", Ownership: "holding.withdrawn"}
    audit.record(actor, action.get(type(row), "figures.closed"), declarer, row=row.pk)
    row.delete()


@transaction.atomic
def show_size(organisation, *, size, year, actor):
    """Show the computed class on the profile; the figures stay private."""
    organisation = Organisation.objects.select_for_update().get(pk=organisation.pk)
    if (organisation.size, organisation.size_year) == (size, year):
        return organisation
    organisation.size, organisation.size_year = size, year
    touch(organisation)
    audit.record(actor, "organisation.edited", organisation, fields=["size"])
    return organisation
