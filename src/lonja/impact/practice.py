"""The good practice of an edition, drafted from what is known of it; the organiser writes on from there."""

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from lonja.directory.amounts import euros
from lonja.impact import presenting

LANGUAGES = ("en", "es")


def drafts(edition, figures, earlier):
    """First sentences for each part of the form, in each language, from the edition's own data.

    Args:
        figures: the figures as they may be read in public.
        earlier: the comparison lines of the series.
    """
    made = {"resources": {}, "evidence": {}, "difficulties": {}, "transfer": {}}
    tables, slots = edition.tables.count(), edition.slots.count()
    fees = [rule.fee_cents for rule in edition.type_rules.all() if rule.fee_cents]
    for language in LANGUAGES:
        with override(language):
            made["resources"][language] = _resources(edition, tables, slots, fees)
            made["evidence"][language] = _evidence(figures, earlier)
            made["difficulties"][language] = _difficulties(figures)
            made["transfer"][language] = _transfer(edition)
    return made


def _resources(edition, tables, slots, fees):
    sentences = []
    if tables and slots:
        sentences.append(
            _("A hall with %(tables)s tables and %(slots)s slots of %(minutes)s minutes each.")
            % {"tables": tables, "slots": slots, "minutes": edition.slot_minutes}
        )
    if fees:
        sentences.append(_("A fee of %(fee)s.") % {"fee": euros(max(fees))})
    return " ".join(sentences)


def _evidence(figures, earlier):
    outcomes, shares = figures["outcomes"], presenting.shares_of(figures["outcomes"])
    sentences = []
    if shares and shares.of_held is not None:
        sentences.append(
            _("Of %(held)s meetings %(count)s became something (%(share)s); %(response)s have an answer.")
            % {
                "held": presenting.shown(outcomes["held"]),
                "count": presenting.shown(outcomes["materialised"]),
                "share": presenting.percent(shares.of_held),
                "response": presenting.percent(shares.response),
            }
        )
    sentences += [
        _("%(year)s: %(organisations)s organisations, %(people)s people, %(meetings)s meetings.")
        % {
            name: line[name] if name == "year" else number_format(line[name])
            for name in ("year", "organisations", "people", "meetings")
        }
        for line in earlier
    ]
    return "\n".join(sentences)


def _difficulties(figures):
    count = figures["outcomes"]["contradicted"]
    if not count:
        return ""
    return ngettext(
        "Of %(count)s meeting the two sides tell different things.",
        "Of %(count)s meetings the two sides tell different things.",
        count,
    ) % {"count": count}


def _transfer(edition):
    return _(
        "The planning of %(edition)s, its questions and its figures can be used by any other organiser."
    ) % {"edition": edition}
