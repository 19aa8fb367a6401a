"""What meetings turned into, in words and with links, each as far as a reader may follow it."""

from django.utils.translation import gettext as _

from lonja.impact.lifecycle import CollaborationState
from lonja.impact.models import Conversion, ConversionKind
from lonja.partnering import policies as partnering

TONES = {
    CollaborationState.CLAIMED: "info",
    CollaborationState.MUTUAL: "good",
    CollaborationState.DECLINED: "warn",
    CollaborationState.ENDED: "neutral",
}


def kinds():
    """What a meeting can turn into, as links say it."""
    return [
        {"kind": ConversionKind.OPPORTUNITY.value, "label": _("An offer or a need")},
        {"kind": ConversionKind.COLLABORATION.value, "label": _("A collaboration")},
        {"kind": ConversionKind.IDEA.value, "label": _("A project idea")},
    ]


def became(request, actor):
    """What one meeting turned into; a draft of the other side stays a secret of that side."""
    found = Conversion.objects.filter(request=request).select_related(
        "opportunity", "collaboration__link", "collaboration__claimed_by__person", "idea", "made_by__person",
        "made_by__organisation",
    )  # fmt: skip
    rows = list(found)
    opportunities = [each.opportunity_id for each in rows if each.opportunity_id]
    visible = set()
    if opportunities:
        visible = set(
            partnering.opportunities.scope(actor).filter(pk__in=opportunities).values_list("pk", flat=True)
        )
    return [
        line(each, actor, visible)
        for each in rows
        if not each.opportunity_id or each.opportunity_id in visible
    ]


def line(conversion, actor, visible):
    """One thing that a meeting became."""
    made = {
        "kind": conversion.get_kind_display(),
        "by": conversion.made_by,
        "at": conversion.made_at,
        "tag": None,
    }
    if conversion.opportunity_id:
        row = conversion.opportunity
        return made | {"title": str(row), "href": row.get_absolute_url(), "text": ""}
    if conversion.idea_id:
        idea = conversion.idea
        return made | {"title": idea.title, "href": idea.get_absolute_url(), "text": idea.text}
    row = conversion.collaboration
    standing = row.standing
    is_mine = row.claimed_by.person.user_id == actor.pk
    return made | {
        "title": _("Working together"),
        "href": "",
        "text": row.text,
        "tag": {"label": standing.label, "state": TONES[standing]},
        "answerable": row
        if standing == CollaborationState.CLAIMED and not is_mine and not row.link_id
        else None,
    }
