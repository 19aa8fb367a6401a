"""A cluster's profile in other forms: JSON, CSV, XLSX, PDF; exactly what the reader may see."""

import json

from django.http import Http404, HttpResponse
from django.utils.text import slugify
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from lonja.base import documents, exports
from lonja.base.limits import limited
from lonja.base.policy import access
from lonja.directory import policies
from lonja.directory.exchange.profiles import document, sheet, table
from lonja.directory.views.clusters import profile_row

MOST_PER_HOUR = 300


@limited("export", MOST_PER_HOUR, per=3600)
@access(policies.clusters, "view")
@require_GET
def export_profile(request, slug, ending):
    """The profile of one cluster as a file."""
    row = profile_row(request, slug)
    if ending == "json":
        return _json(document.of(row, actor=request.user), row)
    if ending == "pdf":
        return _pdf(row, request)
    if ending not in ("csv", "xlsx"):
        raise Http404
    columns, rows = table.of(document.of(row, actor=request.user))
    name = _("profile of %(name)s") % {"name": row.slug}
    if ending == "csv":
        return exports.csv_response(name, columns, rows)
    return exports.xlsx_response(name, {str(_("Profile")): (columns, rows)})


def _json(data, row):
    text = json.dumps(data, ensure_ascii=False, indent=2)
    response = HttpResponse(text, content_type="application/json; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{slugify(row.slug)}.json"'
    response["Cache-Control"] = "private, no-store"
    return response


def _pdf(row, request):
    data = sheet.of(row, actor=request.user)
    content = documents.pdf("directory/typeset/profile.typ", data, language=get_language())
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{slugify(row.slug)}.pdf"'
    response["Cache-Control"] = "private, no-store"
    return response
