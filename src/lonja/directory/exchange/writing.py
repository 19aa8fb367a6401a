"""Organisations and members as rows of a table, exactly as far as a person may see them."""

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lonja.directory import policies
from lonja.directory.exchange.columns import Lists, organisation_columns
from lonja.directory.exchange.members import columns_of

PRIVATE = {"vat_number"}
_OF_MEMBERSHIP = {"membership_kind", "membership_status", "joined_on"}
EXPLANATION = gettext_lazy("Columns")


def organisation_table(rows, *, actor):
    """Headings and rows of organisations; private columns only where the actor may read them."""
    columns = organisation_columns(Lists())
    return [str(column.label) for column in columns], _organisations(with_all(rows, actor), columns)


def _organisations(rows, columns):
    for row in rows.iterator(chunk_size=500):
        yield [_cell(column, row, row) for column in columns]


def member_table(memberships, *, actor):
    """Headings and rows of the current memberships of a cluster."""
    columns = columns_of(Lists())
    return [str(column.label) for column in columns], _members(memberships, columns, actor)


def _members(memberships, columns, actor):
    organisations = policies.organisations.scope(actor).filter(memberships__in=memberships)
    by_pk = {row.pk: row for row in with_all(organisations, actor)}
    for membership in memberships:
        organisation = by_pk.get(membership.organisation_id)
        if organisation:
            yield [_cell(column, membership, organisation) for column in columns]


def _cell(column, membership, organisation):
    if column.name in PRIVATE and not organisation.may_read_private:
        return ""
    return column.write(membership if column.name in _OF_MEMBERSHIP else organisation)


def with_all(rows, actor):
    """Organisations with their terms, and whether the actor may read what is private of each."""
    private = policies.organisations.scope(actor, "view_private").filter(pk=OuterRef("pk"))
    return (
        rows.select_related("actor_type", "region")
        .prefetch_related("described_by__term")
        .annotate(may_read_private=Exists(private))
    )


def explanation(columns):
    """A second sheet that says what each column means."""
    headings = [_("Column"), _("Meaning"), _("Needed")]
    rows = [
        [str(column.label), str(column.help), _("yes") if column.is_required else ""] for column in columns
    ]
    return headings, rows
