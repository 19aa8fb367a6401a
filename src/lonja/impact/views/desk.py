"""What the organiser sees: both sides of each meeting, and the way from an outcome back to its request."""

from collections import Counter

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from lonja.base import exports, files
from lonja.base.limits import limited
from lonja.base.policy import access
from lonja.base.texts import worded
from lonja.directory.models import Term
from lonja.events.forms.editions import by_language
from lonja.events.policies import editions
from lonja.impact import conversing, engine, outcome_rows, outcome_types, policies, presenting, rows
from lonja.impact.counting import Verdict
from lonja.impact.forms import DeclareForm
from lonja.impact.models import DeclaredOutcomes, OutcomeAnswer
from lonja.impact.services import reports as services
from lonja.impact.views.finding import find
from lonja.impact.views.mine import CAME_TONES
from lonja.meetings.models import MeetingRequest, Side
from lonja.partnering.engine import demand
from lonja.ui.answers import page, see_other

MEETINGS_PER_PAGE = 40
FILES_PER_HOUR = 120
SIDES = (Side.SENDER, Side.RECIPIENT)


def organised(request, event, edition):
    """The edition at an address, for whoever organises it."""
    return find(request, event, edition, "organise")


@access(editions, "organise")
@require_GET
def outcomes(request, event, edition):
    """The outcomes so far: sums, bounds, and each meeting with what its two sides say."""
    row = organised(request, event, edition)
    said, held = engine.newest_answers(row), engine.held_requests(row)
    judged = engine.judged(said, held)
    counts = Counter(each.verdict for each in judged.values())
    wanted = request.GET.get("verdict", "")
    wanted = wanted if wanted in set(Verdict) else ""
    chosen = [pk for pk, each in judged.items() if not wanted or each.verdict == wanted]
    paged = Paginator(chosen, MEETINGS_PER_PAGE).get_page(request.GET.get("page"))
    found = engine.declared(row) or engine.of_judged(judged.values())
    context = {
        "edition": row,
        "page": paged,
        "lines": _lines(row, list(paged), judged, said),
        "stats": _stats(found),
        "bounds": presenting.bounds_rows({"outcomes": _plain(found)}),
        "is_declared": found.is_declared,
        "tabs": _tabs(counts, wanted),
    }
    return page(request, "impact/outcomes.html", context)


def _plain(found):
    return {name: getattr(found, name) for name in ("held", "answered", "materialised", "contradicted")}


def _stats(found):
    shares = found.shares
    return [
        {"value": found.held, "label": _("meetings held")},
        {"value": found.answered, "label": _("with an answer"), "note": presenting.percent(shares.response)},
        {
            "value": found.materialised,
            "label": _("became something"),
            "note": presenting.percent(shares.of_held),
        },
        {"value": found.contradicted, "label": _("contradicted")},
    ]


def _tabs(counts, wanted):
    """All meetings, or those of one verdict."""
    here = "?verdict="
    tabs = [{"label": _("All"), "href": "?", "current": not wanted, "count": counts.total()}]
    tabs += [
        {
            "label": presenting.verdict_label(verdict),
            "href": f"{here}{verdict.value}",
            "current": wanted == verdict,
            "count": counts[verdict],
        }
        for verdict in Verdict
    ]
    return tabs


def _lines(edition, requests, judged, said):
    """Meetings with what each side said last, in the order of the page."""
    meetings = {
        each.request_id: each for each in rows.held(edition).filter(request__in=requests).for_agenda()
    }
    return [
        {
            "uid": meetings[pk].request.uid,
            "sides": [
                _side_line(one, said.get((pk, side)))
                for one, side in zip(meetings[pk].sitting, SIDES, strict=True)
            ],
            "verdict": presenting.verdict_label(judged[pk].verdict),
            "tone": presenting.VERDICT_TONES[judged[pk].verdict],
            "differs": [DIFFERENCES[name]() for name in judged[pk].differs_on if name != "came"],
        }
        for pk in requests
        if pk in meetings
    ]


DIFFERENCES = {
    "kind": lambda: _("They name different kinds."),
    "value": lambda: _("They name different values."),
    "level": lambda: _("They name different levels."),
}


def _side_line(participation, said):
    """What one side said last, in words."""
    words = str(dict(OutcomeAnswer._meta.get_field("came").choices)[said.came]) if said else _("No answer")
    kind = outcome_types.label_of(said.kind) if said and said.kind else ""
    return {"who": participation, "words": words, "kind": kind, "cents": said.cents if said else None}


@limited("extract", FILES_PER_HOUR, per=3600)
@access(editions, "organise")
@require_GET
def outcomes_file(request, event, edition, shape):
    """The outcomes meeting by meeting as CSV or XLSX; no notes, no ratings, no evidence."""
    row = organised(request, event, edition)
    columns, lines = outcome_rows.table(row)
    return exports.table_response(
        f"{event}-{edition}-{_('outcomes')}", _("Outcomes"), columns, lines, shape=shape
    )


@access(policies.handshakes, "walk")
@require_GET
def chain(request, event, edition, uid):
    """From an outcome back to the handshake where it began."""
    row = organised(request, event, edition)
    asked, verbs = policies.handshakes.read(
        request.user, "walk", rows=MeetingRequest.objects.with_parties(), edition=row, uid=uid
    )
    if "walk" not in verbs:
        raise PermissionDenied
    meeting = rows.met(row).filter(request=asked).for_agenda().first()
    if meeting is None:
        raise Http404
    found = OutcomeAnswer.objects.filter(request=asked).select_related(
        "participation__person", "participation__organisation", "evidence_file"
    )
    said = engine.newest_answers(row, asked)
    judged = engine.judged(said, [asked.pk])[asked.pk]
    context = {
        "edition": row,
        "request_row": asked,
        "meeting": meeting,
        "starts_at": meeting.slot.starts_at.astimezone(row.zone_info),
        "sides": meeting.sitting,
        "verdict": presenting.verdict_label(judged.verdict),
        "tone": presenting.VERDICT_TONES[judged.verdict],
        "differs": [DIFFERENCES[name]() for name in judged.differs_on if name != "came"],
        "answers": [
            {
                "answer": each,
                "tone": CAME_TONES[each.came],
                "kind": outcome_types.label_of(each.outcome_type) if each.outcome_type else "",
            }
            for each in found
        ],
        "became": conversing.became(asked, request.user),
    }
    return page(request, "impact/chain.html", context)


@access(policies.answers, "view")
@require_GET
def evidence(request, event, edition, uid):
    """A private document behind an answer."""
    row = find(request, event, edition)
    answer = policies.answers.get(request.user, "view", uid=uid, request__edition=row)
    if answer.evidence_file is None:
        raise Http404
    return files.serve(answer.evidence_file)


@access(editions, "organise")
@require_http_methods(["GET", "POST"])
def declare(request, event, edition):
    """What the organiser counted herself, where the meetings are not here one by one."""
    row = organised(request, event, edition)
    before = DeclaredOutcomes.objects.filter(edition=row).first()
    initial = {}
    if before:
        initial = {f"type_{code}": count for code, count in before.by_type.items()}
        initial |= {
            "answered": before.answered,
            **{f"method_{code}": text for code, text in before.method.items()},
        }
    form = DeclareForm(request.POST or None, edition=row, initial=initial)
    if form.is_bound and form.is_valid():
        services.declare(
            row,
            answered=form.cleaned_data["answered"],
            by_type=form.by_type(),
            method=by_language(form.cleaned_data, "method"),
            actor=request.user,
        )
        messages.success(request, _("The declared outcomes are kept. They say so wherever they stand."))
        return see_other("impact:outcomes", row.event.slug, row.slug)
    context = {"edition": row, "form": form}
    return page(request, "impact/declare.html", context, status=422 if form.is_bound else 200)


@access(policies.reports, "view")
@require_GET
def policy(request, event, edition):
    """What is sought and not found by sector, beside what this edition brought; small numbers hidden."""
    row = find(request, event, edition)
    report = policies.reports.get(request.user, "view", edition=row)
    table = demand.table(by="sector", today=localdate())
    names = Term.objects.filter(scheme=demand.ROWS["sector"][0], code__in=table.rows).order_by()
    labels = {code: worded(texts).text or code for code, texts in names.values_list("code", "labels")}
    ranked = sorted(table.rows, key=lambda code: (-(table.row_totals[code] or 0), code))
    needs = [[labels.get(code, code), presenting.shown(table.row_totals[code])] for code in ranked]
    columns, came, _chart = presenting.outcome_table(report.figures) if report.figures else ([], [], None)
    context = {
        "edition": row,
        "report": report,
        "need_columns": [_("Sector"), presenting.numeric(_("Organisations that look for something"))],
        "needs": needs,
        "outcome_columns": columns,
        "outcomes": came,
    }
    return page(request, "impact/policy.html", context)
