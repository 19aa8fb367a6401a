"""The network: who works with whom, as a picture with its table."""

from django.views.decorators.http import require_GET

from lonja.base.limits import limited
from lonja.base.policy import access
from lonja.directory import policies as directory
from lonja.partnering.engine import network as engine
from lonja.partnering.views.network_drawing import drawing
from lonja.ui.answers import page

MOST_PER_MINUTE = 30
TABLE_ROWS = 20


@limited("network", MOST_PER_MINUTE, per=60)
@access(directory.clusters, "view")
@require_GET
def network(request):
    """What this reader may see of who works with whom."""
    directory.clusters.scope(request.user)
    chosen = [name for name in request.GET.getlist("kind") if name in engine.kinds()]
    whole = request.GET.get("whole") == "yes"
    found = engine.picture(request.user, kinds=tuple(chosen), whole=whole)
    context = {
        "picture": found,
        "drawing": drawing(found),
        "kinds": [
            {"name": kind.name, "label": kind.label, "checked": not chosen or kind.name in chosen}
            for kind in engine.kinds().values()
        ],
        "whole": whole,
        "nodes": sorted(found.nodes, key=lambda node: (-node.between, -node.links, node.name))[:TABLE_ROWS],
    }
    return page(request, "partnering/network.html", context)
