"""Pages of alliances along a value chain."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Exists, OuterRef, Q
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from lonja.base import files
from lonja.base.policy import access, signed_in
from lonja.directory import policies as directory
from lonja.directory.models import Term
from lonja.partnering.alliances_chains import stages_of
from lonja.partnering.alliances_lifecycle import PartyState
from lonja.partnering.engine import alliances as engine
from lonja.partnering.engine.network import worked_with
from lonja.partnering.forms import alliances as forms
from lonja.partnering.models import Alliance, AllianceConfirmation, AllianceStage
from lonja.partnering.policies import alliances as policies
from lonja.partnering.services import alliances as services
from lonja.ui.answers import page, see_other

CONFIRMED = {"action": policies.actions, "document": policies.documents}


@access(policies.alliances, "view")
@require_GET
def alliances(request):
    """The alliances that this reader may see."""
    rows = policies.alliances.scope(request.user).select_related("coordinator").prefetch_related("stages")
    mine = directory.managed_clusters(request.user).exists() if request.user.is_authenticated else False
    return page(
        request, "partnering/alliances.html", {"alliances": rows.order_by("slug")[:100], "may_found": mine}
    )


@access(policies.alliances, "view")
@require_GET
def alliance(request, slug):
    """The chain, who covers what, what is missing, and what the parties do together."""
    rows = Alliance.objects.select_related("coordinator")
    row, verbs = policies.alliances.read(request.user, "edit", "view_inside", rows=rows, slug=slug)
    parties = shown_parties(request, row)
    context = {
        "alliance": row,
        "verbs": verbs,
        "parties": parties,
        "answering": {party.pk for party in parties if party.may_answer},
        "matrix": engine.matrix(row, parties),
        "levels": forms.CoverLevel.choices,
    }
    if "view_inside" in verbs:
        context |= inside(request, row, parties)
    return page(request, "partnering/alliance.html", context)


def shown_parties(request, row):
    """The parties that this reader may see, what they say of the stages, and for whom she answers."""
    answers = policies.parties.scope(request.user, "answer").filter(pk=OuterRef("pk"))
    found = policies.parties.scope(request.user).filter(alliance=row).annotate(may_answer=Exists(answers))
    return list(found.select_related("cluster", "organisation").prefetch_related("covers"))


def inside(request, row, parties):
    """Joint actions and documents, and who has said yes to each."""
    actions = list(policies.actions.scope(request.user).filter(alliance=row))
    documents = list(policies.documents.scope(request.user).filter(alliance=row).select_related("file"))
    said = AllianceConfirmation.objects.filter(Q(action__in=actions) | Q(document__in=documents))
    said = set(said.values_list("party", "action", "document"))
    confirmed = [party for party in parties if party.state == PartyState.CONFIRMED]
    return {
        "actions": [
            agreed(one, confirmed, {party for party, action, _document in said if action == one.pk})
            for one in actions
        ],
        "documents": [
            agreed(one, confirmed, {party for party, _action, document in said if document == one.pk})
            for one in documents
        ],
        "confirmed": confirmed,
    }


def agreed(thing, confirmed, said):
    """A joint action or document with those who said yes and those who have not yet."""
    return {
        "row": thing,
        "yes": [party for party in confirmed if party.pk in said],
        "open": [party for party in confirmed if party.pk not in said],
    }


@access(policies.alliances, "edit")
@require_GET
def alliance_gaps(request, slug):
    """Who could close the gaps: the smallest sets of partners, under the rules of the reader."""
    row, verbs = policies.alliances.read(request.user, "edit", slug=slug)
    if "edit" not in verbs:
        raise PermissionDenied
    form = forms.FindForm(request.GET or None)
    rules = form.rules(different=row.countries_wanted)
    parties = shown_parties(request, row)
    trusted = (
        worked_with({engine.subject(party) for party in parties}, request.user) if rules.trusted else set()
    )
    ways, could = engine.ways(row, parties, rules, actor=request.user, trusted=trusted)
    context = {"alliance": row, "form": form, "ways": ways, "could": could}
    return page(request, "partnering/alliance_gaps.html", context)


@signed_in("whoever manages a cluster can found an alliance in its name, and in no other's")
@require_http_methods(["GET", "POST"])
def found_alliance(request):
    """Found an alliance; whoever manages a cluster can."""
    clusters = directory.managed_clusters(request.user)
    form = forms.FoundForm(request.POST or None, clusters=clusters)
    if request.method == "POST" and form.is_valid():
        terms = {term.code: term for term in Term.objects.filter(scheme="een_technologies")}
        made = services.found(
            facts=form.facts(),
            coordinator=form.cleaned_data["coordinator"],
            stages=stages_of(form.cleaned_data["chain"], terms),
            actor=request.user,
            now=timezone.now(),
        )
        messages.success(request, _("The alliance is founded. Look at its stages, then invite others."))
        return see_other(made)
    context = {"form": form, "title": _("Found an alliance"), "cancel": reverse("partnering:alliances")}
    return page(request, "partnering/alliance_form.html", context, status=422 if form.is_bound else 200)


@access(policies.alliances, "edit")
@require_http_methods(["GET", "POST"])
def edit_alliance(request, slug):
    """Change what an alliance says of itself."""
    row = policies.alliances.get(request.user, "edit", slug=slug)
    form = forms.AllianceForm.of(row, request.POST or None)
    if request.method == "POST" and form.is_valid():
        services.edit(row, facts=form.facts(), actor=request.user, now=timezone.now())
        messages.success(request, _("The alliance is saved."))
        return see_other(row)
    context = {
        "form": form,
        "title": _("Edit the alliance"),
        "cancel": row.get_absolute_url(),
        "alliance": row,
    }
    return page(request, "partnering/alliance_form.html", context, status=422 if form.is_bound else 200)


@access(policies.alliances, "edit")
@require_POST
def invite(request, slug):
    """Invite a cluster or an organisation."""
    row = policies.alliances.get(request.user, "edit", slug=slug)
    form = forms.InviteForm(request.POST)
    if form.is_valid():
        kind = form.cleaned_data["kind"]
        policy = directory.clusters if kind == "cluster" else directory.organisations
        other = policy.get(request.user, "view", slug=form.cleaned_data["slug"])
        services.invite(row, **{kind: other}, actor=request.user)
        messages.success(request, _("%(name)s is invited. It counts once it has said yes.") % {"name": other})
    return see_other(row)


@access(policies.parties, "answer")
@require_POST
def answer(request, slug, pk, verb):
    """Confirm, decline or leave in the name of a party."""
    party = policies.parties.get(request.user, "answer", pk=pk, alliance__slug=slug)
    if verb not in ("confirm", "decline", "leave"):
        raise Http404
    services.answer(party, verb=verb, actor=request.user, now=timezone.now())
    messages.success(request, _("Your answer is kept."))
    return see_other(reverse("partnering:alliance", args=[slug]))


@access(policies.parties, "answer")
@require_http_methods(["GET", "POST"])
def say_cover(request, slug, pk, stage):
    """Say in the name of a party how well it covers a stage."""
    party = policies.parties.get(request.user, "answer", pk=pk, alliance__slug=slug)
    row = get_object_or_404(AllianceStage, pk=stage, alliance=party.alliance)
    form = forms.CoverForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        services.say_cover(party, row, **form.cleaned_data, actor=request.user)
        messages.success(request, _("What you say counts before what was computed."))
        return see_other(reverse("partnering:alliance", args=[slug]))
    context = {
        "form": form,
        "title": _("%(party)s at the stage %(stage)s")
        % {"party": party.cluster or party.organisation, "stage": row},
        "cancel": reverse("partnering:alliance", args=[slug]),
        "alliance": party.alliance,
    }
    return page(request, "partnering/alliance_form.html", context, status=422 if form.is_bound else 200)


@access(policies.alliances, "edit")
@require_http_methods(["GET", "POST"])
def propose(request, slug):
    """Propose something to do together."""
    row = policies.alliances.get(request.user, "edit", slug=slug)
    form = forms.ActionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        services.propose(row, facts=form.cleaned_data, actor=request.user)
        messages.success(request, _("Proposed. It is agreed once every party has said yes."))
        return see_other(row)
    context = {
        "form": form,
        "title": _("Propose a joint action"),
        "cancel": row.get_absolute_url(),
        "alliance": row,
    }
    return page(request, "partnering/alliance_form.html", context, status=422 if form.is_bound else 200)


@access(policies.alliances, "edit")
@require_http_methods(["GET", "POST"])
def add_document(request, slug):
    """Add a document for the parties to confirm."""
    row = policies.alliances.get(request.user, "edit", slug=slug)
    form = forms.DocumentForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        upload = form.cleaned_data["file"]
        stored = files.keep(upload, name=upload.name, kind="alliance", owner=request.user)
        services.add_document(
            row, title=form.cleaned_data["title"], file=stored, actor=request.user, now=timezone.now()
        )
        messages.success(request, _("The document is there for every party to confirm."))
        return see_other(row)
    context = {"form": form, "title": _("Add a document"), "cancel": row.get_absolute_url(), "alliance": row}
    return page(request, "partnering/alliance_form.html", context, status=422 if form.is_bound else 200)


@access(policies.documents, "view")
@require_GET
def document(request, slug, pk):
    """The file of a document, for those inside the alliance."""
    return files.serve(policies.documents.get(request.user, "view", pk=pk, alliance__slug=slug).file)


@access(policies.parties, "answer")
@require_POST
def confirm(request, slug, pk, kind, thing):
    """Say yes to a joint action or a document in the name of a party."""
    party = policies.parties.get(request.user, "answer", pk=pk, alliance__slug=slug)
    if kind not in CONFIRMED:
        raise Http404
    policy = CONFIRMED[kind]
    row = policy.get(request.user, "view", pk=thing, alliance__slug=slug)
    services.confirm(party, **{kind: row}, actor=request.user, now=timezone.now())
    messages.success(
        request, _("Confirmed in the name of %(party)s.") % {"party": party.cluster or party.organisation}
    )
    return see_other(reverse("partnering:alliance", args=[slug]))


@access(policies.actions, "manage")
@require_POST
def move_action(request, slug, pk, verb):
    """Finish a joint action, or drop it."""
    row = policies.actions.get(request.user, "manage", pk=pk, alliance__slug=slug)
    if verb not in ("finish", "drop"):
        raise Http404
    services.move_action(row, verb=verb, actor=request.user)
    return see_other(reverse("partnering:alliance", args=[slug]))
