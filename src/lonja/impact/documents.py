"""The report of an edition on paper."""

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from lonja.base import documents
from lonja.base.texts import worded
from lonja.events.models import SUPPORT, BudgetLine
from lonja.events.presenting import dates, place
from lonja.impact import presenting


def report_pdf(report):
    """The published report as a PDF, from the same figures as its page."""
    edition, figures = report.edition, report.figures
    tables = [
        (_("What came of the meetings"), *presenting.outcome_table(figures)[:2]),
        (_("How the two sides stand"), *presenting.verdict_table(figures)),
        (_("How far the outcomes reach"), *presenting.level_table(figures)),
        (_("Who took part"), *presenting.helix_table(figures)),
        (_("Where the organisations came from"), *presenting.country_table(figures)),
        (_("The editions side by side"), *presenting.comparison_table(figures)[:2]),
    ]
    data = {
        "title": _("Report: %(edition)s") % {"edition": edition},
        "foot": f"{edition} · {_('counted on %(day)s') % {'day': figures['as_of']}}",
        "kicker": " · ".join(part for part in (dates(edition), place(edition)) if part),
        "organiser": str(edition.event.organiser),
        "supporters_title": _("Supported by"),
        "supporters": ", ".join(supporters(edition)),
        "summary": worded(report.summary).text,
        "stats": presenting.headline(figures),
        "sentences": [
            sentence
            for sentence in (presenting.value_sentence(figures), presenting.impression_sentence(figures))
            if sentence
        ],
        "tables": [
            {
                "title": title,
                "columns": [column["label"] if isinstance(column, dict) else column for column in columns],
                "rows": [[str(cell) for cell in row] for row in rows],
            }
            for title, columns, rows in tables
            if rows
        ],
        "bounds_title": _("How sure is it?"),
        "bounds": presenting.bounds_rows(figures),
        "method_title": _("How the figures were made"),
        "method": [worded(report.method).text, *method_notes(), *presenting.kept_sentences(figures)],
    }
    return documents.pdf("impact/typeset/report.typ", data, language=get_language())


def supporters(edition):
    """Sponsors and others who paid for an edition and are named in public."""
    found = BudgetLine.objects.filter(edition=edition, is_public=True, category__in=SUPPORT)
    return [str(line.partner or line.partner_name) for line in found.select_related("partner").order_by("pk")]


def method_notes():
    """How every report counts, in short sentences."""
    return [
        _("A meeting counts once, however many answers there are; the newest answer of each side holds."),
        _(
            "It has materialised when at least one side says that something came of it and the other does "
            "not say the opposite. Contradictions are shown on their own and not averaged."
        ),
        _("The lower bound takes every silent or contradicted meeting as nothing, the upper as an outcome."),
        _("Numbers from one to four are hidden, and so are others from which they could be computed."),
        _("From one publication to the next a number changes by five or more, or it stays as it was."),
    ]
