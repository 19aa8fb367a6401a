"""Editing a cluster's profile, section by section, and bringing a whole one along."""

from django.contrib import messages
from django.http import Http404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from lonja.base.imports import flow
from lonja.base.policy import access
from lonja.directory import policies
from lonja.directory.exchange.profiles import differences, document
from lonja.directory.exchange.profiles.importer import ProfileImporter
from lonja.directory.forms.profile_import import ProfileImportForm
from lonja.directory.forms.profile_rows import BUTTON
from lonja.directory.forms.profile_sections import SECTIONS, SectionEdit, section_of
from lonja.directory.services import clusters as services
from lonja.directory.services import moderation
from lonja.ui.answers import page, see_other

UNPROCESSABLE = 422


@access(policies.clusters, "edit")
@require_GET
def edit_cluster(request, slug):
    """The sections of a profile: what stands in each, and where to change it."""
    row = policies.clusters.get(request.user, "edit", slug=slug)
    data = document.of(row, actor=request.user)
    words = differences.Words(differences.flat(data))
    sections = [{**entry, "rows": _said(entry["parts"], data, words)} for entry in _menu(row, "")]
    return page(request, "directory/cluster_edit.html", {"cluster": row, "sections": sections})


def _said(parts, data, words):
    """What stands in a section: (label, first values, how many more) of each part that is not empty."""
    there = differences.flat(data)
    names = [name for part in parts for name in there if name == part or name.startswith(f"{part}.")]
    if "terms" in parts:
        names = [name for name in names if name != "terms.support_services"]
    return [_row_of(name, words.items(name, there[name]), words) for name in names]


def _row_of(name, items, words):
    first = [item if len(item) <= 120 else f"{item[:118]}…" for item in items[:3]]
    return {"label": words.label(name), "items": first, "more": len(items) - len(first)}


@access(policies.clusters, "edit")
@require_http_methods(["GET", "POST"])
def edit_section(request, slug, section):
    """Change one section of a profile."""
    row = policies.clusters.get(request.user, "edit", slug=slug)
    chosen = section_of(section)
    if chosen is None:
        raise Http404
    button = request.POST.get(BUTTON, "") if request.method == "POST" else ""
    edit = SectionEdit(chosen, row, request.POST if request.method == "POST" else None, button=button)
    if edit.is_bound and not button and edit.is_valid():
        if moderation.needs_second_person(row):
            moderation.propose(row, edit.change(), actor=request.user, now=timezone.now())
            messages.success(request, _("A second manager looks at your change before it is shown."))
            return see_other(_after(request, row, chosen))
        changed = services.change_profile(row, edit.change(), actor=request.user)
        messages.success(request, _("The section is saved.") if changed else _("Nothing was different."))
        return see_other(_after(request, row, chosen))
    context = {
        "cluster": row,
        "section": chosen,
        "edit": edit,
        "menu": _menu(row, chosen.slug),
        "faults": edit.faulty_fields() if edit.is_bound and not button else [],
        "button": BUTTON,
    }
    status = UNPROCESSABLE if edit.is_bound and not button else 200
    return page(request, "directory/cluster_edit_section.html", context, status=status)


def _after(request, row, chosen):
    """Where to go after saving: the next section when asked so, else the same one."""
    place = SECTIONS.index(chosen)
    if "next" in request.POST and place + 1 < len(SECTIONS):
        return reverse("directory:cluster-section", args=[row.slug, SECTIONS[place + 1].slug])
    return reverse("directory:cluster-edit", args=[row.slug])


def _menu(row, here):
    return [
        {
            "label": section.label,
            "hint": section.hint,
            "parts": section.parts,
            "href": reverse("directory:cluster-section", args=[row.slug, section.slug]),
            "current": section.slug == here,
        }
        for section in SECTIONS
    ]


@access(policies.clusters, "edit")
@require_http_methods(["GET", "POST"])
def import_profile(request, slug):
    """Bring a profile: the text that another platform prints, or our own JSON."""
    row = policies.clusters.get(request.user, "edit", slug=slug)
    form = ProfileImportForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        content, name = form.content()
        run = flow.start(ProfileImporter.kind, content, name=name, actor=request.user, target=str(row.pk))
        flow.check(run, actor=request.user)
        return see_other(run)
    status = UNPROCESSABLE if form.is_bound else 200
    context = {"cluster": row, "form": form, "importer": ProfileImporter}
    return page(request, "directory/profile_import_new.html", context, status=status)
