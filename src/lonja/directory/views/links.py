"""Links between clusters: shown to everybody, claimed and answered by the managers."""

from django.contrib import messages
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from lonja.base.policy import access
from lonja.directory import composition, policies, standing
from lonja.directory.forms.links import LinkForm
from lonja.directory.models import LinkState
from lonja.directory.services import links as services
from lonja.directory.services import registrations
from lonja.directory.tabs import frame
from lonja.ui.answers import page, see_other

ANSWERS = {"confirm", "decline"}
ENDS = {"withdraw", "leave"}
MOST_NAMES = 300


@access(policies.clusters, "view")
@require_http_methods(["GET", "POST"])
def cluster_links(request, slug):
    """With whom a cluster works; its managers also see what waits, and claim more."""
    verb = "edit" if request.method == "POST" else "view"
    row = policies.clusters.get(request.user, "view", slug=slug)
    if verb == "edit":
        row = policies.clusters.get(request.user, "edit", slug=slug)
    form = LinkForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        said = dict(form.cleaned_data)
        link = services.claim(request.user, row, said.pop("other"), **said)
        messages.success(request, _said(link))
        return see_other("directory:cluster-links", row.slug)
    context = {
        **frame(request, row, composition.read(row), "links"),
        "links": standing.links(row, actor=request.user),
    }
    if "edit" in context["verbs"]:
        context |= {"form": form, **_desk(request, row)}
    return page(request, "directory/links.html", context, status=422 if form.is_bound else 200)


def _desk(request, row):
    """What only the managers see: claims of others, answers that were no, names to tie."""
    mine = policies.cluster_links.scope(request.user).select_related("cluster", "other")
    rows = list(mine.filter(Q(other=row, state=LinkState.CLAIMED) | Q(cluster=row, state=LinkState.DECLINED)))
    # Another cluster's claim by name is public on its own profile, so its name may be read here.
    shown = policies.clusters.scope(request.user).values("pk")
    return {
        "asked": [link for link in rows if link.other_id == row.pk],
        "declined": [link for link in rows if link.cluster_id == row.pk],
        "by_name": list(registrations.claims_to(row).filter(cluster__in=shown)),
        "names": policies.clusters.scope(request.user)
        .exclude(pk=row.pk)
        .values_list("name", flat=True)[:MOST_NAMES],
    }


def _said(link):
    if link.state == LinkState.MUTUAL:
        return _("%(name)s had said the same: the link is mutual now.") % {"name": link.cluster.name}
    if link.other_id:
        return _("The managers of %(name)s are asked to confirm it.") % {"name": link.other_name}
    return _("%(name)s is not in the directory, so it stays a claim for now.") % {"name": link.other_name}


@access(policies.cluster_links, "view")
@require_POST
def move_link(request, pk, verb):
    """Answer a claim, withdraw it, or leave a mutual link."""
    link = policies.cluster_links.get(request.user, _known(verb), pk=pk)
    if verb in ANSWERS:
        services.answer(link, verb=verb, actor=request.user)
    else:
        services.end(link, verb=verb, today=timezone.localdate(), actor=request.user)
    messages.success(request, _("The link is up to date."))
    mine = link.other if policies.clusters.allows(request.user, "edit", link.other or link.cluster) else None
    return see_other("directory:cluster-links", (mine or link.cluster).slug)


def _known(verb):
    return verb if verb in ANSWERS | ENDS else "view"


@access(policies.clusters, "edit")
@require_POST
def connect_link(request, slug, pk):
    """Tie a claim by name to one's own cluster, and confirm it."""
    row = policies.clusters.get(request.user, "edit", slug=slug)
    shown = policies.clusters.scope(request.user).values("pk")
    link = registrations.claims_to(row).filter(cluster__in=shown, pk=pk).first()
    if link:
        services.connect(link, row, actor=request.user)
        messages.success(request, _("The claim names your cluster now. Confirm it when it is true."))
    return see_other("directory:cluster-links", row.slug)
