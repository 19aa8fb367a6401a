"""Offers and needs as tables, and one as a page to print."""

from django.http import Http404, HttpResponse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from lonja.base import exports
from lonja.base.documents import pdf
from lonja.base.limits import limited
from lonja.base.policy import access
from lonja.base.texts import worded
from lonja.partnering import policies, presenting
from lonja.partnering.views.opportunities import listed

MOST_PER_HOUR = 60
MOST_ROWS = 20_000


@limited("export", MOST_PER_HOUR, per=3600)
@access(policies.opportunities, "view")
@require_GET
def export(request, ending):
    """The offers and needs that the address asks for, as a table; nobody's name who is anonymous."""
    rows = list(listed(request)[3].for_card()[:MOST_ROWS])
    columns = [
        *(_("Reference"), _("Type"), _("Title"), _("Summary"), _("Organisation"), _("Country")),
        *(_("Technology fields"), _("Published on"), _("Expires on")),
    ]
    cells = [
        [
            card.row.reference,
            card.row.get_kind_display(),
            str(worded(card.row.title)),
            str(worded(card.row.summary)),
            card.owner.name if card.owner else "",
            card.country,
            "; ".join(
                str(link.term)
                for link in card.row.described_by.all()
                if link.term.scheme_id == "een_technologies"
            ),
            card.row.first_published_on,
            card.row.expires_on,
        ]
        for card in presenting.cards(rows, actor=request.user)
    ]
    if ending == "csv":
        return exports.csv_response(_("offers and needs"), columns, cells)
    if ending == "xlsx":
        return exports.xlsx_response(_("offers and needs"), {_("Offers and needs"): (columns, cells)})
    raise Http404


@limited("paper", MOST_PER_HOUR, per=3600)
@access(policies.opportunities, "view")
@require_GET
def paper(request, reference):
    """One offer or need on paper, with what this reader may know."""
    row = policies.opportunities.get(request.user, "view", reference=reference)
    owner = presenting.owner_of(row, actor=request.user)
    data = {
        "kicker": row.get_kind_display(),
        "title": str(row),
        "lead": str(worded(row.summary)),
        "facts": [
            [str(fact["label"]), str(fact["value"])] for fact in presenting.facts(row, owner, seen=False)
        ],
        "sections": [[str(heading), str(worded(texts))] for heading, texts in presenting.sections(row)],
        "keywords": [
            [group["label"], ", ".join(str(term) for term in group["terms"])]
            for group in presenting.keywords(row)
        ],
        "foot": row.reference,
        "address": request.build_absolute_uri(row.get_absolute_url()),
    }
    response = HttpResponse(
        pdf("partnering/typeset/opportunity.typ", data, language=get_language()),
        content_type="application/pdf",
    )
    response["Content-Disposition"] = f'attachment; filename="{row.reference}.pdf"'
    response["Cache-Control"] = "private, no-store"
    return response
