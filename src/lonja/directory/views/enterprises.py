"""The size of an enterprise: its figures, its holdings, and the arithmetic step by step."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from lonja.base.errors import Refused
from lonja.base.policy import access
from lonja.directory import enterprises, policies
from lonja.directory.forms.enterprises import FiguresForm, HoldingForm, ReaderForm
from lonja.directory.models import EnterpriseFigures, FiguresReader, Ownership
from lonja.directory.services import enterprises as services
from lonja.ui.answers import page, see_other

HOME = "directory:organisation-size"


@access(policies.enterprises, "view")
@require_GET
def size(request, slug):
    """What an organisation is by the European definition, with the sum that says so."""
    row = policies.enterprises.get(request.user, "view", slug=slug)
    return _page(request, row)


def _page(request, row, **bound):
    """The page with its three forms, one of them perhaps with errors."""
    may_edit = policies.enterprises.allows(request.user, "edit", row)
    result, names = enterprises.assess(row)
    shown = enterprises.shown(result, names)
    if shown and not may_edit:  # the sum would tell the figures of others
        shown = {key: shown[key] for key in ("year", "label", "size", "is_sme")}
    context = {
        "organisation": row,
        "may_edit": may_edit,
        "shown": shown,
        "is_shown": bool(shown) and (row.size, row.size_year) == (shown["size"], shown["year"]),
        "figures": row.figures.all(),
        "holdings": Ownership.objects.filter(declared_by=row).select_related("owner", "owned"),
        "readers": row.figures_readers.select_related("reader", "cluster") if may_edit else (),
        **{name: bound.get(name) or form for name, form in _forms(request).items()},
    }
    return page(request, "directory/size.html", context, status=422 if bound else 200)


def _forms(request, data=None):
    visible = policies.organisations.scope(request.user)
    clusters = policies.clusters.scope(request.user)
    return {
        "figures_form": FiguresForm(data),
        "holding_form": HoldingForm(data, organisations=visible),
        "reader_form": ReaderForm(data, organisations=visible, clusters=clusters),
    }


def _written(request, slug, name, write):
    """Clean one of the forms and give it to a service; the page again when it does not fit."""
    row = policies.enterprises.get(request.user, "edit", slug=slug)
    form = _forms(request, request.POST)[name]
    if not form.is_valid():
        return _page(request, row, **{name: form})
    write(row, form.cleaned_data)
    messages.success(request, _("Saved. The size is computed anew."))
    return see_other(HOME, row.slug)


@access(policies.enterprises, "edit")
@require_POST
def write_figures(request, slug):
    """Enter the figures of a year."""
    return _written(
        request,
        slug,
        "figures_form",
        lambda row, cleaned: services.write_figures(row, **cleaned, actor=request.user),
    )


@access(policies.enterprises, "edit")
@require_POST
def declare_holding(request, slug):
    """Say who holds how much of whom."""
    return _written(
        request,
        slug,
        "holding_form",
        lambda row, cleaned: services.declare(row, **cleaned, actor=request.user),
    )


@access(policies.enterprises, "edit")
@require_POST
def open_figures(request, slug):
    """Let somebody read figures and holdings."""
    return _written(
        request,
        slug,
        "reader_form",
        lambda row, cleaned: services.open_figures(row, **cleaned["reader"], actor=request.user),
    )


@access(policies.enterprises, "edit")
@require_POST
def remove_part(request, slug, kind, pk):
    """Take back figures of a year, a holding or a reader."""
    row = policies.enterprises.get(request.user, "edit", slug=slug)
    parts = {
        "figures": EnterpriseFigures.objects.filter(organisation=row),
        "holding": Ownership.objects.filter(declared_by=row),
        "reader": FiguresReader.objects.filter(organisation=row),
    }
    if kind not in parts:
        raise Http404
    services.remove(get_object_or_404(parts[kind], pk=pk), actor=request.user)
    messages.success(request, _("Removed. The size is computed anew."))
    return see_other(HOME, row.slug)


@access(policies.enterprises, "edit")
@require_POST
def show_size(request, slug):
    """Show the computed class on the profile."""
    row = policies.enterprises.get(request.user, "edit", slug=slug)
    result, _names = enterprises.assess(row)
    if result.size is None:
        raise Refused(_("The size is not known yet: figures are missing."))
    services.show_size(row, size=result.size, year=result.years[0].year, actor=request.user)
    messages.success(request, _("The profile shows this size now."))
    return see_other(HOME, row.slug)
