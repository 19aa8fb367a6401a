"""Pages of the stages of an alliance's value chain."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from lonja.base.policy import access
from lonja.partnering.forms import alliances as forms
from lonja.partnering.models import AllianceStage
from lonja.partnering.policies import alliances as policies
from lonja.partnering.services import alliances, stages
from lonja.ui.answers import page, see_other

STEPS = {"earlier": -1, "later": 1}


@access(policies.alliances, "edit")
@require_http_methods(["GET", "POST"])
def add_stage(request, slug):
    """Add a stage at the end of the chain."""
    row = policies.alliances.get(request.user, "edit", slug=slug)
    form = forms.StageForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        stages.add(row, facts=form.facts(), terms=form.cleaned_data["terms"], actor=request.user)
        messages.success(request, _("The stage is added at the end; move it where it belongs."))
        return see_other(row)
    context = {"form": form, "title": _("Add a stage"), "cancel": row.get_absolute_url(), "alliance": row}
    return page(request, "partnering/alliance_form.html", context, status=422 if form.is_bound else 200)


@access(policies.alliances, "edit")
@require_http_methods(["GET", "POST"])
def edit_stage(request, slug, pk):
    """Change one stage of the chain: its words, its place, or that it is there."""
    row = policies.alliances.get(request.user, "edit", slug=slug)
    stage = get_object_or_404(AllianceStage, pk=pk, alliance=row)
    form = forms.StageForm.of(stage, request.POST or None)
    if request.method == "POST" and form.is_valid():
        alliances.edit_stage(stage, facts=form.facts(), terms=form.cleaned_data["terms"], actor=request.user)
        messages.success(request, _("The stage is saved."))
        return see_other(row)
    chain = list(row.stages.all())
    context = {
        "form": form,
        "title": _("Edit a stage"),
        "cancel": row.get_absolute_url(),
        "alliance": row,
        "stage": stage,
        "is_first": stage == chain[0],
        "is_last": stage == chain[-1],
    }
    return page(request, "partnering/alliance_stage.html", context, status=422 if form.is_bound else 200)


@access(policies.alliances, "edit")
@require_POST
def move_stage(request, slug, pk, verb):
    """Put a stage earlier or later, or take it out of the chain."""
    row = policies.alliances.get(request.user, "edit", slug=slug)
    stage = get_object_or_404(AllianceStage, pk=pk, alliance=row)
    if verb == "remove":
        stages.remove(stage, actor=request.user)
        messages.success(request, _("The stage %(stage)s is no longer part of the chain.") % {"stage": stage})
    elif verb in STEPS:
        stages.move(stage, steps=STEPS[verb], actor=request.user)
        messages.success(request, _("The stage %(stage)s is moved.") % {"stage": stage})
    else:
        raise Http404
    return see_other(row)
