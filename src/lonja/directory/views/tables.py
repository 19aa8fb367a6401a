"""Tables out: exactly what the reader may see, and empty ones to fill in."""

from django.http import Http404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from lonja.base import exports
from lonja.base.limits import limited
from lonja.base.policy import access, open_to_all
from lonja.directory import policies
from lonja.directory.exchange import members, organisations, writing
from lonja.directory.exchange.columns import Lists, organisation_columns
from lonja.directory.views.search import listed

MOST_PER_HOUR = 60  # the whole directory is ten seconds of work


@limited("export", MOST_PER_HOUR, per=3600)
@access(policies.organisations, "view")
@require_GET
def export_organisations(request, ending):
    """The organisations that the address asks for, as a table."""
    rows = listed(request).rows
    columns, cells = writing.organisation_table(rows, actor=request.user)
    return _table(ending, _("organisations"), str(organisations.SHEET), columns, cells)


@open_to_all("an empty table with headings")
@require_GET
def organisation_template(request, ending):
    """An empty table of organisations that explains its columns."""
    return _template(ending, _("organisations"), str(organisations.SHEET), organisation_columns(Lists()))


@access(policies.clusters, "view_members")
@require_GET
def export_members(request, slug, ending):
    """The current memberships of a cluster, as a table."""
    cluster = policies.clusters.get(request.user, "view_members", slug=slug)
    rows = policies.memberships.scope(request.user).filter(cluster=cluster).current()
    columns, cells = writing.member_table(rows, actor=request.user)
    return _table(
        ending, _("members of %(name)s") % {"name": cluster.slug}, str(members.SHEET), columns, cells
    )


@access(policies.clusters, "view")
@require_GET
def member_template(request, slug, ending):
    """An empty table of members that explains its columns."""
    policies.clusters.get(request.user, "view", slug=slug)
    return _template(ending, _("members"), str(members.SHEET), members.columns_of(Lists()))


def _table(ending, name, sheet, columns, rows):
    if ending == "csv":
        return exports.csv_response(name, columns, rows)
    if ending == "xlsx":
        return exports.xlsx_response(name, {sheet: (columns, rows)})
    raise Http404


def _template(ending, name, sheet, columns):
    headings = [str(column.label) for column in columns]
    if ending == "csv":
        return exports.csv_response(name, headings, [])
    if ending == "xlsx":
        return exports.xlsx_response(
            name, {sheet: (headings, []), str(writing.EXPLANATION): writing.explanation(columns)}
        )
    raise Http404
